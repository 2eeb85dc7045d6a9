"""Reactions, polls with their ballots, and votes for ideas come in. Twice brought, each is there once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from secrets import randbelow

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from korzo.discussions.models import IdeaVote, Post, Topic
from korzo.exchange.actions.known import Ours, not_here, note_arrivals, ours
from korzo.exchange.models import Import, Kind
from korzo.exchange.staging import Staged, Staging
from korzo.polls.models import OPTION_LENGTH_MAX, QUESTION_LENGTH_MAX, Ballot, Box, Choice, Option, Poll, PollClosure
from korzo.reactions.models import Reaction

LABEL = "discussions.post"
_LOTS = 2**31
# So many choices fit on a form, and a database keeps their number in two bytes.
OPTIONS_MAX = 200


def bring_reactions(brought: Import, staging: Staging, rows: Sequence[Staged]) -> None:
    """Nobody reacts to their own."""
    del brought, staging
    posts = ours(Kind.POSTS, (row.key_of("post") for row in rows))
    people = ours(Kind.PEOPLE, (row.key_of("person") for row in rows))
    authors = dict(Post.objects.filter(pk__in=posts.values()).values_list("pk", "author_id"))
    made = []
    for row in rows:
        post, person = _pair(row, "post", posts), _pair(row, "person", people)
        if post and person and authors.get(post, person) != person:
            made.append(
                Reaction(
                    subject_label=LABEL, subject_id=post, member_id=person, emoji=row.text("key"), at=_moment(row, "at")
                )
            )
    Reaction.objects.bulk_create(made, ignore_conflicts=True)


def bring_polls(brought: Import, staging: Staging, rows: Sequence[Staged]) -> None:
    del staging
    new = not_here(Kind.POLLS, rows)
    posts = ours(Kind.POSTS, (row.key_of("post") for row in new))
    asked = set(
        Poll.objects.filter(subject_label=LABEL, subject_id__in=posts.values()).values_list("subject_id", flat=True)
    )
    taken = []
    for row in new:
        post = _pair(row, "post", posts)
        if post and post not in asked:
            asked.add(post)
            taken.append((row, post))
    authors = dict(Post.objects.filter(pk__in=posts.values()).values_list("pk", "author_id"))
    made = [_poll(row, post, authors.get(post)) for row, post in taken]
    Poll.objects.bulk_create(made)
    note_arrivals(brought, Kind.POLLS, [(row, poll.pk, False) for (row, _post), poll in zip(taken, made, strict=True)])
    for (row, _post), poll in zip(taken, made, strict=True):
        _fill(row, poll)


def _poll(row: Staged, post: int, author: int | None) -> Poll:
    data = row.data
    least = min(data.get("choices_min", 1), len(data["options"]))
    return Poll(
        subject_label=LABEL,
        subject_id=post,
        author_id=author,
        question=" ".join(row.text("question").split())[:QUESTION_LENGTH_MAX],
        kind=Poll.Kind(row.text("kind") or Poll.Kind.SINGLE),
        choices_min=least,
        choices_max=max(least, min(data.get("choices_max", 1), len(data["options"]))),
        is_anonymous=bool(data.get("is_anonymous")),
        shows_results=Poll.Results(row.text("shows_results") or Poll.Results.VOTED),
        lets_add=bool(data.get("lets_add")),
        closes_at=datetime.fromisoformat(data["closes_at"]) if data.get("closes_at") else None,
        created_at=_moment(row, "created_at"),
    )


def _fill(row: Staged, poll: Poll) -> None:
    """Options, and what an anonymous poll holds: counts alone. It is over, for nobody knows who voted already."""
    used: set[str] = set()
    options = Option.objects.bulk_create(
        [
            Option(poll=poll, position=place, text=_once(text, used), lot=randbelow(_LOTS))
            for place, text in enumerate(row.data["options"][:OPTIONS_MAX], 1)
        ]
    )
    closed = row.text("closed_at")
    ends = datetime.fromisoformat(closed) if closed else None
    if poll.closes_at and poll.closes_at <= timezone.now():
        ends = ends or poll.closes_at
    if poll.is_anonymous:
        counts = _box(row.data.get("box", {}), options)
        Box.objects.create(poll=poll, counts=counts)
        Poll.objects.filter(pk=poll.pk).update(ballot_count=sum(counts.values()))
        ends = ends or timezone.now()
    if ends:
        PollClosure.objects.create(poll=poll, at=ends)


def _once(text: str, used: set[str]) -> str:
    """Two options of one poll never read the same here; there they might, or become so when they are cut."""
    plain = " ".join(text.split())[:OPTION_LENGTH_MAX] or "–"
    number = 1
    while plain in used:
        number += 1
        plain = f"{plain[: OPTION_LENGTH_MAX - 6].rstrip()} ({number})"
    used.add(plain)
    return plain


def _box(told: dict[str, object], options: Sequence[Option]) -> dict[str, int]:
    """{"2 1": 4} speaks of places in the file; ours of our options."""
    counts: dict[str, int] = {}
    for key, count in told.items():
        places = [int(place) for place in key.split() if place.isascii() and place.isdigit()]
        if not places or not isinstance(count, int) or count < 1 or not all(1 <= one <= len(options) for one in places):
            continue
        chosen = " ".join(str(options[place - 1].pk) for place in places)
        counts[chosen] = counts.get(chosen, 0) + count
    return dict(sorted(counts.items()))


def bring_ballots(brought: Import, staging: Staging, rows: Sequence[Staged]) -> None:
    """Of open polls alone: what somebody chose in an anonymous one is told by no file."""
    del brought, staging
    polls = ours(Kind.POLLS, (row.key_of("poll") for row in rows))
    people = ours(Kind.PEOPLE, (row.key_of("person") for row in rows))
    known = set(
        Ballot.objects.filter(poll__in=polls.values(), member__in=people.values()).values_list("poll_id", "member_id")
    )
    anonymous = set(Poll.objects.filter(pk__in=polls.values(), is_anonymous=True).values_list("pk", flat=True))
    options = _options(polls.values())
    taken: list[tuple[Ballot, list[int]]] = []
    for row in rows:
        poll, person = _pair(row, "poll", polls), _pair(row, "person", people)
        if not poll or not person or poll in anonymous or (poll, person) in known:
            continue
        listed = options.get(poll, [])
        chosen = [listed[place - 1] for place in dict.fromkeys(row.data["choices"]) if place <= len(listed)]
        if chosen:
            known.add((poll, person))
            taken.append((Ballot(poll_id=poll, member_id=person, at=_moment(row, "at")), chosen))
    Ballot.objects.bulk_create([ballot for ballot, _chosen in taken])
    Choice.objects.bulk_create(
        [
            Choice(ballot=ballot, option_id=option, position=place)
            for ballot, chosen in taken
            for place, option in enumerate(chosen, 1)
        ]
    )
    recount_polls({ballot.poll_id for ballot, _chosen in taken})


def _options(polls: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = Option.objects.filter(poll__in=polls).order_by("poll_id", "position").values_list("poll_id", "pk")
    for poll, pk in rows:
        found.setdefault(poll, []).append(pk)
    return found


def recount_polls(ids: set[int]) -> None:
    """From the rows; whoever votes at the same moment waits for this transaction."""
    ballots = Ballot.objects.filter(poll=OuterRef("pk")).order_by().values("poll").annotate(n=Count("pk"))
    choices = Choice.objects.filter(option=OuterRef("pk")).order_by().values("option").annotate(n=Count("pk"))
    Poll.objects.filter(pk__in=ids).update(ballot_count=Subquery(ballots.values("n")))
    Option.objects.filter(poll__in=ids, choices__isnull=False).update(ballot_count=Subquery(choices.values("n")))


def bring_votes(brought: Import, staging: Staging, rows: Sequence[Staged]) -> None:
    del brought, staging
    topics = ours(Kind.TOPICS, (row.key_of("topic") for row in rows))
    people = ours(Kind.PEOPLE, (row.key_of("person") for row in rows))
    ideas = set(Topic.objects.ideas().filter(pk__in=topics.values()).values_list("pk", flat=True))
    pairs = [(_pair(row, "topic", topics), _pair(row, "person", people), row) for row in rows]
    IdeaVote.objects.bulk_create(
        [
            IdeaVote(topic_id=topic, member_id=person, at=_moment(row, "at"))
            for topic, person, row in pairs
            if topic in ideas and person
        ],
        ignore_conflicts=True,
    )


def _pair(row: Staged, field: str, known: Ours) -> int | None:
    key = row.key_of(field)
    return known.get(key) if key else None


def _moment(row: Staged, field: str) -> datetime:
    text = row.text(field)
    return datetime.fromisoformat(text) if text else timezone.now()
