"""The whole community as neutral rows, one after the other, in the order in which they can come in again.

What came from elsewhere goes out under the name it came with, so that a community which moves twice is still known.
Rows come in batches with the id behind which the next one begins: writing goes on there after a break.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Model, QuerySet
from django.utils import timezone

from korzo.discussions.models import Acceptance, IdeaVote, Post, PostPicture, Space, Topic, TopicTag
from korzo.discussions.models import Kind as TopicKind
from korzo.exchange.models import Kind, OldAddress
from korzo.exchange.rows import Data
from korzo.exchange.writer import LABEL, TAKEN_POSTS, TAKEN_TOPICS, Writer, of, said, written
from korzo.exchange.writing_opinions import ballots, polls, reactions, votes
from korzo.groups.models import Group, GroupMember
from korzo.media.models import Picture
from korzo.members.models import Member
from korzo.polls.models import Ballot, Poll
from korzo.reactions.models import Reaction

# Rows held in memory at once.
BATCH = 500
FACES, PICTURES = "faces/", "files/"
# Places that we fill when we show a text: elsewhere their numbers mean something else. The rest we write anew.
_OWN_MARKS = re.compile(r' (?:rel|dir|data-ref)="[^"]*"')


def _people(writer: Writer, some: Sequence[Member]) -> Iterator[Data]:
    """Who was erased is named nowhere; a nameless account that still has words is a former member."""
    keys, now = writer.keys(Kind.PEOPLE, [one.pk for one in some]), timezone.now()
    gone = [one.pk for one in some if one.erased_at is not None]
    writing = set(Post.objects.filter(author__in=gone).values_list("author_id", flat=True))
    writing |= set(Topic.objects.filter(author__in=gone).values_list("author_id", flat=True))
    for one in some:
        if one.erased_at is None:
            yield writer.identity(keys[one.pk]) | _person(one, with_mail=writer.with_mails, now=now)
        elif one.pk in writing:
            yield writer.identity(keys[one.pk]) | {"is_former": True}


def _person(one: Member, *, with_mail: bool, now: datetime) -> Data:
    return said(
        name=one.name,
        handle=one.handle,
        email=one.email if with_mail and not one.email.endswith("@invalid.invalid") else "",
        role="" if one.role == Member.Role.MEMBER else one.role,
        language=one.language,
        town=one.town,
        bio=one.bio,
        joined_at=one.joined_at,
        last_seen_at=one.last_seen_at,
        avatar=face_path(one.pk) if one.avatar and default_storage.exists(one.avatar) else "",
        silenced_until=one.silenced_until if one.silenced_until and one.silenced_until > now else None,
        suspended_until=one.suspended_until if one.suspended_until and one.suspended_until > now else None,
    )


def face_path(pk: int) -> str:
    return f"{FACES}{pk}.webp"


def _groups(writer: Writer, some: Sequence[Group]) -> Iterator[Data]:
    keys = writer.keys(Kind.GROUPS, [one.pk for one in some])
    inside: dict[int, list[GroupMember]] = {}
    for row in GroupMember.objects.filter(group__in=some).order_by("group_id", "joined_at", "pk"):
        inside.setdefault(row.group_id, []).append(row)
    people = writer.keys(Kind.PEOPLE, [row.member_id for rows in inside.values() for row in rows])
    for one in some:
        key, rows = keys[one.pk], inside.get(one.pk, [])
        yield writer.identity(key) | said(
            name=one.name,
            handle=one.handle,
            description=one.description,
            entry=one.entry,
            mentioned_by=one.mentioned_by,
            opened_at=one.opened_at,
            people=[writer.reference(people[row.member_id], key) for row in rows],
            keepers=[writer.reference(people[row.member_id], key) for row in rows if row.keeper_since],
        )


def _spaces(writer: Writer, spaces: Sequence[Space]) -> Iterator[Data]:
    keys = writer.keys(Kind.SPACES, [one.pk for one in spaces])
    for one in spaces:
        yield writer.identity(keys[one.pk]) | said(
            name=one.name,
            slug=one.slug,
            description=one.description,
            rules=one.rules,
            position=one.position,
            hue=one.hue,
            icon=one.icon,
            main_kind=one.main_kind,
            read_key=one.read_key,
            start_key=one.start_key,
            reply_key=one.reply_key,
            opened_at=one.opened_at,
        )


def _topics(writer: Writer, some: Sequence[Topic]) -> Iterator[Data]:
    """What was joined to another is empty, and what is planned was never read by anybody: both stay."""
    keys = writer.keys(Kind.TOPICS, [one.pk for one in some])
    spaces = writer.keys(Kind.SPACES, [one.space_id for one in some])
    people = writer.keys(Kind.PEOPLE, [one.author_id for one in some])
    tags: dict[int, list[str]] = {}
    for row in TopicTag.objects.filter(topic__in=some).select_related("tag").order_by("topic_id", "tag__slug"):
        tags.setdefault(row.topic_id, []).append(row.tag.name)
    for one in some:
        key = keys[one.pk]
        closure, pin, feature = (getattr(one, name, None) for name in ("closure", "pin", "feature"))
        yield writer.identity(key) | said(
            space=writer.reference(spaces[one.space_id], key),
            author=writer.reference(people.get(one.author_id), key),
            kind=one.kind,
            title=one.title,
            created_at=one.created_at,
            tags=tags.get(one.pk, []),
            closed_at=closure.at if closure else None,
            closed_reason=closure.reason if closure else "",
            pinned_at=pin.at if pin else None,
            featured_at=feature.at if feature else None,
            idea_state=one.idea_state,
        )


def _posts(writer: Writer, some: Sequence[Post]) -> Iterator[Data]:
    """What waits to be looked at, or was refused, was never anybody's to read."""
    keys = writer.keys(Kind.POSTS, [one.pk for one in some])
    topics = writer.keys(Kind.TOPICS, [one.topic_id for one in some])
    people = writer.keys(Kind.PEOPLE, [one.author_id for one in some])
    accepted = dict(Acceptance.objects.filter(post__in=some).values_list("post_id", "at"))
    for one in some:
        key, removal = keys[one.pk], getattr(one, "removal", None)
        yield writer.identity(key) | said(
            topic=writer.reference(topics[one.topic_id], key),
            number=one.number,
            author=writer.reference(people.get(one.author_id), key),
            created_at=one.created_at,
            edited_at=one.edited_at,
            html=_OWN_MARKS.sub("", one.html),
            plain=one.plain,
            removed_at=removal.at if removal else None,
            removed_reason=removal.reason if removal else "",
            accepted_at=accepted.get(one.pk),
        )


def _files(writer: Writer, some: Sequence[PostPicture]) -> Iterator[Data]:
    keys = writer.keys(Kind.FILES, [one.picture_id for one in some])
    posts, taken = writer.keys(Kind.POSTS, [one.post_id for one in some]), written(one.post_id for one in some)
    for one in some:
        if one.post_id in taken and _has_file(one.picture):
            key = keys[one.picture_id]
            yield writer.identity(key) | said(
                post=writer.reference(posts[one.post_id], key),
                path=f"{PICTURES}{one.picture_id}.webp",
                media_type="image/webp",
                alt=one.picture.alt,
                position=one.position,
            )


def _has_file(picture: Picture) -> bool:
    """A storage that lost a file must not keep all the rest from going out."""
    return bool(picture.widths) and default_storage.exists(picture.path(max(picture.widths)))


def _redirects(writer: Writer, some: Sequence[OldAddress]) -> Iterator[Data]:
    for kind in {one.kind for one in some}:
        listed = [one for one in some if one.kind == kind]
        keys = writer.keys(kind, [one.object_id for one in listed])
        for one in listed:
            key = keys[one.object_id]
            yield of(key, writer) | {"path": one.path, "kind": one.kind, "to": key.source_id}


@dataclass(frozen=True)
class _Way:
    """What is asked, and how it is said. `at_once` where the order of the rows is their own and they are few."""

    asked: Callable[[], QuerySet[Any]]
    say: Callable[[Writer, Any], Iterator[Data]]
    at_once: bool = False


_WAYS: Mapping[str, _Way] = {
    Kind.PEOPLE: _Way(Member.objects.get_queryset, _people),
    Kind.GROUPS: _Way(lambda: Group.objects.filter(ended_at__isnull=True), _groups),
    Kind.SPACES: _Way(lambda: Space.objects.order_by("position", "pk"), _spaces, at_once=True),
    Kind.TOPICS: _Way(
        lambda: Topic.objects.filter(**TAKEN_TOPICS).select_related("closure", "pin", "feature"), _topics
    ),
    Kind.POSTS: _Way(lambda: Post.objects.filter(**TAKEN_POSTS).select_related("removal"), _posts),
    Kind.REACTIONS: _Way(lambda: Reaction.objects.filter(subject_label=LABEL), reactions),
    Kind.POLLS: _Way(lambda: Poll.objects.filter(subject_label=LABEL).select_related("closure", "box"), polls),
    Kind.BALLOTS: _Way(
        lambda: Ballot.objects.filter(
            poll__subject_label=LABEL, poll__is_anonymous=False, member__isnull=False
        ).select_related("poll"),
        ballots,
    ),
    Kind.VOTES: _Way(
        lambda: IdeaVote.objects.filter(topic__in=Topic.objects.filter(**TAKEN_TOPICS), topic__kind=TopicKind.IDEA),
        votes,
    ),
    Kind.FILES: _Way(lambda: PostPicture.objects.filter(picture__state="ready").select_related("picture"), _files),
    Kind.REDIRECTS: _Way(OldAddress.objects.all, _redirects),
}


def batches(writer: Writer, kind: str, after: int = 0) -> Iterator[tuple[int, list[Data]]]:
    """(the id to go on behind, rows). No cursor is held open, and what comes meanwhile does no harm."""
    way = _WAYS[kind]
    if way.at_once:
        if not after:
            yield 1, list(way.say(writer, list(way.asked())))
        return
    for some in _batches(way.asked(), after):
        yield some[-1].pk, list(way.say(writer, some))


def _batches[M: Model](rows: QuerySet[M], last: int) -> Iterator[list[M]]:
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield some
        last = some[-1].pk


def count_of(kind: str) -> int:
    """How many rows there may be; a few of them say nothing that is written."""
    return _WAYS[kind].asked().count()
