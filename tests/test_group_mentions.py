"""A group that is called in a post: who may, who hears, and that nobody hears it twice."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from korzo.activity.models import Activity
from korzo.discussions.actions import Rights, Written, change_space, edit_post, post_reply, release_post, remove_post
from korzo.discussions.actions.change_space import SpaceFace
from korzo.discussions.models import GroupMention, Post, Topic
from korzo.discussions.tests.talk import grown_up, held_reply, make_reply, make_space, make_topic
from korzo.groups.actions import Ways, leave_group, set_ways
from korzo.groups.models import Group, GroupMember
from korzo.groups.permissions import TOLD_BY_MENTION_MAX
from korzo.groups.tests.scenes import a_group, crowd, put_in
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.actions import block_member, mute_member
from korzo.members.models import Member
from korzo.notifications.actions import groups as calls
from korzo.notifications.models import Notice
from korzo.notifications.tasks import tell_called
from korzo.reactions.actions import follow
from korzo.reactions.models import Follow
from tests.cast import Cast, let_worker_finish, signed_in

pytestmark = pytest.mark.django_db
CALLED = "discussions.group_mentioned"


@pytest.fixture
def town(cast: Cast) -> Cast:
    return grown_up(cast)


@pytest.fixture
def topic(town: Cast) -> Topic:
    return make_topic(make_space(town), town.mira)


def say(topic: Topic, author: Member, words: str) -> Post:
    post = post_reply(topic, actor=author, written=Written(words))
    let_worker_finish()
    return post


def heard() -> dict[str, str]:
    """Who has a notice of a call, and of which kind."""
    rows = Notice.objects.filter(key__startswith="mention:").values_list("member__name", "kind")
    return {name: kind.removeprefix("discussions.") for name, kind in rows}


def test_its_people_hear_of_the_post_once(town: Cast, topic: Topic) -> None:
    put_in(a_group(town), town, town.tea, town.luka, town.ivo)
    post = say(topic, town.tea, "Who comes along, @Walkers? We begin at nine.")
    assert heard() == {"Luka": "group_mentioned", "Ivo": "group_mentioned"}
    assert '<a href="/groups/walkers/">@Walkers</a>?' in post.html
    told = Notice.objects.get(member=town.luka)
    assert (told.link, told.params) == (post.get_absolute_url(), {"topic_id": topic.pk, "post_id": post.pk})
    page = signed_in(town.luka).get("/notices/").content.decode()
    assert "called a group of yours" in page

    edit_post(post, actor=town.tea, written=Written("Who comes along, @walkers? At ten."))
    let_worker_finish()
    assert Activity.objects.filter(verb=CALLED).count() == 1
    assert Notice.objects.filter(kind=CALLED).count() == 2


def test_two_groups_are_one_notice(town: Cast, topic: Topic) -> None:
    put_in(a_group(town), town, town.luka)
    put_in(a_group(town, "waxers"), town, town.luka, town.ivo)
    say(topic, town.tea, "@walkers and @waxers, listen.")
    assert heard() == {"Luka": "group_mentioned", "Ivo": "group_mentioned"}
    assert Notice.objects.filter(member=town.luka).count() == 1
    a_group(town, "runners")
    with pytest.raises(FieldRefused, match="several"):
        post_reply(topic, actor=town.tea, written=Written("@walkers @waxers @runners"))


def test_the_strongest_reason_counts(town: Cast, topic: Topic) -> None:
    """Named: a mention. Began the topic: a reply. Follows it: the call."""
    put_in(a_group(town), town, town.luka, town.mira, town.ivo, town.sara)
    follow("discussions.topic", topic.pk, actor=town.ivo, level=Follow.Level.WATCHING)
    say(topic, town.tea, "@luka and @walkers, listen.")
    kinds = sorted(Notice.objects.values_list("member__name", "kind"))
    assert kinds == [
        ("Ivo", CALLED),
        ("Luka", "discussions.member_mentioned"),
        ("Mira", "discussions.reply_posted"),
        ("Sara", CALLED),
    ]


def test_mutes_blocks_and_shut_out_topics_are_honoured(town: Cast, topic: Topic) -> None:
    put_in(a_group(town), town, town.luka, town.ivo, town.sara, town.tea)
    mute_member(town.tea, actor=town.luka)
    block_member(town.tea, actor=town.ivo)
    follow("discussions.topic", topic.pk, actor=town.sara, level=Follow.Level.MUTED)
    say(topic, town.tea, "Listen, @walkers.")
    assert heard() == {}


def test_only_who_may_read_it_is_told(town: Cast) -> None:
    waxers = put_in(a_group(town, "waxers"), town, town.tea, town.luka)
    put_in(a_group(town), town, town.luka, town.ivo, *crowd(2))
    leave_group(waxers, actor=town.luka)
    space = make_space(town, read=waxers.key)
    say(make_topic(space, town.tea), town.tea, "Among us, @walkers.")
    # Ivo moderates, so he reads everywhere.
    assert heard() == {"Ivo": "group_mentioned"}


@pytest.mark.parametrize("mentioned_by", ["nobody", "group"])
def test_who_may_not_call_it_writes_a_word(town: Cast, topic: Topic, mentioned_by: str) -> None:
    put_in(a_group(town, mentioned_by=mentioned_by), town, town.luka)
    post = say(topic, town.tea, "Listen, @walkers.")
    assert "<a " not in post.html
    assert not GroupMention.objects.exists()
    assert heard() == {}


def test_a_large_group_is_for_the_team(town: Cast, topic: Topic) -> None:
    group = a_group(town)
    people = crowd(TOLD_BY_MENTION_MAX + 1)
    GroupMember.objects.bulk_create([GroupMember(group=group, member=one) for one in people[:-1]])
    say(topic, town.tea, "We fit, @walkers.")
    assert Notice.objects.filter(kind=CALLED).count() == TOLD_BY_MENTION_MAX
    GroupMember.objects.create(group=group, member=people[-1])
    with pytest.raises(FieldRefused, match="101 people") as refusal:
        post_reply(topic, actor=town.tea, written=Written("Too many, @walkers."))
    assert refusal.value.field == "body"
    assert not Post.objects.filter(plain__startswith="Too many").exists()
    Notice.objects.all().delete()
    say(topic, town.sara, "All of you, @walkers.")
    assert Notice.objects.filter(kind=CALLED).count() == TOLD_BY_MENTION_MAX + 1


def test_a_group_that_grew_meanwhile_is_edited_in_peace(town: Cast, topic: Topic) -> None:
    group = put_in(a_group(town), town, town.tea)
    post = post_reply(topic, actor=town.tea, written=Written("Hello @walkers."))
    GroupMember.objects.bulk_create([GroupMember(group=group, member=one) for one in crowd(150)])
    edit_post(post, actor=town.tea, written=Written("Hello again, @walkers."))
    let_worker_finish()
    # Who came first is told, and no more than could be called when it was written.
    assert Notice.objects.filter(kind=CALLED).count() == TOLD_BY_MENTION_MAX - 1


def test_a_crowd_called_by_the_team_is_told_in_batches(
    town: Cast, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = a_group(town)
    GroupMember.objects.bulk_create([GroupMember(group=group, member=one) for one in crowd(450)])
    asked: list[tuple[int, list[int]]] = []
    monkeypatch.setattr(calls, "enqueue_many", lambda jobs: asked.extend((a[0], list(a[1])) for _t, a, _k in jobs))
    say(topic, town.sara, "All of you, @walkers.")
    assert [len(ids) for _activity, ids in asked] == [200, 200, 50]
    for activity_id, ids in asked:
        # Twice, as after a worker that died between the batch and its tick.
        tell_called.func(activity_id, ids)
        tell_called.func(activity_id, ids)
    told = Notice.objects.filter(kind=CALLED)
    assert (told.count(), set(told.values_list("actor_count", flat=True))) == (450, {1})


def test_calls_have_a_pace(town: Cast, topic: Topic) -> None:
    a_group(town)
    for n in range(3):
        post_reply(topic, actor=town.tea, written=Written(f"Call {n}, @walkers."))
    with pytest.raises(Refused, match="Please wait a little"):
        post_reply(topic, actor=town.tea, written=Written("Call again, @walkers."))
    assert GroupMention.objects.count() == 3
    # Luka joined today.
    post_reply(topic, actor=town.luka, written=Written("My first, @walkers."))
    later = timezone.now() + timedelta(minutes=2)
    with pytest.raises(Refused, match="Please wait a little"):
        post_reply(topic, actor=town.luka, written=Written("My second, @walkers."), at=later)
    assert GroupMention.objects.count() == 4


def test_words_that_wait_call_nobody_until_they_stand(town: Cast, topic: Topic) -> None:
    group = put_in(a_group(town), town, town.ivo)
    post = held_reply(topic, town.luka)
    GroupMention.objects.create(post=post, group=group)
    let_worker_finish()
    assert heard() == {}
    release_post(post.pk, actor=town.sara)
    let_worker_finish()
    assert heard() == {"Ivo": "group_mentioned"}


def test_a_removed_post_takes_its_call_back(town: Cast, topic: Topic) -> None:
    put_in(a_group(town), town, town.luka)
    post = say(topic, town.tea, "Listen, @walkers.")
    remove_post(post, actor=town.tea)
    let_worker_finish()
    assert heard() == {}


def test_the_past_calls_nobody(town: Cast, topic: Topic) -> None:
    put_in(a_group(town), town, town.luka)
    make_reply(topic, town.tea, "Listen, @walkers.")
    let_worker_finish()
    assert (heard(), GroupMention.objects.exists()) == ({}, False)


def test_the_list_below_the_field_offers_groups_with_their_size(
    town: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    group = put_in(a_group(town, "teahouse"), town, town.luka)
    browser = signed_in(town.tea)
    with django_assert_num_queries(5):
        offered = json.loads(browser.get("/talk/mentions/?groups=1&q=te").content)["members"]
    assert [(one["handle"], one.get("people")) for one in offered] == [("teahouse", "1 person"), ("tea", None)]
    plain = json.loads(browser.get("/talk/mentions/?q=te").content)["members"]
    assert [one["handle"] for one in plain] == ["tea"]
    GroupMember.objects.bulk_create([GroupMember(group=group, member=one) for one in crowd(120)])
    large = json.loads(browser.get("/talk/mentions/?groups=1&q=te").content)["members"]
    assert large[0]["people"] == "121 people, only the team calls so many"
    set_ways(group, actor=town.sara, handle="teahouse", ways=Ways(mentioned_by=Group.MentionedBy.NOBODY))
    assert len(json.loads(browser.get("/talk/mentions/?groups=1&q=te").content)["members"]) == 1


def test_a_space_opens_and_closes_with_the_group(town: Cast) -> None:
    group = put_in(a_group(town), town, town.luka)
    space = make_space(town, "Among walkers", read=group.key, start=group.key, reply=group.key)
    path = space.get_absolute_url()
    assert [signed_in(one).get(path).status_code for one in (town.luka, town.tea, None)] == [200, 404, 404]
    set_ways(group, actor=town.sara, handle="hikers", ways=Ways())
    assert signed_in(town.luka).get(path).status_code == 200
    leave_group(group, actor=town.luka)
    assert signed_in(town.luka).get(path).status_code == 404
    change_space(space, actor=town.sara, face=SpaceFace("Among walkers"), rights=Rights("", group.key, group.key))
    theirs = make_topic(space, town.sara)
    with pytest.raises(Refused, match="writes here"):
        post_reply(theirs, actor=town.tea, written=Written("May I?"))
