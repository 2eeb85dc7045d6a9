"""The demo looks lived in: whoever signs in finds something that is new to them."""

import pytest
from django.apps import apps
from django.utils import timezone

from korzo.discussions.actions import Written, open_space, start_topic
from korzo.discussions.models import IdeaChange, IdeaState, QuestionDuplicate, Space, Topic
from korzo.discussions.queries import new_for
from korzo.members.models import Member
from korzo.polls.models import Ballot
from korzo.project.demo import living, texts

ASKED = "Drying shoes without a stove"


@pytest.fixture
def cast(db: None) -> dict[str, Member]:
    return {
        one.handle: Member.objects.create_user(
            f"{one.handle}@kamzo.example",
            handle=one.handle,
            name=one.name,
            role=one.role,
            joined_at=timezone.now() - one.joined_days_ago * living.DAY,
        )
        for one in texts.people()
    }


@pytest.fixture
def spaces(cast: dict[str, Member]) -> dict[str, Space]:
    keys = {str(one["key"]) for one in texts.community()["space"]}
    return {key: open_space(key, actor=cast["mira"], slug=key) for key in sorted(keys)}


def test_it_is_lived_in(cast: dict[str, Member], spaces: dict[str, Space]) -> None:
    now = timezone.now()
    for title, days in ((ASKED, 440), ("Two hundred kilometres of mud", 20), ("Seen at the river this morning", 1)):
        start_topic(
            spaces["kit-and-care"],
            actor=cast["luka"],
            title=title,
            kind="question" if title == ASKED else "discussion",
            written=Written("Tell me what you think of it."),
            at=now - days * living.DAY,
            backfilled=True,
        )
    living.load_life(cast, spaces, list(cast.values()))
    assert {one.state for one in IdeaChange.objects.all()} == {
        IdeaState.DONE, IdeaState.PLANNED, IdeaState.CONSIDERING, IdeaState.DECLINED,
    }  # fmt: skip
    assert Topic.objects.filter(kind="idea", vote_count__gt=0).count() == len(living.IDEAS)
    assert Ballot.objects.count() > 20
    assert QuestionDuplicate.objects.get().of.title == ASKED
    for handle in living.READERS:
        new = new_for(cast[handle])
        titles = {item.title for item in [*new.followed, *new.rest.items]}
        assert "Seen at the river this morning" in titles, handle
        assert "Two hundred kilometres of mud" not in titles, handle
    assert not Member.objects.filter(last_seen_at=None).exists()
    assert (
        apps.get_model("discussions", "QuestionWait").objects.filter(topic__title__startswith="Does the Run").exists()
    )
