"""Topics come in. None of them stands before its posts are here: see `open_topics`."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from korzo.discussions.actions.start_topic import slug_of
from korzo.discussions.actions.tag_topic import TAGS_MAX, slug_of_tag, tag_name
from korzo.discussions.models import (
    REASON_LENGTH_MAX,
    TITLE_LENGTH_MAX,
    IdeaState,
    Tag,
    Topic,
    TopicClosure,
    TopicFeature,
    TopicPin,
    TopicTag,
)
from korzo.discussions.models import Kind as TopicKind
from korzo.exchange.actions.known import Ours, not_here, note_arrivals, note_tags, ours
from korzo.exchange.models import Import, Kind
from korzo.exchange.staging import Staged, Staging
from korzo.kit.blocks import UNSEEN
from korzo.kit.errors import Refused


def bring_topics(brought: Import, staging: Staging, rows: Sequence[Staged]) -> None:
    del staging
    new = not_here(Kind.TOPICS, rows)
    spaces = ours(Kind.SPACES, (row.key_of("space") for row in new))
    people = ours(Kind.PEOPLE, (row.key_of("author") for row in new))
    # A space that the team deleted while we worked takes its topics along.
    taken = [(row, space) for row in new if (key := row.key_of("space")) and (space := spaces.get(key))]
    made = [_topic(row, space, _author(row, people), brought.language) for row, space in taken]
    Topic.objects.bulk_create(made)
    both = [(row, topic) for (row, _space), topic in zip(taken, made, strict=True)]
    note_arrivals(brought, Kind.TOPICS, [(row, topic.pk, False) for row, topic in both])
    _states(both)
    _tag(brought, both)


def _author(row: Staged, people: Ours) -> int | None:
    key = row.key_of("author")
    return people.get(key) if key else None


def _topic(row: Staged, space: int, author: int | None, language: str) -> Topic:
    name = title_of(row.text("title"))
    at = _moment(row.text("created_at")) or timezone.now()
    kind = TopicKind(row.text("kind") or TopicKind.DISCUSSION)
    state = row.text("idea_state") or IdeaState.NEW
    return Topic(
        space_id=space,
        kind=kind,
        title=name,
        slug=slug_of(name),
        author_id=author,
        language=language,
        # Where its votes went is not told, so a joined idea reads as one that will not come.
        idea_state="" if kind != TopicKind.IDEA else IdeaState.DECLINED if state == IdeaState.MERGED else state,
        created_at=at,
        last_post_at=at,
    )


def title_of(text: str) -> str:
    name = " ".join(UNSEEN.sub("", text).split()) or "–"
    return name if len(name) <= TITLE_LENGTH_MAX else name[: TITLE_LENGTH_MAX - 1].rstrip() + "…"


def _states(both: Sequence[tuple[Staged, Topic]]) -> None:
    TopicClosure.objects.bulk_create(
        [
            TopicClosure(topic=topic, at=at, reason=row.text("closed_reason")[:REASON_LENGTH_MAX])
            for row, topic in both
            if (at := _moment(row.text("closed_at")))
        ]
    )
    TopicPin.objects.bulk_create(
        [
            TopicPin(topic=topic, space_id=topic.space_id, at=at)
            for row, topic in both
            if (at := _moment(row.text("pinned_at")))
        ]
    )
    TopicFeature.objects.bulk_create(
        [TopicFeature(topic=topic, at=at) for row, topic in both if (at := _moment(row.text("featured_at")))]
    )


def _tag(brought: Import, both: Sequence[tuple[Staged, Topic]]) -> None:
    wanted = [(topic, _tags(row.data.get("tags", ()))) for row, topic in both]
    names = {slug: name for _topic, tags in wanted for slug, name in tags.items()}
    here = set(Tag.objects.filter(slug__in=names).values_list("slug", flat=True))
    new = sorted(names.keys() - here)
    Tag.objects.bulk_create([Tag(slug=slug, name=names[slug]) for slug in new], ignore_conflicts=True)
    tags_known = list(Tag.objects.filter(slug__in=names))
    known = {tag.slug: tag.merged_into_id or tag.pk for tag in tags_known}
    note_tags(brought, {tag.slug: tag.pk for tag in tags_known if tag.slug not in here})
    TopicTag.objects.bulk_create(
        [
            TopicTag(topic=topic, tag_id=pk, created_at=topic.created_at)
            for topic, tags in wanted
            for pk in sorted({known[slug] for slug in tags})
        ]
    )


def _tags(names: Sequence[str]) -> dict[str, str]:
    """As many as a topic may have; what is no tag here is left out."""
    found: dict[str, str] = {}
    for name in names:
        try:
            found.setdefault(slug_of_tag(name), tag_name(name))
        except Refused:
            continue
    return dict(list(found.items())[:TAGS_MAX])


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
