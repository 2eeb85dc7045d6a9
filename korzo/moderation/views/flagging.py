"""A member points at something, or says a word to its author."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.kit.errors import Missing, Refused
from korzo.kit.html import excerpt
from korzo.members.permissions import check_signed_in, person_of
from korzo.moderation import actions
from korzo.moderation.forms import FlagForm
from korzo.moderation.models import Flag
from korzo.moderation.queries.statements import get_word_for
from korzo.moderation.registry import moderated


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    kind, person = moderated(label), person_of(request)
    seen = kind.one(pk)
    if seen is None or not kind.may_see(person, pk):
        raise Missing(f"{label} {pk}")
    if person is None:
        return redirect_to_login(request.get_full_path())
    form = FlagForm(request.POST or None, initial={"reason": request.GET.get("reason", "")})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["reason"] == Flag.Reason.ILLEGAL and "continue" not in request.POST:
            # The law asks for more than a click; whoever wants only to point at it still can.
            return render(request, "moderation/illegal.html", {"seen": seen, "kind": kind, "form": form})
        try:
            actions.flag(label, pk, actor=person, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Thank you. Somebody will look at it, and you will hear what came of it."))
            return redirect(seen.url)
    context = {"seen": seen, "kind": kind, "form": form, "excerpt": excerpt(seen.plain)}
    return render(request, "moderation/flag.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """For the author of the thing alone."""
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    one = get_word_for(check_signed_in(person), pk)
    seen = moderated(one.label).one(one.subject_id)
    if seen is None or seen.author_id != person.pk:
        raise Missing(str(pk))
    return render(request, "moderation/word.html", {"word": one, "seen": seen, "excerpt": excerpt(seen.plain)})
