"""The team's page: how much members are written to at most, and how much it was."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from korzo.attention import queries
from korzo.attention.actions import Caps, change_caps
from korzo.attention.forms import CapsForm
from korzo.attention.permissions import check_change_caps
from korzo.kit.errors import FieldRefused
from korzo.members.permissions import check_signed_in, person_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest) -> HttpResponse:
    me = check_signed_in(person_of(request))
    check_change_caps(me)
    form = CapsForm(request.POST or None, instance=queries.the_policy())
    if request.method == "POST" and form.is_valid():
        try:
            change_caps(Caps(**form.cleaned_data), actor=me)
        except FieldRefused as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            messages.success(request, _("Saved. It holds from the next message on."))
            return redirect("staff_contacts")
    shown = {
        "page_title": _("Messages to members"),
        "header_icon": "mail",
        "form": form,
        "figures": queries.figures(),
        "suppressed": queries.suppressed_count(),
    }
    return render(request, "attention/staff/contacts.html", shown, status=422 if form.errors else 200)
