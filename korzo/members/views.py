"""A member's own pages: how they show themselves, and what they may do with their data."""

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from korzo.kit.errors import Missing
from korzo.kit.pictures import BadPicture
from korzo.members import actions
from korzo.members.forms import AvatarForm, ErasureForm, ProfileForm
from korzo.members.models import Member
from korzo.members.permissions import check_signed_in, person_of
from korzo.members.queries import about, mutes_of

# Longer numbers are no ids of ours, and databases refuse them.
ID_DIGITS_MAX = 18


def _me(request: HttpRequest) -> Member:
    return check_signed_in(person_of(request))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    form = ProfileForm(request.POST or None, instance=Member.objects.get(pk=me.pk))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.describe_oneself(me, name=data["name"], town=data["town"], bio=data["bio"])
        messages.success(request, _("Saved. This is how others see you now."))
        return redirect("members:settings")
    status = 422 if form.errors else 200
    return render(request, "members/settings.html", {"form": form, "avatar_form": AvatarForm()}, status=status)


@login_required
@require_POST
def avatar(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    form = AvatarForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.show_face(me, file=form.cleaned_data["picture"])
        except BadPicture as bad:
            form.add_error("picture", bad.sentence)
        else:
            messages.success(request, _("A good picture. It is shown beside all you write."))
            return redirect("members:settings")
    shown = {"form": ProfileForm(instance=me), "avatar_form": form}
    return render(request, "members/settings.html", shown, status=422)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def muted(request: HttpRequest) -> HttpResponse:
    """Whom somebody muted or blocked. The same address takes the choice from a member's page."""
    me = _me(request)
    if request.method != "POST":
        return render(request, "members/muted.html", {"mutes": mutes_of(me)})
    other, chosen = _other(request), request.POST.get("do", "")
    if chosen == "block":
        actions.block_member(other, actor=me)
        messages.success(request, _("Blocked. They do not reach you any more, and nobody tells them."))
    elif chosen == "mute":
        actions.mute_member(other, actor=me)
        messages.success(request, _("Muted. Their words are folded away for you alone."))
    elif chosen == "unblock":
        actions.unblock_member(other, actor=me)
        messages.success(request, _("They can reach you again. Their words stay folded away."))
    elif chosen == "unmute":
        actions.unmute_member(other, actor=me)
        messages.success(request, _("Their words are shown again."))
    return redirect("members:muted" if "list" in request.POST else other.get_absolute_url())


def _other(request: HttpRequest) -> Member:
    """Whoever is muted may be let go even where they cannot be seen any more."""
    sent = request.POST.get("member", "")
    pk = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= ID_DIGITS_MAX else 0
    other = Member.objects.filter(pk=pk, erased_at__isnull=True).first()
    if other is None:
        raise Missing(sent)
    return other


@never_cache
@login_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return _privacy(request, ErasureForm(member=_me(request)))


def _privacy(request: HttpRequest, form: ErasureForm) -> HttpResponse:
    shown = {"erasure_form": form, "seen_at": _me(request).last_seen_at}
    return render(request, "members/privacy.html", shown, status=422 if form.errors else 200)


@never_cache
@login_required
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """All we keep about this person, as one file they can read."""
    text = json.dumps(about(_me(request)), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@login_required
@require_POST
def erasure(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    form = ErasureForm(request.POST, member=me)
    if not form.is_valid():
        return _privacy(request, form)
    actions.erase(me)
    logout(request)
    response = HttpResponseRedirect("/")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
