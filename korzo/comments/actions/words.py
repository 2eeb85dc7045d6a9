"""What a new comment and a changed one have in common: the words are checked and cleaned, and names are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.comments import subjects
from korzo.comments.activities import CommentMentioned
from korzo.comments.models import Comment, CommentMention
from korzo.kit import html
from korzo.kit.errors import FieldRefused
from korzo.members.models import Member
from korzo.members.queries import blockers_of
from korzo.moderation.actions import Deed, check_links_of_newcomer, take_turn
from korzo.moderation.queries.newcomers import MENTIONS_OF_NEWCOMER_MAX, has_first_day_limits
from korzo.writing.actions import addresses_of, named_in, prepare, with_links

# Two letters and a sign: shorter ones say nothing.
BODY_LENGTH_MIN = 2
# About two printed pages; who has more to say begins a topic.
BODY_LENGTH_MAX = 5_000
# Markup weighs more than words, but not without end.
RAW_LENGTH_MAX = html.TEXT_LENGTH_MAX
MENTIONS_MAX = 5
# Where a guest may lead: enough for a source, too few for an advertiser.
LINKS_OF_GUEST_MAX = 1


@dataclass(frozen=True)
class Written:
    """What a person typed. `rich` text comes from the editor, the other from a bare text field.

    `draft_key` names the draft that it grew from. `seconds_typed` and `trap_filled` are what the form saw of it;
    `address` and `agent` where the request came from, for the checks of spam alone: neither is kept with the comment.
    """

    body: str
    rich: bool = False
    draft_key: str = ""
    seconds_typed: float | None = None
    trap_filled: bool = False
    address: str = ""
    agent: str = ""


@dataclass(frozen=True)
class Ready:
    """The same, checked and cleaned."""

    html: str
    plain: str
    named: dict[str, Member]


def make_ready(written: Written, *, actor: Member | None, at: datetime, backfilled: bool = False) -> Ready:
    """A guest names nobody: whoever is named by somebody without an account could not answer them."""
    if len(written.body) > RAW_LENGTH_MAX:
        raise FieldRefused("body", _("This is very long. Please say it a little shorter."))
    # What is imported goes out to no other site to look at its links, nor does what nobody confirmed.
    clean = html.clean if backfilled or actor is None else partial(prepare, scope="")
    cleaned = clean(written.body, rich=written.rich)
    if len(cleaned.plain) > BODY_LENGTH_MAX:
        raise FieldRefused("body", _("This is very long. Please say it a little shorter."))
    if len(cleaned.plain) < BODY_LENGTH_MIN:
        raise FieldRefused("body", _("Please write a few words."))
    if actor is None and cleaned.html.count("<a ") > LINKS_OF_GUEST_MAX:
        raise FieldRefused("body", _("A guest’s comment may hold one link. Please take one out."))
    named = _named(cleaned, actor, is_new=not backfilled and has_first_day_limits(actor, at)) if actor else {}
    return Ready(with_links(cleaned.html, addresses_of(named)), cleaned.plain, named)


def _named(cleaned: html.CleanText, actor: Member, *, is_new: bool) -> dict[str, Member]:
    if is_new:
        check_links_of_newcomer(cleaned.html)
    return named_in(cleaned.mentions, actor=actor, most=MENTIONS_OF_NEWCOMER_MAX if is_new else MENTIONS_MAX)


def keep_mentions(comment: Comment, ready: Ready, *, actor: Member, at: datetime, backfilled: bool = False) -> None:
    """Who is named for the first time is told, once the comment is shown; an edit tells nobody twice."""
    known = set(CommentMention.objects.filter(comment=comment).values_list("member_id", flat=True))
    new = [(handle, member) for handle, member in ready.named.items() if member.pk not in known]
    if not backfilled:
        take_turn(Deed.MENTION, member=actor, times=len(new), at=at)
    CommentMention.objects.bulk_create(
        [CommentMention(comment=comment, member=member, written=handle) for handle, member in new]
    )
    if new and comment.is_visible:
        tell_mentioned(comment, [member for _handle, member in new], at=at, backfilled=backfilled)


def tell_mentioned(comment: Comment, named: Sequence[Member], *, at: datetime, backfilled: bool = False) -> None:
    """Nobody hears of a page that they may not see, nor of somebody whom they blocked. Twice told is told once."""
    closed = blockers_of(comment.author_id)
    of = (comment.subject_label, comment.subject_id)
    for member in named:
        if member.pk != comment.author_id and member.pk not in closed and subjects.seen_among(member, [of]):
            record(
                CommentMentioned(comment_id=comment.pk, of_label=of[0], of_id=of[1]),
                actor_id=comment.author_id,
                member_id=member.pk,
                occurred_at=at,
                dedupe_key=f"comments.mentioned:{comment.pk}:{member.pk}",
                backfilled=backfilled,
            )
