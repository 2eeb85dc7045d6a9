"""What people thought of posts, as rows: reactions, polls with their ballots, votes for ideas."""

from collections.abc import Iterator, Sequence

from korzo.discussions.models import IdeaVote
from korzo.exchange.models import Kind
from korzo.exchange.rows import Data
from korzo.exchange.writer import Writer, of, said, written
from korzo.polls.models import Ballot, Box, Choice, Option, Poll
from korzo.reactions.models import Reaction

# Fewer, and the counts of an anonymous poll tell who chose what.
BOX_MIN = 5


def reactions(writer: Writer, some: Sequence[Reaction]) -> Iterator[Data]:
    posts, taken = writer.keys(Kind.POSTS, [one.subject_id for one in some]), written(r.subject_id for r in some)
    people = writer.keys(Kind.PEOPLE, [one.member_id for one in some])
    for one in some:
        if one.subject_id in taken:
            key = posts[one.subject_id]
            yield of(key, writer) | said(
                post=key.source_id, person=writer.reference(people[one.member_id], key), key=one.emoji, at=one.at
            )


def polls(writer: Writer, some: Sequence[Poll]) -> Iterator[Data]:
    keys, taken = writer.keys(Kind.POLLS, [one.pk for one in some]), written(one.subject_id for one in some)
    posts = writer.keys(Kind.POSTS, [one.subject_id for one in some])
    options: dict[int, list[Option]] = {}
    for option in Option.objects.filter(poll__in=some).order_by("poll_id", "position"):
        options.setdefault(option.poll_id, []).append(option)
    for one in some:
        if one.subject_id in taken and options.get(one.pk):
            yield writer.identity(keys[one.pk]) | _poll(
                one, writer.reference(posts[one.subject_id], keys[one.pk]), options[one.pk]
            )


def _poll(one: Poll, post: str, options: Sequence[Option]) -> Data:
    closure = getattr(one, "closure", None)
    return said(
        post=post,
        question=one.question,
        kind=one.kind,
        options=[option.text for option in options],
        choices_min=one.choices_min,
        choices_max=one.choices_max,
        is_anonymous=one.is_anonymous,
        shows_results=one.shows_results,
        lets_add=one.lets_add,
        created_at=one.created_at,
        closes_at=one.closes_at,
        closed_at=closure.at if closure else None,
        box=_counts(one, options),
    )


def _counts(one: Poll, options: Sequence[Option]) -> dict[str, int] | None:
    box: Box | None = getattr(one, "box", None)
    if not one.is_anonymous or box is None or sum(box.counts.values()) < BOX_MIN:
        return None
    places = {str(option.pk): str(place) for place, option in enumerate(options, 1)}
    told = {" ".join(places.get(pk, "0") for pk in key.split()): count for key, count in box.counts.items()}
    return dict(sorted(told.items()))


def ballots(writer: Writer, some: Sequence[Ballot]) -> Iterator[Data]:
    """Of open polls. Whoever left voted as nobody, and nobody's vote is no ballot."""
    polls = writer.keys(Kind.POLLS, [one.poll_id for one in some])
    people = writer.keys(Kind.PEOPLE, [one.member_id for one in some])
    taken = written(one.poll.subject_id for one in some)
    places = _places({one.poll_id for one in some})
    chosen: dict[int, list[int]] = {}
    for choice in Choice.objects.filter(ballot__in=some).order_by("ballot_id", "position"):
        chosen.setdefault(choice.ballot_id, []).append(places[choice.option_id])
    for one in some:
        if one.poll.subject_id in taken and chosen.get(one.pk):
            key = polls[one.poll_id]
            person = writer.reference(people[one.member_id], key)
            yield of(key, writer) | said(poll=key.source_id, person=person, at=one.at, choices=chosen[one.pk])


def _places(polls: set[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    found: dict[int, int] = {}
    for pk, poll in Option.objects.filter(poll__in=polls).order_by("poll_id", "position").values_list("pk", "poll_id"):
        counts[poll] = found[pk] = counts.get(poll, 0) + 1
    return found


def votes(writer: Writer, some: Sequence[IdeaVote]) -> Iterator[Data]:
    topics = writer.keys(Kind.TOPICS, [one.topic_id for one in some])
    people = writer.keys(Kind.PEOPLE, [one.member_id for one in some])
    for one in some:
        key = topics[one.topic_id]
        person = writer.reference(people[one.member_id], key)
        yield of(key, writer) | said(topic=key.source_id, person=person, at=one.at)
