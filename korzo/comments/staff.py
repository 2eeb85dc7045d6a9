"""Back office: where people may comment, whether guests may, and what they read about their data."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from korzo.comments.actions import change_rules
from korzo.comments.permissions import CHANGE_RULES
from korzo.comments.queries import the_notice, the_rules
from korzo.comments.rules_form import RulesForm
from korzo.kit.errors import Refused
from korzo.members.permissions import check_can, check_signed_in, person_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    me = check_signed_in(person_of(request))
    check_can(me, CHANGE_RULES)
    form = RulesForm(request.POST or None, instance=the_rules())
    if request.method == "POST" and form.is_valid():
        try:
            change_rules(form.change(), actor=me)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff_comments")
    context = {"form": form, "notice": the_notice(), "page_title": _("Comments"), "header_icon": "comment"}
    return render(request, "comments/staff/rules.html", context, status=422 if form.errors else 200)
