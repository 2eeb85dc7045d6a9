from datetime import timedelta
from itertools import batched
from typing import Any

import pytest
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.discussions import actions as discussions
from korzo.discussions.actions import Rights, Written, open_space
from korzo.discussions.models import Post, Topic
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.notifications.actions import notify, watchers
from korzo.notifications.actions.notify import News
from korzo.notifications.models import Manner, Notice
from korzo.notifications.tasks import tell_batch
from korzo.notifications.tests.scenes import a_question, a_reply, notices_of, sentences
from korzo.reactions.models import Follow
from tests.cast import Cast, let_worker_finish

TITLE = "Which size for wide feet?"
Level = Follow.Level
MENTIONED, REPLIED = "discussions.member_mentioned", "discussions.reply_posted"
WATCHED, BEGUN, QUOTED = "notifications.watched_reply", "notifications.watched_topic", "notifications.quoted"


def follow(member: Member, label: str, pk: int, level: str = Level.WATCHING) -> None:
    Follow.objects.update_or_create(member=member, subject_label=label, subject_id=pk, defaults={"level": level})


def kinds_of(member: Member) -> list[str]:
    return sorted(one.kind for one in notices_of(member))


def a_new_topic(author: Member, topic: Topic) -> Topic:
    return discussions.start_topic(
        topic.space, actor=author, title="Fresh snow above the hut", written=Written("A hand high and still falling."),
        at=timezone.now() + timedelta(hours=40),
    )  # fmt: skip


def test_a_watched_topic_tells_of_each_reply_as_one(cast: Cast) -> None:
    topic = a_question(cast.luka)
    follow(cast.ivo, "discussions.topic", topic.pk)
    for author in (cast.tea, cast.sara):
        a_reply(topic, author)
    assert sentences(cast.ivo) == [f"Sara and Tea wrote in “{TITLE}”"]
    assert kinds_of(cast.luka) == [REPLIED]


@pytest.mark.parametrize("level", list(Level))
def test_only_who_watches_hears_and_beginnings_are_for_more(cast: Cast, level: Level) -> None:
    topic = a_question(cast.luka)
    follow(cast.ivo, "discussions.space", topic.space_id, level)
    a_reply(topic, cast.tea)
    a_new_topic(cast.tea, topic)
    heard = {Level.WATCHING: [WATCHED, BEGUN], Level.FIRST_POST: [BEGUN]}
    assert kinds_of(cast.ivo) == sorted(heard.get(level, []))


def test_the_most_specific_wins(cast: Cast) -> None:
    topic = a_question(cast.luka)
    follow(cast.ivo, "discussions.space", topic.space_id)
    follow(cast.ivo, "discussions.topic", topic.pk, Level.MUTED)
    follow(cast.sara, "discussions.space", topic.space_id, Level.MUTED)
    follow(cast.sara, "discussions.topic", topic.pk)
    a_reply(topic, cast.tea)
    assert kinds_of(cast.ivo) == []
    assert kinds_of(cast.sara) == [WATCHED]


def test_who_follows_twice_hears_once(cast: Cast) -> None:
    topic = a_question(cast.luka)
    for label, pk in (
        ("discussions.topic", topic.pk),
        ("discussions.space", topic.space_id),
        ("members.member", cast.luka.pk),
    ):
        follow(cast.ivo, label, pk)
    a_reply(topic, cast.tea)
    assert kinds_of(cast.ivo) == [WATCHED]


def test_one_post_one_person_the_strongest_reason(cast: Cast) -> None:
    """Luka began it and is named and quoted; Ivo is quoted and watches; Sara watches; Tea wrote it."""
    topic = a_question(cast.luka)
    of_ivo = a_reply(topic, cast.ivo)
    let_worker_finish()
    Notice.objects.all().delete()
    for member in (cast.luka, cast.ivo, cast.sara, cast.tea):
        follow(member, "discussions.topic", topic.pk)
    reply = a_reply(topic, cast.tea, "Look here @luka")
    quotes = "".join(
        f'<blockquote data-ref="quote:post:{pk}:1">x</blockquote>' for pk in (of_ivo.pk, topic.first_post_id)
    )
    Post.objects.filter(pk=reply.pk).update(html=quotes)
    assert {one: kinds_of(getattr(cast, one)) for one in ("luka", "ivo", "sara", "tea")} == {
        "luka": [MENTIONED], "ivo": [QUOTED], "sara": [WATCHED], "tea": [],
    }  # fmt: skip


def test_nobody_hears_of_an_author_whom_they_muted(cast: Cast) -> None:
    topic = a_question(cast.luka)
    for member in (cast.ivo, cast.sara):
        follow(member, "discussions.topic", topic.pk)
    for member in (cast.ivo, cast.luka):
        members.mute_member(cast.tea, actor=member)
    reply = a_reply(topic, cast.tea, "Look here @luka")
    discussions.give_heart(a_reply(topic, cast.luka), actor=cast.tea)
    assert (kinds_of(cast.ivo), kinds_of(cast.luka)) == ([WATCHED], [])
    assert WATCHED in kinds_of(cast.sara)
    assert reply.pk


def test_who_shut_a_topic_out_hears_nothing_of_it(cast: Cast) -> None:
    topic = a_question(cast.luka)
    follow(cast.luka, "discussions.topic", topic.pk, Level.MUTED)
    a_reply(topic, cast.tea, "Look here @luka")
    assert kinds_of(cast.luka) == []


@pytest.mark.parametrize("person", ["tea", "luka", "ivo", "sara", "mira"])
@pytest.mark.parametrize("read_key", ["", "role:staff", "trust:2"])
def test_nobody_is_led_to_a_place_that_is_closed_to_them(cast: Cast, person: str, read_key: str) -> None:
    """All of them follow the space; a reply and a topic appear in it."""
    space = open_space("Back room", actor=cast.mira, rights=Rights(read_key=read_key))
    author = Member.objects.get(pk=members.join(email="eva@example.com", name="Eva", handle="eva", role="staff").pk)
    members.grant(author.pk, key="trust:2", source="test")
    member: Member = getattr(cast, person)
    follow(member, "discussions.space", space.pk)
    discussions.start_topic(space, actor=author, title="The new last arrives", written=Written("On Friday at nine."))
    may = {
        "": {"tea", "luka", "ivo", "sara", "mira"},
        "role:staff": {"sara", "mira"},
        "trust:2": {"ivo", "sara", "mira"},
    }[read_key]
    assert (kinds_of(member) == [BEGUN]) is (person in may)
    assert kinds_of(member) in ([], [BEGUN])


def test_what_a_filter_holds_back_is_no_news(cast: Cast) -> None:
    topic = a_question(cast.luka)
    follow(cast.ivo, "discussions.topic", topic.pk)
    discussions.post_reply(topic, actor=cast.tea, written=Written("Cheap watches here.", trap_filled=True))
    assert (kinds_of(cast.ivo), kinds_of(cast.luka)) == ([], [])


def test_telling_again_changes_nothing(cast: Cast) -> None:
    topic = a_question(cast.luka)
    a_reply(topic, cast.tea)
    let_worker_finish()
    cause = Activity.objects.get(verb=REPLIED)
    before = Notice.objects.filter(member=cast.luka).values().get()
    news = News(cast.luka.pk, REPLIED, f"replies:{topic.pk}", before["link"], before["params"])
    assert notify(news, cause=cause) is not None
    assert Notice.objects.filter(member=cast.luka).values().get() == before


@pytest.mark.django_db(transaction=True)
def test_a_crowd_is_told_in_batches_and_each_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(watchers, "BATCH", 40)
    topic = a_question(cast.luka)
    crowd = Member.objects.bulk_create(
        [Member(email=f"f{n}@example.com", name=f"F{n}", handle=f"f{n}") for n in range(130)]
    )
    Follow.objects.bulk_create(
        [
            Follow(member=one, subject_label="discussions.topic", subject_id=topic.pk, level=Level.WATCHING)
            for one in crowd
        ]
    )
    Manner.objects.create(member=crowd[0], preset="everything")
    asked: list[tuple[int, list[int]]] = []
    monkeypatch.setattr(watchers, "enqueue_many", lambda calls: asked.extend((a[0], list(a[1])) for _t, a, _k in calls))
    a_reply(topic, cast.tea)
    let_worker_finish()
    assert [len(ids) for _activity, ids in asked] == [40, 40, 40, 10]
    assert not Notice.objects.filter(kind=WATCHED).exists()
    for activity_id, ids in asked:
        # Twice, as after a worker that died between the batch and its tick.
        tell_batch.func(activity_id, ids)
        tell_batch.func(activity_id, ids)
    told = Notice.objects.filter(kind=WATCHED)
    assert sorted(told.values_list("member_id", flat=True)) == sorted(one.pk for one in crowd)
    assert set(told.values_list("actor_count", flat=True)) == {1}
    assert list(batched(range(3), 2)) == [(0, 1), (2,)]


def test_a_batch_asks_hardly_more_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    topic = a_question(cast.luka)
    crowd = Member.objects.bulk_create(
        [Member(email=f"f{n}@example.com", name=f"F{n}", handle=f"f{n}") for n in range(50)]
    )
    a_reply(topic, cast.tea)
    let_worker_finish()
    cause = Activity.objects.get(verb=REPLIED)
    # One line to the open page of each, and a dozen for all of them together.
    with django_assert_max_num_queries(50 + 16):
        watchers.tell_batch(cause, [one.pk for one in crowd])
    assert Notice.objects.filter(kind=WATCHED).count() == 50
