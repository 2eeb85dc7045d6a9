"""The personal parts of the frame around every page: who is here, and what the last page had to say to them."""

from collections.abc import Mapping
from functools import partial

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string

from korzo.edge.recording import remembered
from korzo.kit import parts
from korzo.kit.parts import TOKEN_PLACE
from korzo.project.context import Shell, shell_of


def token(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """Attributes of the body: htmx sends the token along. A guest's page has none."""
    if shell_of(request).member is None:
        return {}
    return dict.fromkeys(keys, f' hx-headers=\'{{"X-CSRFToken": "{TOKEN_PLACE}"}}\'')


def account(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The bell and the own menu, or the way in."""
    shell = shell_of(request)
    member = shell.member
    state = (
        (member.pk, member.name, shell.avatar_url, member.role, member.is_suspended, shell.unread_count)
        if member
        else None
    )
    made = remembered("frame.account", state, make=partial(_rendered, "ui/_account.html", shell))
    return dict.fromkeys(keys, made)


def way_in(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    shell = shell_of(request)
    if shell.member is not None:
        return {}
    return dict.fromkeys(keys, remembered("frame.way_in", make=partial(_rendered, "ui/_way_in.html", shell)))


def _rendered(template: str, shell: Shell) -> str:
    return render_to_string(template, {"shell": shell, "csrf_token": TOKEN_PLACE})


def notes(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    return dict.fromkeys(keys, _told(request, "ui/_messages.html"))


def toasts(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    return dict.fromkeys(keys, _told(request, "ui/_toasts.html"))


def _told(request: HttpRequest, template: str) -> str:
    """Messages are read once, by whichever of the two parts asks first; both show their own kind of them."""
    told = getattr(request, "korzo_told", None)
    if told is None:
        told = list(messages.get_messages(request))
        request.korzo_told = told  # type: ignore[attr-defined]
    if not told:
        return remembered(template, make=lambda: render_to_string(template, {"messages": []}))
    return render_to_string(template, {"messages": told})


def fill() -> None:
    parts.fill("frame.token", token)
    parts.fill("frame.account", account)
    parts.fill("frame.way_in", way_in)
    parts.fill("frame.messages", notes)
    parts.fill("frame.toasts", toasts)
