"""Posts come in: their words pass the same cleaner as everybody's, and nobody is told of them."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest

from korzo.discussions.models import REASON_LENGTH_MAX, Acceptance, Mention, Post, PostRemoval, Topic
from korzo.exchange.actions.known import Ours, not_here, note_arrivals, ours
from korzo.exchange.models import Import, Kind
from korzo.exchange.staging import Staged, Staging
from korzo.kit import html
from korzo.kit.html import CLEANER_VERSION, CleanText
from korzo.kit.tongue import guess_language
from korzo.members.models import Member

# Places that are filled when a text is shown: their numbers are those of another house.
_PLACES = re.compile(r'\sdata-(?:ref|trix-[a-z]+)=(?:"[^"]*"|\'[^\']*\'|[^\s>]*)', re.IGNORECASE)
WRITTEN_LENGTH_MAX = 40


def bring_posts(brought: Import, staging: Staging, rows: Sequence[Staged]) -> None:
    new = not_here(Kind.POSTS, rows)
    topics = ours(Kind.TOPICS, (row.key_of("topic") for row in new))
    people = ours(Kind.PEOPLE, (row.key_of("author") for row in new))
    taken = [(row, topics[key]) for row in new if (key := row.key_of("topic")) in topics and key]
    numbers = _numbers(taken)
    languages = dict(Member.objects.filter(pk__in=people.values()).values_list("pk", "language"))
    texts = [cleaned(row) for row, _topic in taken]
    made = [
        _post(row, topic, number, text, author := _author(row, people), languages.get(author or 0, brought.language))
        for (row, topic), number, text in zip(taken, numbers, texts, strict=True)
    ]
    Post.objects.bulk_create(made)
    both = [(row, post) for (row, _topic), post in zip(taken, made, strict=True)]
    note_arrivals(brought, Kind.POSTS, [(row, post.pk, False) for row, post in both])
    _states(both)
    _mention(staging, zip(made, texts, strict=True))


def _author(row: Staged, people: Ours) -> int | None:
    key = row.key_of("author")
    return people.get(key) if key else None


def cleaned(row: Staged) -> CleanText:
    """HTML as another editor made it, or words with the simple marks of our own. Longer ones were refused before."""
    rich = row.text("html")
    return html.clean(_PLACES.sub("", rich), rich=True) if rich else html.clean(row.text("plain"), rich=False)


def _post(row: Staged, topic: int, number: int, text: CleanText, author: int | None, language: str) -> Post:
    edited = row.text("edited_at")
    return Post(
        topic_id=topic,
        number=number,
        author_id=author,
        html=text.html,
        plain=text.plain,
        cleaner_version=CLEANER_VERSION,
        language=guess_language(text.plain, of_author=language),
        created_at=datetime.fromisoformat(row.text("created_at")),
        edited_at=datetime.fromisoformat(edited) if edited else None,
        is_standing=not row.text("removed_at"),
    )


def _numbers(taken: Sequence[tuple[Staged, int]]) -> list[int]:
    """Those of the rows, but for topics that are open here already: members may have gone on writing in them."""
    open_topics = Topic.objects.filter(pk__in={topic for _row, topic in taken}, highest_number__gt=0)
    highest = dict(open_topics.select_for_update().order_by("pk").values_list("pk", "highest_number"))
    wanted = [int(row.data["number"]) for row, _topic in taken]
    if not highest:
        return wanted
    used = set(Post.objects.filter(topic__in=highest, number__in=wanted).values_list("topic_id", "number"))
    numbers = []
    for (_row, topic), number in zip(taken, wanted, strict=True):
        free = number
        if topic in highest:
            free = number if (topic, number) not in used else highest[topic] + 1
            highest[topic] = max(highest[topic], free)
            used.add((topic, free))
        numbers.append(free)
    for topic, number in highest.items():
        Topic.objects.filter(pk=topic).update(highest_number=Greatest(F("highest_number"), number))
    return numbers


def _states(both: Sequence[tuple[Staged, Post]]) -> None:
    PostRemoval.objects.bulk_create(
        [
            PostRemoval(
                post=post,
                at=datetime.fromisoformat(row.text("removed_at")),
                reason=row.text("removed_reason")[:REASON_LENGTH_MAX],
            )
            for row, post in both
            if row.text("removed_at")
        ]
    )
    Acceptance.objects.bulk_create(
        [
            Acceptance(topic_id=post.topic_id, post=post, at=datetime.fromisoformat(row.text("accepted_at")))
            for row, post in both
            if row.text("accepted_at") and post.is_standing
        ]
    )


def _mention(staging: Staging, both: Iterable[tuple[Post, CleanText]]) -> None:
    """Whom the words name, so that the name goes out of them when that person leaves. Nobody hears of it."""
    named = [(post, handle) for post, text in both for handle in text.mentions if len(handle) <= WRITTEN_LENGTH_MAX]
    keys = staging.named([handle.rstrip(".-") for _post, handle in named])
    people = ours(Kind.PEOPLE, keys.values())
    found = {
        (post.pk, people[key]): handle.rstrip(".-")
        for post, handle in named
        if (key := keys.get(handle.rstrip(".-").lower())) in people and key
    }
    Mention.objects.bulk_create(
        [Mention(post_id=post, member_id=member, written=written) for (post, member), written in found.items()]
    )
