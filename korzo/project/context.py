"""What the frame of every page needs: who is here, where they are, how they like it."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from korzo.community import queries as community
from korzo.community.models import Community
from korzo.members.models import Member
from korzo.members.permissions import person_of
from korzo.notifications import queries as notifications

THEMES = ("light", "dark")

# Own names of the languages, as their readers write them.
LANGUAGE_NAMES = {
    "en": "English",
    "sk": "Slovenčina",
    "gu": "ગુજરાતી",
    "fa": "فارسی",
    "it": "Italiano",
    "uk": "Українська",
    "es": "Español",
}


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Language:
    code: str
    name: str
    current: bool


@dataclass(frozen=True)
class FooterLink:
    label: str
    url: str


class Shell:
    """Read by `ui/base.html`. Each part is computed only when the page asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def member(self) -> Member | None:
        return person_of(self._request) if hasattr(self._request, "user") else None

    @cached_property
    def community(self) -> Community:
        return community.the_community()

    @property
    def theme(self) -> str:
        wanted = self._request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
        return wanted if wanted in THEMES else ""

    @property
    def places(self) -> list[Place]:
        listed = [
            (_("Home"), reverse("web:home"), "house"),
            (_("Talk"), reverse("discussions:spaces"), "messages-square"),
            (_("Products"), reverse("web:products"), "footprints"),
        ]
        if self.community.has_contest_on:
            listed.append((_("Contests"), reverse("contests:contests"), "trophy"))
        return [Place(label, url, icon, current=self._is_current(url)) for label, url, icon in listed]

    def _is_current(self, url: str) -> bool:
        path = self._request.path
        return path == url if url == "/" else path.startswith(url)

    @property
    def languages(self) -> list[Language]:
        active = translation.get_language()
        return [Language(code, LANGUAGE_NAMES[code], code == active) for code, _label in settings.LANGUAGES]

    @property
    def language_url(self) -> str:
        return reverse("web:language")

    @property
    def theme_url(self) -> str:
        return reverse("web:theme")

    @property
    def sign_in_url(self) -> str:
        return reverse("account_login")

    @property
    def sign_up_url(self) -> str:
        return reverse("account_signup")

    @property
    def sign_out_url(self) -> str:
        return reverse("account_logout")

    @property
    def staff_url(self) -> str:
        return reverse("wagtailadmin_home") if self.member and self.member.is_staff else ""

    @property
    def search_url(self) -> str:
        return reverse("web:search")

    @property
    def share_url(self) -> str:
        return reverse("discussions:spaces")

    @property
    def profile_url(self) -> str:
        return self.member.get_absolute_url() if self.member else ""

    @property
    def settings_url(self) -> str:
        return reverse("members:settings")

    @property
    def saved_url(self) -> str:
        return reverse("web:saved")

    @property
    def drafts_url(self) -> str:
        return reverse("writing:drafts") if self.member else ""

    @property
    def new_url(self) -> str:
        return reverse("discussions:new")

    @property
    def visit_url(self) -> str:
        return reverse("discussions:visit")

    @property
    def keys_url(self) -> str:
        return reverse("web:keys")

    @property
    def groups_url(self) -> str:
        return reverse("groups:list")

    @property
    def points_url(self) -> str:
        return reverse("loyalty:points")

    @property
    def avatar_url(self) -> str:
        return self.member.avatar_url if self.member else ""

    @property
    def notifications_url(self) -> str:
        return reverse("notifications:list")

    @cached_property
    def unread_count(self) -> int:
        return notifications.unread_count(self.member) if self.member else 0

    @property
    def is_demo(self) -> bool:
        return self.community.is_demo

    @property
    def demo_url(self) -> str:
        return reverse("web:demo")

    @property
    def footer_links(self) -> list[FooterLink]:
        return [
            FooterLink(_("What we hold dear"), reverse("web:values")),
            FooterLink(_("Privacy"), reverse("web:privacy")),
            # Both have to be easy to find: Regulation (EU) 2022/2065, articles 16 and 15.
            FooterLink(_("Legal notice"), reverse("moderation:notice")),
            FooterLink(_("How we moderate, in numbers"), reverse("moderation:transparency")),
        ]


def shell_of(request: HttpRequest) -> Shell:
    """One for the page and its parts, so that nothing is asked twice."""
    known = getattr(request, "korzo_shell", None)
    if not isinstance(known, Shell):
        known = Shell(request)
        cast("Any", request).korzo_shell = known
    return known


def shell(request: HttpRequest) -> dict[str, object]:
    return {"shell": SimpleLazyObject(partial(shell_of, request))}
