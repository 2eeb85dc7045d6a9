"""Spaces that are not for everybody: nothing of them is seen, found, counted or heard by others."""

import pytest

from korzo.activity.models import Activity
from korzo.discussions import permissions
from korzo.discussions.actions import Rights, SpaceFace, Written, change_space, post_reply, start_topic
from korzo.discussions.models import Mention, Space, Topic
from korzo.discussions.queries import (
    addresses,
    all_spaces,
    counts_of,
    latest,
    replies_of,
    reply_count,
    spaces_overview,
    topics_of,
)
from korzo.discussions.queries.feed import Asked
from korzo.discussions.tasks import index_space
from korzo.discussions.tests.talk import make_reply, make_space, make_topic, verbs
from korzo.kit.errors import FieldRefused, Refused
from korzo.live.models import Event
from korzo.live.permissions import may_hear
from korzo.members.actions import grant, withdraw
from korzo.members.models import Member
from korzo.search.queries import audiences_of, find
from tests.cast import Cast, let_worker_finish, signed_in

# Who may read a space with this key, in the order outsider, member, moderator, staff, owner.
READERS = {
    "": (1, 1, 1, 1, 1),
    "role:member": (0, 1, 1, 1, 1),
    "role:moderator": (0, 0, 1, 1, 1),
    "role:staff": (0, 0, 0, 1, 1),
    "role:owner": (0, 0, 0, 0, 1),
    "owns:product:9": (0, 0, 1, 1, 1),
    "trust:2": (0, 0, 1, 1, 1),
}


@pytest.mark.parametrize("key", READERS)
def test_check_and_fetch_are_one(town: Cast, key: str) -> None:
    space = make_space(town, "Workshop", read=key)
    topic = make_topic(space, town.mira)
    for (role, person), allowed in zip(town.by_role().items(), READERS[key], strict=True):
        read = bool(allowed)
        assert permissions.may_read(person, space) is read, role
        assert permissions.spaces_visible_to(person).filter(pk=space.pk).exists() is read, role
        assert permissions.visible_to(person).filter(pk=topic.pk).exists() is read, role
        assert permissions.may_see(person, topic) is read, role
        assert permissions.posts_visible_to(person).filter(topic=topic).exists() is read, role
        me = person.pk if person else None
        assert may_hear(me, f"topic:{topic.pk}") is read, role
        assert may_hear(me, f"space:{space.pk}") is read, role
        browser = signed_in(person)
        for path in (space.get_absolute_url(), topic.get_absolute_url(), f"/talk/posts/{topic.first_post_id}/"):
            assert (browser.get(path).status_code in {200, 302}) is read, (role, path)


def test_a_grant_opens_and_closes(town: Cast) -> None:
    space = make_space(town, "Owners of nine", read="owns:product:9")
    topic = make_topic(space, town.mira)
    grant(town.tea.pk, key="owns:product:9", source="test")
    grant(town.luka.pk, key="owns:product:8", source="test")
    assert [permissions.may_see(one, topic) for one in (town.tea, town.luka)] == [True, False]
    make_reply(topic, town.tea)
    with pytest.raises(Refused):
        make_reply(topic, town.luka)
    withdraw(town.tea.pk, key="owns:product:9", source="test")
    assert not permissions.may_see(town.tea, topic)


@pytest.fixture
def workshop(town: Cast) -> Topic:
    """Mira and Sara plan in a space of the staff; Tea once had a word there."""
    space = make_space(town, "Workshop", read="role:staff")
    topic = make_topic(space, town.mira, title="Secret plans for spring")
    make_reply(topic, town.sara, "Nobody may know of the xylophone.")
    Topic.objects.filter(pk=topic.pk).update(author=town.tea)
    let_worker_finish()
    return topic


def test_nothing_of_it_is_in_lists(workshop: Topic, town: Cast) -> None:
    assert latest([Asked()])[0].items == []
    assert topics_of(town.tea.pk).items == []
    assert replies_of(town.sara.pk).items == []
    assert (reply_count(town.sara.pk), counts_of(town.tea.pk), addresses(0, 99)) == (0, (0, 0), [])
    assert (list(all_spaces()), spaces_overview()) == ([], [])
    for path in ("/", "/talk/", town.tea.get_absolute_url(), town.sara.get_absolute_url()):
        for person in (town.nada, town.tea, town.ivo):
            page = signed_in(person).get(path).text
            assert "Workshop" not in page, path
            assert "Secret plans" not in page, path
    own = signed_in(town.sara).get("/talk/").text
    assert "Workshop" in own
    assert "Open to you" in own


def test_nothing_of_it_is_found(workshop: Topic, town: Cast) -> None:
    def hits(person: Member | None) -> int:
        return len(find("xylophone", audiences=audiences_of(person)).hits)

    assert [hits(person) for person in town.by_role().values()] == [0, 0, 0, 1, 1]
    change_space(workshop.space, actor=town.mira, face=SpaceFace("Workshop"), rights=Rights())
    let_worker_finish()
    index_space.func(workshop.space_id)
    assert [hits(person) for person in town.by_role().values()] == [1, 1, 1, 1, 1]


def test_nothing_of_it_is_told(town: Cast) -> None:
    space = make_space(town, "Workshop", read="role:staff")
    topic = start_topic(space, actor=town.mira, title="Secret plans", written=Written("Ask @tea, or better @sara."))
    assert not Event.objects.filter(channel="talk").exists()
    assert Event.objects.filter(channel=f"space:{space.pk}").exists()
    assert Mention.objects.filter(post__topic=topic).count() == 2
    told = Activity.objects.filter(verb="discussions.member_mentioned").values_list("member_id", flat=True)
    assert list(told) == [town.sara.pk]
    started = Activity.objects.get(verb="discussions.topic_started")
    assert [started.kind.visible_to(one.pk) for one in (town.tea, town.sara)] == [False, True]


def test_who_begins_and_who_replies(town: Cast) -> None:
    space = make_space(town, "News", start="role:staff", reply="trust:2")
    topic = make_topic(space, town.sara)
    with pytest.raises(Refused, match="Only the team begins"):
        make_topic(space, town.tea)
    with pytest.raises(Refused, match="been here for a while"):
        make_reply(topic, town.tea)
    assert "been here for a while" in signed_in(town.tea).get(topic.get_absolute_url()).text
    grant(town.tea.pk, key="trust:2", source="test")
    make_reply(topic, town.tea)
    assert "reply-form" in signed_in(town.tea).get(topic.get_absolute_url()).text


@pytest.mark.parametrize("key", ["role:king", "nonsense", "owns:", "a b:c", "x:" + "y" * 90])
def test_it_refuses_keys_that_nobody_holds(town: Cast, key: str) -> None:
    with pytest.raises(FieldRefused):
        make_space(town, "Workshop", read=key)
    assert not Space.objects.exists()


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("outsider", False), ("member", False), ("moderator", False), ("staff", True), ("owner", True)],
)
def test_the_team_changes_spaces(space: Space, town: Cast, role: str, allowed: bool) -> None:
    actor = town.by_role()[role]
    face, rights = SpaceFace("Trail and road", hue=3), Rights(read_key="role:member")
    if allowed and actor:
        changed = change_space(space, actor=actor, face=face, rights=rights)
        assert (changed.name, changed.slug, changed.read_key) == ("Trail and road", "trail-talk", "role:member")
        assert Event.objects.filter(channel=f"space:{space.pk}", name=Event.REVOKED).exists()
        assert Activity.objects.get(verb="discussions.space_changed").data["reading_changed"] is True
    else:
        with pytest.raises(Refused):
            change_space(space, actor=actor, face=face, rights=rights)  # type: ignore[arg-type]  # the outsider has no account
        space.refresh_from_db()
        assert space.name == "Trail talk"


def test_a_closed_space_closes_old_replies(question: Topic, town: Cast) -> None:
    reply = post_reply(question, actor=town.ivo, written=Written("Two pairs of socks."))
    browser = signed_in(town.nada)
    assert browser.get(question.get_absolute_url()).status_code == 200
    face = SpaceFace(question.space.name)
    change_space(question.space, actor=town.mira, face=face, rights=Rights(read_key="role:member"))
    for path in (
        question.get_absolute_url(),
        f"/talk/t/{question.pk}/posts/?ids={reply.pk}",
        f"/talk/posts/{reply.pk}/",
    ):
        assert browser.get(path).status_code == 404
    assert verbs()[-1] == "space_changed"
