from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.discussions.actions import Written, open_space, start_topic
from korzo.discussions.models import Post, PostPicture, Space, Topic
from korzo.discussions.tests.talk import make_picture, make_space, verbs
from korzo.kit.errors import FieldRefused, Refused
from tests.cast import Cast


def test_it_opens_with_post_number_one(space: Space, town: Cast) -> None:
    topic = start_topic(space, actor=town.tea, title="  Wet   feet in October ", written=Written("Two days of rain."))
    assert (topic.title, topic.slug, topic.excerpt) == (
        "Wet feet in October",
        "wet-feet-in-october",
        "Two days of rain.",
    )
    assert (topic.highest_number, topic.reply_count) == (1, 0)
    post = Post.objects.get(topic=topic)
    assert topic.first_post == post
    assert (post.number, post.html, post.plain) == (1, '<p dir="auto">Two days of rain.</p>', "Two days of rain.")
    activity = Activity.objects.get(verb="discussions.topic_started")
    assert (activity.actor_id, activity.member_id, activity.subject_id) == (town.tea.pk, town.tea.pk, topic.pk)
    assert activity.data == {
        "topic_id": topic.pk, "space_id": space.pk, "is_question": False, "has_pictures": False, "product_id": None,
        "kind": "discussion", "is_public": True,
    }  # fmt: skip


def test_it_takes_pictures_in_their_order(space: Space, town: Cast) -> None:
    first, second, others = make_picture(town.tea), make_picture(town.tea), make_picture(town.ivo)
    written = Written("", picture_ids=[second.pk, first.pk, others.pk], descriptions={first.pk: " A muddy shoe "})
    topic = start_topic(space, actor=town.tea, title="Mud everywhere", written=written)
    rows = PostPicture.objects.filter(post__topic=topic).order_by("position")
    assert list(rows.values_list("picture_id", flat=True)) == [second.pk, first.pk]
    first.refresh_from_db()
    assert first.alt == "A muddy shoe"
    assert first.claimed_at is not None


@pytest.mark.parametrize(
    ("title", "body", "field"),
    [
        ("Hm", "Two days of rain.", "title"),
        ("T" * 161, "Two days of rain.", "title"),
        ("Wet feet in October", " ", "body"),
        ("Wet feet in October", "x" * 20_001, "body"),
        ("Wet feet in October", "x" * 40_001, "body"),
    ],
)
def test_it_names_the_field_that_is_wrong(space: Space, town: Cast, title: str, body: str, field: str) -> None:
    with pytest.raises(FieldRefused) as refusal:
        start_topic(space, actor=town.tea, title=title, written=Written(body))
    assert refusal.value.field == field
    assert not Topic.objects.exists()
    assert verbs() == []


def test_it_refuses_an_outsider(space: Space, town: Cast) -> None:
    with pytest.raises(Refused, match="sign in"):
        start_topic(space, actor=town.nada, title="Wet feet in October", written=Written("Rain."))
    assert not Topic.objects.exists()


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("outsider", False), ("member", False), ("moderator", False), ("staff", True), ("owner", True)],
)
def test_a_space_may_belong_to_the_team(town: Cast, role: str, allowed: bool) -> None:
    space = make_space(town, "News", start="role:staff")
    if allowed:
        start_topic(space, actor=town.by_role()[role], title="New shoes are here", written=Written("Look."))
    else:
        with pytest.raises(Refused):
            start_topic(space, actor=town.by_role()[role], title="New shoes are here", written=Written("Look."))
    assert Topic.objects.count() == allowed


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("outsider", False), ("member", False), ("moderator", False), ("staff", True), ("owner", True)],
)
def test_the_team_opens_spaces(town: Cast, role: str, allowed: bool) -> None:
    actor = town.by_role()[role]
    if allowed and actor:
        assert open_space("Kit and care", actor=actor).slug == "kit-and-care"
        assert open_space("Road", actor=actor).position == 1
        with pytest.raises(Refused, match="of that name"):
            open_space("Kit and care", actor=actor)
    else:
        with pytest.raises(Refused):
            open_space("Kit and care", actor=actor)  # type: ignore[arg-type]  # the outsider has no account
    assert Space.objects.count() == (2 if allowed else 0)


def test_somebody_new_begins_slowly(space: Space, town: Cast) -> None:
    now = timezone.now()
    for minutes in (0, 3, 6):
        title = f"My question number {minutes}"
        start_topic(space, actor=town.luka, title=title, written=Written(title), at=now + timedelta(minutes=minutes))
    with pytest.raises(Refused, match="come back tomorrow"):
        start_topic(
            space, actor=town.luka, title="One more thing", written=Written("Rain."), at=now + timedelta(hours=1)
        )
    with pytest.raises(Refused, match="quick"):
        start_topic(space, actor=town.luka, title="One more thing", written=Written("Rain."), at=now)
    assert Topic.objects.count() == 3
    assert verbs() == ["topic_started"] * 3


def test_it_refuses_the_same_words_twice(space: Space, town: Cast) -> None:
    start_topic(space, actor=town.tea, title="Wet feet in October", written=Written("Two days of rain."))
    with pytest.raises(FieldRefused, match="a moment ago"):
        start_topic(space, actor=town.tea, title="Wet feet in October", written=Written("Two days of rain."))
    assert Topic.objects.count() == 1


def test_it_keeps_the_past_in_the_past(space: Space, town: Cast) -> None:
    past = timezone.now() - timedelta(days=400)
    topic = start_topic(
        space, actor=town.tea, title="An old story", written=Written("Long ago."), at=past, backfilled=True
    )
    assert (topic.created_at, topic.last_post_at) == (past, past)
    activity = Activity.objects.get(verb="discussions.topic_started")
    assert (activity.occurred_at, activity.backfilled) == (past, True)
