"""What a new post and a changed one have in common: checked words, clean markup, pictures and mentions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.activity.actions import record
from korzo.discussions.actions.call_groups import addresses_of_groups, called_in, keep_calls
from korzo.discussions.activities import MemberMentioned
from korzo.discussions.models import Mention, Post, PostPicture, Topic
from korzo.discussions.permissions import readers_among
from korzo.groups.models import Group
from korzo.kit import html
from korzo.kit.errors import FieldRefused
from korzo.kit.formats import spoken
from korzo.media import actions as media
from korzo.media.models import Picture
from korzo.members.models import Member
from korzo.members.queries import blockers_of
from korzo.moderation.actions import Deed, check_links_of_newcomer, take_turn
from korzo.moderation.queries.newcomers import MENTIONS_OF_NEWCOMER_MAX, has_first_day_limits
from korzo.writing.actions import addresses_of, named_in, prepare, with_links

# Two words and a sign: shorter ones say nothing, and a picture says enough without any.
BODY_LENGTH_MIN = 2
BODY_LENGTH_MAX = 20_000
# Markup weighs more than words, but not without end.
RAW_LENGTH_MAX = html.TEXT_LENGTH_MAX
PICTURES_MAX, PICTURES_OF_NEWCOMER_MAX = 10, 4
MENTIONS_MAX = 10


@dataclass(frozen=True)
class Written:
    """What a person typed and chose. `rich` text comes from the editor, the other from a bare text field.

    `draft_key` names the draft that it grew from. `seconds_typed` and `trap_filled` are what the form saw of it;
    `address` and `agent` where the request came from, for the checks of spam alone: neither is kept with the post.
    """

    body: str
    rich: bool = False
    picture_ids: Sequence[int] = ()
    descriptions: Mapping[int, str] = field(default_factory=dict)
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
    pictures: list[Picture]
    mentioned: dict[str, Member]
    called: dict[str, Group] = field(default_factory=dict)


def make_ready(
    written: Written,
    *,
    actor: Member,
    at: datetime,
    backfilled: bool = False,
    standing: Sequence[Picture] = (),
    called: Collection[int] = (),
    scope: str = "",
) -> Ready:
    """Nothing is written yet but the claim on new pictures; those `standing` in the post already need none.

    `called` are the groups that it called before, by id. `scope` is who will read it (`writing.actions.Quotable`).
    """
    if len(written.body) > RAW_LENGTH_MAX:
        raise FieldRefused("body", _("This is very long. Please split it into several posts."))
    # What is imported goes out to no other site to look at its links.
    clean = html.clean if backfilled else partial(prepare, scope=scope)
    cleaned = clean(written.body, rich=written.rich)
    if len(cleaned.plain) > BODY_LENGTH_MAX:
        raise FieldRefused("body", _("This is very long. Please split it into several posts."))
    new = not backfilled and has_first_day_limits(actor, at)
    if new:
        check_links_of_newcomer(cleaned.html)
    _check_pictures(len(set(written.picture_ids)), PICTURES_OF_NEWCOMER_MAX if new else PICTURES_MAX)
    mentioned = named_in(cleaned.mentions, actor=actor, most=MENTIONS_OF_NEWCOMER_MAX if new else MENTIONS_MAX)
    groups = {} if backfilled else called_in(cleaned.mentions, actor=actor, before=called)
    pictures = _pictures(written, actor, standing)
    if len(cleaned.plain) < BODY_LENGTH_MIN and not pictures:
        raise FieldRefused("body", _("Please write a few words, or add a picture."))
    addresses = addresses_of_groups(groups) | addresses_of(mentioned)
    return Ready(with_links(cleaned.html, addresses), cleaned.plain, pictures, mentioned, groups)


def _check_pictures(count: int, most: int) -> None:
    if count > most:
        raise FieldRefused(
            "pictures",
            ngettext(
                "A post can hold %(most)s picture. Please take some out.",
                "A post can hold %(most)s pictures. Please take some out.",
                most,
            )
            % {"most": spoken(most)},
        )


def _pictures(written: Written, actor: Member, standing: Sequence[Picture]) -> list[Picture]:
    """In the order in which they were sent. A moderator who corrects a post leaves its pictures with their owner."""
    ids = list(dict.fromkeys(written.picture_ids))
    known = {picture.pk: picture for picture in standing}
    new = [pk for pk in ids if pk not in known]
    if new:
        known |= {picture.pk: picture for picture in media.claim_pictures(new, actor=actor)}
    chosen = [known[pk] for pk in ids if pk in known]
    for picture in chosen:
        alt = written.descriptions.get(picture.pk)
        if alt is not None and alt.strip() != picture.alt:
            media.describe_picture(picture, actor=actor, alt=alt, focal_x=picture.focal_x, focal_y=picture.focal_y)
    return chosen


def keep_pictures(post: Post, pictures: Sequence[Picture]) -> None:
    """The post's pictures are these, in this order; what it no longer shows is let go of."""
    former = PostPicture.objects.filter(post=post)
    kept = {picture.pk for picture in pictures}
    dropped = [pk for pk in former.values_list("picture_id", flat=True) if pk not in kept]
    former.delete()
    media.release_pictures(dropped)
    PostPicture.objects.bulk_create(
        [
            PostPicture(post=post, topic_id=post.topic_id, picture=picture, position=place)
            for place, picture in enumerate(pictures)
        ]
    )
    if post.opens_topic:
        Topic.objects.filter(pk=post.topic_id).update(is_pictured=bool(pictures))


def keep_mentions(post: Post, ready: Ready, *, actor: Member, at: datetime, backfilled: bool) -> None:
    """Who is named for the first time is told, once the post stands; an edit tells nobody twice."""
    known = set(Mention.objects.filter(post=post).values_list("member_id", flat=True))
    new = [(handle, member) for handle, member in ready.mentioned.items() if member.pk not in known]
    if not backfilled:
        take_turn(Deed.MENTION, member=actor, times=len(new))
    Mention.objects.bulk_create([Mention(post=post, member=member, written=handle) for handle, member in new])
    if new and post.is_standing:
        tell_mentioned(post, [member for _handle, member in new], actor_id=actor.pk, at=at, backfilled=backfilled)
    keep_calls(post, ready.called, actor=actor, at=at)


def tell_mentioned(
    post: Post, members: Sequence[Member], *, actor_id: int | None, at: datetime, backfilled: bool = False
) -> None:
    """Nobody hears of a place that they may not enter, nor of somebody whom they blocked. Twice told is told once."""
    closed = blockers_of(actor_id)
    for member in readers_among(post.topic.space, members):
        if member.pk != actor_id and member.pk not in closed:
            record(
                MemberMentioned(topic_id=post.topic_id, post_id=post.pk),
                actor_id=actor_id,
                member_id=member.pk,
                occurred_at=at,
                dedupe_key=f"discussions.mentioned:{post.pk}:{member.pk}",
                backfilled=backfilled,
            )
