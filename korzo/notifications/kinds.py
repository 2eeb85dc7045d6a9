"""The kinds of news and their sentences. Sentences are made when somebody reads them, in that person's language."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol, cast

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from korzo.activity.activities import Kind
from korzo.attention.models import Purpose
from korzo.discussions.activities import AnswerAccepted, GroupMentioned, MemberMentioned, ReplyPosted
from korzo.kit.formats import isolated, number
from korzo.reactions.activities import ReactionGiven


@dataclass(frozen=True)
class Scene:
    """Who did it, how many they are, and where; the title is empty where there is none to show.

    `things`: how many posts it is about. `signs`: with what was reacted.
    """

    who: str
    people: int
    title: str
    things: int = 1
    signs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NoticeKind:
    """`sentence` is None for activities that bring their own."""

    verb: str
    label: str | Promise
    icon: str
    by_mail: bool
    # False for what happens in something that they follow, to nobody in particular.
    for_me: bool = True
    sentence: Callable[[Scene], str] | None = None
    # What the gate calls it when it leaves the house.
    purpose: Purpose = Purpose.COMMUNITY


class SelfTelling(Protocol):
    """An activity that is news for the member concerned, in words of its own room.

    A kind with these two becomes a notice by itself, so a room beside or above us needs no import of us, nor we of it.
    With `notice_by_mail = True` it goes by mail as well, until its reader wishes otherwise; `notice_purpose` is the
    purpose under which the gate lets it out, where it is not news from the community.
    """

    notice_label: ClassVar[Promise]

    def notice_sentence(self) -> str: ...


class SeveralTelling(SelfTelling, Protocol):
    """The same for many: `notice_members` names them, asked for once, when the fact is delivered."""

    def notice_members(self) -> list[int]: ...


def named_by(kind: Kind) -> list[int] | None:
    """None where it is news for the member concerned alone."""
    return cast("SeveralTelling", kind).notice_members() if hasattr(kind, "notice_members") else None


def tells_itself(kind: type[Kind]) -> bool:
    return hasattr(kind, "notice_label") and hasattr(kind, "notice_sentence")


def from_its_own_words(kind: type[Kind]) -> NoticeKind:
    telling = cast("type[SelfTelling]", kind)
    return NoticeKind(
        kind.verb,
        telling.notice_label,
        kind.icon,
        by_mail=getattr(kind, "notice_by_mail", False),
        purpose=getattr(kind, "notice_purpose", Purpose.COMMUNITY),
    )


_kinds: dict[str, NoticeKind] = {}


def add(kind: NoticeKind) -> None:
    _kinds[kind.verb] = kind


def get(verb: str) -> NoticeKind | None:
    return _kinds.get(verb)


def purpose_of(verb: str) -> Purpose:
    kind = get(verb)
    return kind.purpose if kind else Purpose.COMMUNITY


def all_kinds() -> list[NoticeKind]:
    return list(_kinds.values())


def named(names: list[str], count: int) -> str:
    """ "Lucia", "Lucia and Ivo", "Lucia and 4 others"; each name keeps its own direction."""
    if not names:
        return _("Somebody")
    if count <= 1:
        return isolated(names[0])
    if count == 2 and len(names) > 1:
        return _("%(first)s and %(second)s") % {"first": isolated(names[0]), "second": isolated(names[1])}
    others = count - 1
    words = ngettext("%(first)s and %(others)s other", "%(first)s and %(others)s others", others)
    return words % {"first": isolated(names[0]), "others": number(others, get_language())}


def _replied(scene: Scene) -> str:
    if not scene.title:
        return ngettext("%(who)s replied to you", "%(who)s replied to you", scene.people) % {"who": scene.who}
    words = ngettext("%(who)s replied in “%(title)s”", "%(who)s replied in “%(title)s”", scene.people)
    return words % {"who": scene.who, "title": isolated(scene.title)}


def _mentioned(scene: Scene) -> str:
    if not scene.title:
        return _("%(who)s mentioned you") % {"who": scene.who}
    return _("%(who)s mentioned you in “%(title)s”") % {"who": scene.who, "title": isolated(scene.title)}


def _called(scene: Scene) -> str:
    if not scene.title:
        return _("%(who)s called a group of yours") % {"who": scene.who}
    return _("%(who)s called a group of yours in “%(title)s”") % {"who": scene.who, "title": isolated(scene.title)}


def _accepted(scene: Scene) -> str:
    if not scene.title:
        return _("%(who)s accepted your answer. Thank you for helping!") % {"who": scene.who}
    words = _("%(who)s accepted your answer in “%(title)s”. Thank you for helping!")
    return words % {"who": scene.who, "title": isolated(scene.title)}


def _reacted(scene: Scene) -> str:
    if scene.things > 1:
        words = ngettext(
            "%(who)s liked %(things)s post of yours", "%(who)s liked %(things)s posts of yours", scene.things
        )
        return words % {"who": scene.who, "things": number(scene.things, get_language())}
    if scene.signs - {"heart"}:
        return _reacted_to_one(scene)
    if not scene.title:
        words = ngettext(
            "%(who)s gave a heart to what you wrote", "%(who)s gave a heart to what you wrote", scene.people
        )
        return words % {"who": scene.who}
    words = ngettext(
        "%(who)s gave a heart to what you wrote in “%(title)s”",
        "%(who)s gave a heart to what you wrote in “%(title)s”",
        scene.people,
    )
    return words % {"who": scene.who, "title": isolated(scene.title)}


def _reacted_to_one(scene: Scene) -> str:
    if not scene.title:
        words = ngettext("%(who)s reacted to what you wrote", "%(who)s reacted to what you wrote", scene.people)
        return words % {"who": scene.who}
    words = ngettext(
        "%(who)s reacted to what you wrote in “%(title)s”",
        "%(who)s reacted to what you wrote in “%(title)s”",
        scene.people,
    )
    return words % {"who": scene.who, "title": isolated(scene.title)}


def _quoted(scene: Scene) -> str:
    if not scene.title:
        return _("%(who)s quoted you") % {"who": scene.who}
    return _("%(who)s quoted you in “%(title)s”") % {"who": scene.who, "title": isolated(scene.title)}


def _began(scene: Scene) -> str:
    if not scene.title:
        return _("%(who)s began a topic") % {"who": scene.who}
    return _("%(who)s began “%(title)s”") % {"who": scene.who, "title": isolated(scene.title)}


def _went_on(scene: Scene) -> str:
    if not scene.title:
        return ngettext("%(who)s replied", "%(who)s replied", scene.people) % {"who": scene.who}
    words = ngettext("%(who)s wrote in “%(title)s”", "%(who)s wrote in “%(title)s”", scene.people)
    return words % {"who": scene.who, "title": isolated(scene.title)}


# One post is news for several reasons; these are not the activity's own.
QUOTED = "notifications.quoted"
WATCHED_TOPIC = "notifications.watched_topic"
WATCHED_REPLY = "notifications.watched_reply"

add(NoticeKind(MemberMentioned.verb, gettext_lazy("Somebody mentions you"), "at-sign", True, sentence=_mentioned))
add(
    NoticeKind(
        GroupMentioned.verb, gettext_lazy("Somebody calls a group of yours"), "users-round", True, sentence=_called
    )
)
add(
    NoticeKind(
        ReplyPosted.verb, gettext_lazy("Somebody replies in your topic"), "message-circle", True, sentence=_replied
    )
)
add(NoticeKind(QUOTED, gettext_lazy("Somebody quotes you"), "quote", True, sentence=_quoted))
add(NoticeKind(AnswerAccepted.verb, gettext_lazy("Your answer is accepted"), "circle-check", True, sentence=_accepted))
add(NoticeKind(ReactionGiven.verb, gettext_lazy("Somebody likes what you wrote"), "heart", False, sentence=_reacted))
add(
    NoticeKind(
        WATCHED_TOPIC, gettext_lazy("New topics in what you follow"), "message-square-plus", False, False, _began
    )
)
add(NoticeKind(WATCHED_REPLY, gettext_lazy("New replies in what you follow"), "message-circle", False, False, _went_on))
