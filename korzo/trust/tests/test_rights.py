"""What the page promises for each level is so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.discussions.actions import Written, edit_post, give_heart, post_reply
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.models import Member
from korzo.moderation.actions import Deed, Submission, take_turn, weigh
from korzo.moderation.queries.weights import weight_of
from korzo.polls.actions import PollDraft, cast_ballot, create_poll
from korzo.polls.models import Option
from korzo.trust.actions import give_level
from korzo.trust.levels import LEVELS
from korzo.trust.rights import RIGHTS
from korzo.trust.tests.scenes import a_question, an_answer
from tests.cast import Cast

NOW = timezone.now()


def lift(cast: Cast, member: Member, level: int) -> None:
    give_level(member, level=level, actor=cast.sara, reason="Kind to everybody.", backfilled=True)


def turns(member: Member, deed: Deed) -> int:
    """How many before it is too much, each a minute after the other."""
    for number in range(1, 1000):
        try:
            take_turn(deed, member=member, at=NOW + timedelta(seconds=61 * number))
        except Refused:
            return number - 1
    return 1000


def submission(author: Member) -> Submission:
    links = " ".join(f'<a href="https://site{n}.example/">s</a>' for n in range(3))
    return Submission("discussions.post", author, "", "Look at these three.", links, "en", NOW)


def test_every_level_says_what_it_opens() -> None:
    assert sorted(RIGHTS) == [one.number for one in LEVELS]
    assert all(RIGHTS.values())


def test_the_limits_of_the_first_day_end(cast: Cast) -> None:
    topic = a_question(cast.tea)
    links = " ".join(f"https://site{n}.example/" for n in range(3))
    with pytest.raises(FieldRefused, match="two links"):
        post_reply(topic, actor=cast.luka, written=Written(links))
    lift(cast, cast.luka, 1)
    assert post_reply(topic, actor=cast.luka, written=Written(f"Look: {links}")).number == 2
    # Within twenty seconds, which somebody new may not.
    assert post_reply(topic, actor=cast.luka, written=Written("And one word more.")).number == 3


def test_links_are_no_reason_to_wait_from_the_first_level(cast: Cast) -> None:
    assert "links" in [one.code for one in weigh(submission(cast.luka)).reasons]
    lift(cast, cast.luka, 1)
    assert "links" not in [one.code for one in weigh(submission(cast.luka)).reasons]


def test_the_checks_know_the_second_level(cast: Cast) -> None:
    quick = replace(submission(cast.luka), seconds_typed=1.0)
    lift(cast, cast.luka, 1)
    assert "quick" in [one.code for one in weigh(quick).reasons]
    lift(cast, cast.luka, 2)
    assert "quick" not in [one.code for one in weigh(quick).reasons]


@pytest.mark.parametrize(("level", "most"), [(0, 30), (1, 100), (2, 150), (3, 200), (4, 300)])
def test_reactions_a_day_grow_with_the_level(cast: Cast, level: int, most: int) -> None:
    if level:
        lift(cast, cast.luka, level)
    assert turns(cast.luka, Deed.REACTION) == most


def test_flags_a_day_are_those_of_everybody_from_the_first_level(cast: Cast) -> None:
    lift(cast, cast.luka, 1)
    assert turns(cast.luka, Deed.FLAG) == 20


@pytest.mark.parametrize(("level", "weight"), [(1, 100), (2, 130), (3, 160), (4, 200)])
def test_flags_weigh_more(cast: Cast, level: int, weight: int) -> None:
    lift(cast, cast.luka, level)
    assert weight_of(cast.luka, "spam") == weight


def test_reactions_edits_and_votes_are_counted(cast: Cast) -> None:
    """The rooms below ask without knowing who counts."""
    topic = a_question(cast.tea)
    posts = [an_answer(topic, cast.tea) for _one in range(11)]
    for post in posts[:10]:
        give_heart(post, actor=cast.luka)
    with pytest.raises(Refused, match="quick"):
        give_heart(posts[10], actor=cast.luka)
    mine = an_answer(topic, cast.luka)
    for number in range(5):
        edit_post(mine, actor=cast.luka, written=Written(f"Half a size up, corrected {number}."))
    with pytest.raises(Refused, match="quick"):
        edit_post(mine, actor=cast.luka, written=Written("Half a size up, once more."))
    options = []
    for post in posts:
        draft = PollDraft("Which?", ("One", "Two"))
        poll = create_poll("discussions.post", post.pk, actor=cast.tea, draft=draft)
        options.append((poll, Option.objects.filter(poll=poll).earliest("pk").pk))
    for poll, option in options[:10]:
        cast_ballot(poll, actor=cast.luka, option_ids=[option])
    with pytest.raises(Refused, match="quick"):
        cast_ballot(options[10][0], actor=cast.luka, option_ids=[options[10][1]])
