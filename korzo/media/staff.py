"""Back office: whether members may send films, how large and how long."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from korzo.kit.errors import Refused
from korzo.media.actions import change_film_rules
from korzo.media.apart import can_read_films
from korzo.media.forms import FilmRulesForm
from korzo.media.permissions import CHANGE_FILM_RULES
from korzo.media.queries import the_film_rules
from korzo.members.permissions import check_can, check_signed_in, person_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def film_rules(request: HttpRequest) -> HttpResponse:
    me = check_signed_in(person_of(request))
    check_can(me, CHANGE_FILM_RULES)
    form = FilmRulesForm(request.POST or None, instance=the_film_rules())
    if request.method == "POST" and form.is_valid():
        try:
            change_film_rules(form.change(), actor=me)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff_films")
    context = {"form": form, "can_read": can_read_films(), "page_title": _("Films and sounds"), "header_icon": "media"}
    return render(request, "media/staff/films.html", context, status=422 if form.errors else 200)
