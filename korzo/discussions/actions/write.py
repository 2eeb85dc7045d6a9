"""What a new post and a changed one have in common: checked words, clean markup, pictures and mentions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import regex
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.activity.actions import record
from korzo.discussions.activities import MemberMentioned
from korzo.discussions.models import Mention, Post, PostPicture, Topic
from korzo.discussions.permissions import is_newcomer, readers_among
from korzo.kit import html
from korzo.kit.errors import FieldRefused
from korzo.media import actions as media
from korzo.media.models import Picture
from korzo.members import queries as members
from korzo.members.models import Member
from korzo.members.queries import blockers_of
from korzo.writing.actions import prepare

# Two words and a sign: shorter ones say nothing, and a picture says enough without any.
BODY_LENGTH_MIN = 2
BODY_LENGTH_MAX = 20_000
# Markup weighs more than words, but not without end.
RAW_LENGTH_MAX = html.TEXT_LENGTH_MAX
PICTURES_MAX, PICTURES_OF_NEWCOMER_MAX = 10, 4
MENTIONS_MAX, MENTIONS_OF_NEWCOMER_MAX = 10, 3
LINKS_OF_NEWCOMER_MAX = 2

_AT_NAME = html.MENTION
# A value in quotes may hold any sign, also the one that ends a tag.
_TAGS = re.compile(r'(<(?:[^>"]|"[^"]*")+>)')


@dataclass(frozen=True)
class Written:
    """What a person typed and chose. `rich` text comes from the editor, the other from a bare text field.

    `draft_key` names the draft that it grew from. `seconds_typed` and `trap_filled` are what the form saw of it.
    """

    body: str
    rich: bool = False
    picture_ids: Sequence[int] = ()
    descriptions: Mapping[int, str] = field(default_factory=dict)
    draft_key: str = ""
    seconds_typed: float | None = None
    trap_filled: bool = False


@dataclass(frozen=True)
class Ready:
    """The same, checked and cleaned."""

    html: str
    plain: str
    pictures: list[Picture]
    mentioned: dict[str, Member]


def make_ready(
    written: Written,
    *,
    actor: Member,
    at: datetime,
    backfilled: bool = False,
    standing: Sequence[Picture] = (),
    scope: str = "",
) -> Ready:
    """Nothing is written yet but the claim on new pictures; those `standing` in the post already need none.

    `scope` is who will read it (`writing.actions.Quotable`).
    """
    if len(written.body) > RAW_LENGTH_MAX:
        raise FieldRefused("body", _("This is very long. Please split it into several posts."))
    # What is imported goes out to no other site to look at its links.
    clean = html.clean if backfilled else partial(prepare, scope=scope)
    cleaned = clean(written.body, rich=written.rich)
    if len(cleaned.plain) > BODY_LENGTH_MAX:
        raise FieldRefused("body", _("This is very long. Please split it into several posts."))
    new = is_newcomer(actor, at) and not backfilled
    if new and cleaned.html.count("<a ") > LINKS_OF_NEWCOMER_MAX:
        raise FieldRefused("body", _("On your first day a post may hold two links. Please take one out."))
    _check_pictures(len(set(written.picture_ids)), PICTURES_OF_NEWCOMER_MAX if new else PICTURES_MAX)
    mentioned = _mentioned(cleaned.mentions, actor, MENTIONS_OF_NEWCOMER_MAX if new else MENTIONS_MAX)
    pictures = _pictures(written, actor, standing)
    if len(cleaned.plain) < BODY_LENGTH_MIN and not pictures:
        raise FieldRefused("body", _("Please write a few words, or add a picture."))
    return Ready(_with_links(cleaned.html, mentioned), cleaned.plain, pictures, mentioned)


def _check_pictures(count: int, most: int) -> None:
    if count > most:
        raise FieldRefused(
            "pictures",
            ngettext(
                "A post can hold %(most)d picture. Please take some out.",
                "A post can hold %(most)d pictures. Please take some out.",
                most,
            )
            % {"most": most},
        )


def _mentioned(handles: Sequence[str], actor: Member, most: int) -> dict[str, Member]:
    """Members by their handle in lower case. A sentence may end on the handle: its full stop is not part of it."""
    wanted = list(dict.fromkeys(handle.rstrip(".-") for handle in handles))
    if not wanted:
        return {}
    # A script may list the whole town; the question to the database stays small.
    found = members.by_handles(wanted[: 3 * most + 1])
    if len(found.keys() - {actor.handle.lower()}) > most:
        raise FieldRefused("body", _("You mention a lot of people here. Please choose the few whom it is for."))
    return found


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


def _with_links(cleaned: str, mentioned: Mapping[str, Member]) -> str:
    """Names become links in the words alone: never in a tag, in another link or in code."""
    if not mentioned:
        return cleaned
    parts: list[str] = []
    inside = 0
    for part in _TAGS.split(cleaned):
        if _TAGS.fullmatch(part):
            inside += _step(part)
            parts.append(part)
        else:
            parts.append(part if inside else _AT_NAME.sub(lambda found: _link(found, mentioned), part))
    return "".join(parts)


def _step(tag: str) -> int:
    name = tag.strip("</>").split(" ", 1)[0]
    return 0 if name not in {"a", "code", "pre"} else -1 if tag.startswith("</") else 1


def _link(found: regex.Match[str], mentioned: Mapping[str, Member]) -> str:
    handle = found[1].rstrip(".-")
    member = mentioned.get(handle.lower())
    if member is None:
        return found[0]
    return _link_to(member, handle) + found[1][len(handle) :]


def _link_to(member: Member, handle: str) -> str:
    return format_html('<a href="{}">@{}</a>', member.get_absolute_url(), handle)


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
    Mention.objects.bulk_create([Mention(post=post, member=member, written=handle) for handle, member in new])
    if new and post.is_standing:
        tell_mentioned(post, [member for _handle, member in new], actor_id=actor.pk, at=at, backfilled=backfilled)


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
