"""Legal notices: open to everybody, with or without an account."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import person_of
from korzo.moderation import actions
from korzo.moderation.forms import NoticeForm
from korzo.moderation.queries.policy import the_policy
from korzo.moderation.queries.statements import get_notice_by_key


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = NoticeForm(request.POST or None, initial=_known(request, person))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.receive_notice(
                form.told(get_language() or "en"),
                actor=person,
                from_address=get_adapter().get_client_ip(request),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("moderation:notice_state", key=made.key)
    context = {"form": form, "policy": the_policy()}
    return render(request, "moderation/notice.html", context, status=422 if form.errors else 200)


def _known(request: HttpRequest, person: Member | None) -> dict[str, str]:
    """What need not be typed again: the page somebody came from, and who they are."""
    path = request.GET.get("address", "")
    address = f"{settings.KORZO_URL}{path}" if path.startswith("/") else path
    return {"address": address, **({"name": person.name, "mail": person.email} if person else {})}


@never_cache
@require_safe
def state(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever has the link of the receipt. It names nobody, and leads nobody here from outside."""
    one = get_notice_by_key(key)
    decision = one.item.decisions.filter(undone_at__isnull=True).first()
    response = render(request, "moderation/notice_state.html", {"notice": one, "decision": decision})
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
