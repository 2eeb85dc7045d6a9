"""What is missing for the next level: measured for many members at once, and told in plain words."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from korzo.discussions.queries import ReadingSum, reading_of_many
from korzo.trust.levels import HIGHEST_BY_ITSELF
from korzo.trust.models import Thresholds
from korzo.trust.queries import counting
from korzo.trust.queries.thresholds import the_thresholds

# The third level looks back so far; what it asks "ever" looks at everything.
LATELY = timedelta(days=100)


@dataclass(frozen=True)
class Step:
    """One thing that a level asks for. `at_most` turns it round: so many and no more."""

    words: Promise
    have: int
    want: int
    at_most: bool = False

    @property
    def is_done(self) -> bool:
        return self.have <= self.want if self.at_most else self.have >= self.want

    @property
    def shown(self) -> int:
        """For the bar, which does not run over."""
        return min(self.have, self.want)


@dataclass(frozen=True)
class Progress:
    """Towards one level: all steps, or any of the shortcuts. `skips_to` is the level that a shortcut leads to."""

    level: int
    steps: tuple[Step, ...]
    shortcuts: tuple[Step, ...] = ()

    @property
    def is_reached(self) -> bool:
        return any(one.is_done for one in self.shortcuts) or all(one.is_done for one in self.steps)


type Counts = Mapping[int, int]


def towards(level: int, ids: Collection[int], at: datetime) -> dict[int, Progress]:
    """For all these members, with the same number of questions however many they are."""
    if not 1 <= level <= HIGHEST_BY_ITSELF or not ids:
        return {}
    wanted = sorted(set(ids))
    return _MEASURES[level](wanted, the_thresholds(), at)


def _new(ids: list[int], want: Thresholds, _at: datetime) -> dict[int, Progress]:
    read = reading_of_many(ids)
    owners = counting.customers(ids) if want.new_by_purchase else set()
    helped = counting.people_helped(ids)
    return {
        pk: Progress(
            1,
            _reading_steps(read[pk], want.new_topics, want.new_posts, want.new_minutes),
            (
                *([Step(_PURCHASE, int(pk in owners), 1)] if want.new_by_purchase else []),
                *_answer_steps(helped.get(pk, 0), want),
            ),
        )
        for pk in ids
    }


def _member(ids: list[int], want: Thresholds, _at: datetime) -> dict[int, Progress]:
    read = reading_of_many(ids)
    replied, helped = counting.topics_replied(ids), counting.people_helped(ids)
    given, received = counting.reactions_given(ids), counting.thanks_received(ids)
    return {
        pk: Progress(
            2,
            (
                *_reading_steps(read[pk], want.member_topics, want.member_posts, want.member_minutes),
                Step(_DAYS, read[pk].days_visited, want.member_days),
                Step(_REPLIED, replied.get(pk, 0), want.member_replied),
                Step(_GIVEN, given.get(pk, 0), want.member_given),
                Step(_RECEIVED, received.get(pk, 0), want.member_received),
            ),
            _answer_steps(helped.get(pk, 0), want),
        )
        for pk in ids
    }


def _regular(ids: list[int], want: Thresholds, at: datetime) -> dict[int, Progress]:
    since = at - LATELY
    ever, lately = reading_of_many(ids), reading_of_many(ids, since)
    replied, answers = counting.topics_replied(ids, since), counting.answers_accepted(ids, since)
    given, thanks = counting.reactions_given(ids, since), counting.thanks_received(ids, since)
    people, down = counting.people_thanking(ids, since), counting.taken_down(ids, since)
    topics, posts = counting.share_of_house(
        since, topics_percent=want.regular_topics_percent, posts_percent=want.regular_posts_percent
    )
    made = {}
    for pk in ids:
        # Each accepted answer is among the replies already; counted once more, it counts double.
        helped = replied.get(pk, 0) + answers.get(pk, 0) * (counting.OF_HELP - 1)
        thanked = thanks.get(pk, 0) + answers.get(pk, 0) * counting.OF_HELP
        made[pk] = Progress(
            3,
            (
                Step(_DAYS_LATELY, lately[pk].days_visited, want.regular_days),
                Step(_HELPED, helped, want.regular_replied),
                Step(_THANKED, thanked, want.regular_received),
                # As Discourse: twenty thanks come from five people at least.
                Step(_PEOPLE, people.get(pk, 0), ceil(want.regular_received / 4)),
                Step(_GIVEN_LATELY, given.get(pk, 0), want.regular_given),
                Step(_TOPICS_LATELY, lately[pk].topics_entered, topics),
                Step(_POSTS_LATELY, lately[pk].posts_read, posts),
                Step(_TOPICS_EVER, ever[pk].topics_entered, want.regular_topics_ever),
                Step(_POSTS_EVER, ever[pk].posts_read, want.regular_posts_ever),
                Step(_TAKEN_DOWN, down.get(pk, 0), want.regular_flags, at_most=True),
            ),
        )
    return made


def _reading_steps(read: ReadingSum, topics: int, posts: int, minutes: int) -> tuple[Step, ...]:
    return (
        Step(_TOPICS, read.topics_entered, topics),
        Step(_POSTS, read.posts_read, posts),
        Step(_MINUTES, read.seconds // 60, minutes),
    )


def _answer_steps(people: int, want: Thresholds) -> tuple[Step, ...]:
    return (Step(_ANSWERS, people, want.member_answers),) if want.member_answers else ()


_MEASURES: dict[int, Callable[[list[int], Thresholds, datetime], dict[int, Progress]]] = {
    1: _new,
    2: _member,
    3: _regular,
}

_TOPICS = gettext_lazy("topics you opened")
_POSTS = gettext_lazy("posts you read")
_MINUTES = gettext_lazy("minutes of reading")
_DAYS = gettext_lazy("days on which you were here")
_REPLIED = gettext_lazy("topics of others in which you replied")
_GIVEN = gettext_lazy("reactions you gave")
_RECEIVED = gettext_lazy("reactions you received")
_PURCHASE = gettext_lazy("a purchase in the shop, linked to your account")
_ANSWERS = gettext_lazy("people who accepted an answer of yours")
_DAYS_LATELY = gettext_lazy("days here in the last 100 days")
_HELPED = gettext_lazy("topics in which you helped in the last 100 days; an accepted answer counts double")
_THANKED = gettext_lazy("thanks in the last 100 days; a helpful vote and an accepted answer count double")
_PEOPLE = gettext_lazy("different people who thanked you in the last 100 days")
_GIVEN_LATELY = gettext_lazy("reactions you gave in the last 100 days")
_TOPICS_LATELY = gettext_lazy("topics you opened in the last 100 days")
_POSTS_LATELY = gettext_lazy("posts you read in the last 100 days")
_TOPICS_EVER = gettext_lazy("topics you opened since you came")
_POSTS_EVER = gettext_lazy("posts you read since you came")
_TAKEN_DOWN = gettext_lazy("at most: posts of yours that the team took down in the last 100 days")
