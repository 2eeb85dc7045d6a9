from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from korzo.activity import activities as spine
from korzo.activity.models import Activity
from korzo.discussions import actions as discussions
from korzo.kit.formats import isolated
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.notifications import actions, kinds, queries
from korzo.notifications.actions import News, Wish, mark_all_read, notify
from korzo.notifications.models import Notice, Preference
from korzo.notifications.tests.scenes import a_question, a_reply, letters_waiting, notices_of, sentences
from tests.cast import Cast, let_worker_finish

TITLE = "Which size for wide feet?"


def test_the_author_of_a_topic_hears_of_a_reply(cast: Cast) -> None:
    reply = a_reply(a_question(cast.luka), cast.tea)
    (notice,) = notices_of(cast.luka)
    assert (notice.kind, notice.link, notice.read_at) == ("discussions.reply_posted", reply.get_absolute_url(), None)
    assert notice.params == {"topic_id": reply.topic_id, "post_id": reply.pk}
    assert sentences(cast.luka) == [f"Tea replied in “{TITLE}”"]
    assert notices_of(cast.tea) == []


def test_nobody_hears_of_their_own_acts(cast: Cast) -> None:
    topic = a_question(cast.luka)
    reply = a_reply(topic, cast.luka, "I found out @luka")
    discussions.accept_answer(reply, actor=cast.luka)
    assert notices_of(cast.luka) == []


def test_replies_are_one_notice_until_it_is_read(cast: Cast) -> None:
    topic = a_question(cast.luka)
    first = a_reply(topic, cast.tea)
    for author in (cast.ivo, cast.tea, cast.sara):
        a_reply(topic, author)
    (notice,) = notices_of(cast.luka)
    assert (notice.actor_count, notice.actor_ids) == (3, [cast.sara.pk, cast.tea.pk, cast.ivo.pk])
    assert sentences(cast.luka) == [f"Sara and 2 others replied in “{TITLE}”"]
    assert notice.link == first.get_absolute_url()
    assert queries.unread_count(cast.luka) == 1 + _points_unread(cast.luka)
    assert letters_waiting(cast.luka) == 1


def test_after_reading_it_opens_again(cast: Cast) -> None:
    topic = a_question(cast.luka)
    a_reply(topic, cast.tea)
    let_worker_finish()
    mark_all_read(actor=cast.luka)
    later = a_reply(topic, cast.ivo)
    (notice,) = notices_of(cast.luka)
    assert (notice.actor_ids, notice.read_at, notice.link) == ([cast.ivo.pk], None, later.get_absolute_url())
    assert sentences(cast.luka) == [f"Ivo replied in “{TITLE}”"]
    assert letters_waiting(cast.luka) == 2


def test_who_is_named_in_a_reply_hears_that_alone(cast: Cast) -> None:
    a_reply(a_question(cast.luka), cast.tea, "Look here @luka and @ivo")
    assert sentences(cast.luka) == [f"Tea mentioned you in “{TITLE}”"]
    assert sentences(cast.ivo) == [f"Tea mentioned you in “{TITLE}”"]


def test_an_accepted_answer_is_news_for_its_author(cast: Cast) -> None:
    reply = a_reply(a_question(cast.luka), cast.tea)
    discussions.accept_answer(reply, actor=cast.luka)
    assert sentences(cast.tea) == [f"Luka accepted your answer in “{TITLE}”. Thank you for helping!"]
    discussions.withdraw_acceptance(reply, actor=cast.luka)
    assert notices_of(cast.tea) == []


def test_hearts_are_gathered_and_taken_back(cast: Cast) -> None:
    reply = a_reply(a_question(cast.luka), cast.tea)
    for giver in (cast.luka, cast.ivo):
        discussions.give_heart(reply, actor=giver)
    assert sentences(cast.tea) == [f"Ivo and Luka gave a heart to what you wrote in “{TITLE}”"]
    discussions.take_heart_back(reply, actor=cast.ivo)
    assert sentences(cast.tea) == [f"Luka gave a heart to what you wrote in “{TITLE}”"]
    discussions.take_heart_back(reply, actor=cast.luka)
    assert notices_of(cast.tea) == []
    assert letters_waiting(cast.tea) == 0


def test_a_removed_post_leads_nobody_astray(cast: Cast) -> None:
    topic = a_question(cast.luka)
    reply = a_reply(topic, cast.tea, "Look here @ivo")
    let_worker_finish()
    discussions.remove_post(reply, actor=cast.tea)
    assert notices_of(cast.ivo) == []


def test_the_title_of_a_removed_topic_is_not_shown(cast: Cast) -> None:
    topic = a_question(cast.luka)
    a_reply(topic, cast.tea)
    let_worker_finish()
    assert topic.first_post is not None
    discussions.remove_post(topic.first_post, actor=cast.ivo, reason="Asked before.")
    assert sentences(cast.luka) == ["Tea replied to you"]


def test_points_are_news_without_either_room_knowing_the_other(cast: Cast) -> None:
    reply = a_reply(a_question(cast.luka), cast.tea)
    discussions.accept_answer(reply, actor=cast.luka)
    let_worker_finish()
    told = Notice.objects.get(member=cast.tea, kind="loyalty.points_earned")
    (shown,) = queries.show([told])
    assert shown.sentence == "You got 30 points. Your answer was accepted: it solved somebody's question."
    assert (shown.link, shown.icon) == ("/points/", "award")


def test_every_kind_that_words_itself_is_listened_to() -> None:
    telling = {kind.verb for kind in spine.all_kinds() if kinds.tells_itself(kind)}
    listener = spine.subscriber("notifications.tell_member_concerned")
    assert listener is not None
    assert telling == listener.verbs
    assert {"loyalty.points_earned", "loyalty.level_reached"} <= telling


def test_those_who_left_hear_nothing_and_are_nameless(cast: Cast) -> None:
    topic = a_question(cast.luka)
    a_reply(topic, cast.tea)
    let_worker_finish()
    members.erase(cast.tea)
    assert sentences(cast.luka) == [f"a former member replied in “{TITLE}”"]
    members.erase(cast.luka)
    let_worker_finish()
    assert not Notice.objects.filter(member=cast.luka).exists()
    a_reply(topic, cast.ivo)
    let_worker_finish()
    assert not Notice.objects.filter(member=cast.luka).exists()


def test_the_erased_take_notices_and_wishes_along(cast: Cast) -> None:
    a_reply(a_question(cast.luka), cast.tea)
    actions.choose({"reactions.given": Wish(on_site=False, by_mail=False)}, actor=cast.luka)
    let_worker_finish()
    members.erase(cast.luka)
    let_worker_finish()
    assert not Notice.objects.filter(member=cast.luka).exists()
    assert not Preference.objects.filter(member=cast.luka).exists()


def test_who_wants_neither_gets_no_row(cast: Cast) -> None:
    actions.choose({"discussions.reply_posted": Wish(on_site=False, by_mail=False)}, actor=cast.luka)
    a_reply(a_question(cast.luka), cast.tea)
    assert notices_of(cast.luka) == []
    assert letters_waiting(cast.luka) == 0


def test_who_wants_mail_alone_sees_nothing_on_the_site(cast: Cast) -> None:
    actions.choose({"discussions.reply_posted": Wish(on_site=False, by_mail=True)}, actor=cast.luka)
    topic = a_question(cast.luka)
    a_reply(topic, cast.tea)
    a_reply(topic, cast.ivo)
    assert sentences(cast.luka) == []
    assert queries.unread_count(cast.luka) == _points_unread(cast.luka)
    assert letters_waiting(cast.luka) == 2


def test_names_keep_their_own_direction() -> None:
    assert kinds.named(["مینا"], 1) == isolated("مینا")
    assert kinds.named(["A", "B"], 2) == f"{isolated('A')} and {isolated('B')}"
    assert kinds.named(["A", "B"], 5) == f"{isolated('A')} and 4 others"
    assert kinds.named(["A", "B"], 3) == f"{isolated('A')} and 2 others"
    assert kinds.named([], 0) == "Somebody"


def _points_unread(member: Member) -> int:
    return Notice.objects.filter(member=member, kind__startswith="loyalty.", read_at__isnull=True).count()


@pytest.mark.django_db(transaction=True)
def test_many_hearts_at_once_are_one_notice_with_all_faces(cast: Cast) -> None:
    givers = [cast.mira, cast.sara, cast.ivo, cast.luka]
    causes = [
        Activity.objects.create(
            verb="reactions.given",
            actor_id=giver.pk,
            member_id=cast.tea.pk,
            data={"of_label": "testing.post", "of_id": 9, "emoji": "heart"},
            occurred_at=cast.tea.joined_at,
        )
        for giver in givers
    ]
    with ThreadPoolExecutor(max_workers=4) as crowd:
        list(crowd.map(_tell_of_heart, causes))
    notice = Notice.objects.get(member=cast.tea)
    assert notice.actor_count == 4
    assert sorted(notice.actor_ids) == sorted(giver.pk for giver in givers)


def _tell_of_heart(cause: Activity) -> None:
    assert cause.member_id is not None
    try:
        notify(News(cause.member_id, cause.verb, "hearts:testing.post:9", "", {}), cause=cause)
    finally:
        connection.close()
