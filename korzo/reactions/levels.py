"""What the levels of following mean, in the words of the page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from korzo.reactions.models import Follow

Level = Follow.Level


@dataclass(frozen=True)
class Words:
    """One choice of the menu. All but `key` are translated when they are shown."""

    key: str
    name: str | Promise
    hint: str | Promise
    icon: str


WORDS = {
    Level.WATCHING: Words("watching", Level.WATCHING.label, _("A notice of each new post."), "bell"),
    Level.TRACKING: Words(
        "tracking", Level.TRACKING.label, _("What is new is counted; a notice when you are addressed."), "eye"
    ),
    Level.FIRST_POST: Words("first_post", Level.FIRST_POST.label, _("A notice when a topic begins."), "newspaper"),
    Level.NORMAL: Words(
        "normal", Level.NORMAL.label, _("A notice when somebody names you or replies to you."), "at-sign"
    ),
    Level.MUTED: Words("muted", Level.MUTED.label, _("No notices at all."), "bell-off"),
}


def words_of(level: Follow.Level) -> Words:
    return WORDS[level]
