"""Who may react, keep and follow, and how often."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.formats import spoken
from korzo.members.models import Member
from korzo.members.permissions import Person, ability, check_signed_in
from korzo.reactions import subjects
from korzo.reactions.looks import OFFERED_MAX
from korzo.reactions.models import NOTE_LENGTH_MAX, Bookmark, Follow, Reaction

CHOOSE_SET = ability("reactions.choose_set", Member.Role.STAFF)

# A shelf that somebody can still look through; Discourse stops at 2,000.
BOOKMARKS_MAX = 2_000
# Chosen by hand. What is followed by itself is not counted: nobody is punished for writing much.
FOLLOWS_MAX = 2_000
REMIND_AHEAD_MAX = timedelta(days=3 * 366)


def check_react(person: Person, author_id: int | None) -> Member:
    member = check_signed_in(person)
    if author_id == member.pk:
        raise Refused(_("You cannot react to your own words. Others will."))
    return member


def check_offered(emoji: str, offered: Collection[str]) -> None:
    if emoji not in offered:
        raise Refused(_("This reaction is not offered here any more. Please choose another."))


def check_set(keys: Collection[str]) -> None:
    """What the shop may offer: the heart, and up to five others, each once."""
    if Reaction.Emoji.HEART not in keys:
        raise Refused(_("The heart is always there."))
    if len(keys) > OFFERED_MAX or len(set(keys)) < len(keys):
        raise Refused(_("Please choose up to six different reactions."))


def check_keep(person: Person, label: str, pk: int) -> Member:
    member = check_signed_in(person)
    if not subjects.get(label).can_be_kept:
        raise Refused(_("This cannot be saved."))
    subjects.get_for(member, label, pk)
    if Bookmark.objects.filter(member=member)[:BOOKMARKS_MAX].count() >= BOOKMARKS_MAX:
        raise Refused(_("Your shelf is full. Please take something off it first."))
    return member


def check_note(note: str, remind_on: date | None, *, today: date) -> None:
    """`today` is the member's own day."""
    if len(note) > NOTE_LENGTH_MAX:
        raise FieldRefused(
            "note", _("This note is too long. %(max)s characters fit.") % {"max": spoken(NOTE_LENGTH_MAX)}
        )
    if remind_on is None:
        return
    if remind_on < today:
        raise FieldRefused("remind_on", _("This day is over. Please choose a later one."))
    if remind_on > today + REMIND_AHEAD_MAX:
        raise FieldRefused("remind_on", _("This day is very far away. Please choose one in the next three years."))


def bookmarks_visible_to(person: Person) -> QuerySet[Bookmark]:
    """What somebody keeps is theirs alone."""
    return Bookmark.objects.filter(member=person) if person else Bookmark.objects.none()


def check_follow(person: Person, label: str, pk: int, level: Follow.Level) -> Member:
    member = check_signed_in(person)
    if level not in subjects.get(label).levels:
        raise Refused(_("This cannot be followed in that way."))
    subjects.get_for(member, label, pk)
    if label == "members.member" and pk == member.pk:
        raise Refused(_("You know already what you write."))
    chosen = Follow.objects.filter(member=member, reason=Follow.Reason.CHOSEN)[:FOLLOWS_MAX]
    if chosen.count() >= FOLLOWS_MAX:
        raise Refused(_("You follow a great many things already. Please let go of some first."))
    return member


def follows_visible_to(person: Person) -> QuerySet[Follow]:
    """What somebody follows is theirs alone."""
    return Follow.objects.filter(member=person) if person else Follow.objects.none()
