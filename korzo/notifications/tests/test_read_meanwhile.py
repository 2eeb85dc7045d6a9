"""Who reads on the site is not written to about it, and the bell falls silent."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from korzo.activity.models import Outgoing
from korzo.attention.models import Channel, ContactLog
from korzo.discussions.actions import Sign, give_heart, note_reading, remember_reading
from korzo.discussions.models import Post
from korzo.notifications.actions import mark_looked_at
from korzo.notifications.mail import why_not
from korzo.notifications.models import Notice
from korzo.notifications.queries import unread_count
from korzo.notifications.tests.scenes import a_question, a_reply, grown_up
from tests.cast import Cast, let_letters_leave, let_worker_finish, signed_in

pytestmark = pytest.mark.django_db


def test_no_mail_about_a_post_that_was_read(cast: Cast) -> None:
    topic = a_question(cast.luka)
    a_reply(topic, cast.tea)
    let_worker_finish()
    reply = Post.objects.get(topic=topic, number=2)
    notice = Notice.objects.get(member=cast.luka)
    assert why_not(notice, is_wanted=True) == ""
    note_reading(topic.pk, actor=cast.luka, sign=Sign(read=[reply.pk]))
    assert why_not(notice, is_wanted=True) == "read"
    Outgoing.objects.filter(sender="notifications.mail").update(not_before=timezone.now() - timedelta(seconds=1))
    let_letters_leave()
    assert mail.outbox == []
    assert ContactLog.objects.get(member=cast.luka, channel=Channel.MAIL).rule == "read"


def test_looking_at_a_post_takes_its_notice_off_the_bell(cast: Cast) -> None:
    topic = a_question(cast.luka)
    first, second = a_reply(topic, cast.tea), a_reply(topic, cast.ivo)
    let_worker_finish()
    assert unread_count(cast.luka) == 1
    note_reading(topic.pk, actor=cast.luka, sign=Sign(read=[first.pk]))
    assert unread_count(cast.luka) == 1, "it tells of the second one, too"
    note_reading(topic.pk, actor=cast.luka, sign=Sign(read=[second.pk]))
    assert unread_count(cast.luka) == 0
    assert Notice.objects.get(member=cast.luka).read_at is not None


def test_a_heart_is_read_with_its_post_and_many_are_not(cast: Cast) -> None:
    grown_up(cast)
    topic = a_question(cast.luka)
    reply = a_reply(topic, cast.luka)
    give_heart(reply, actor=cast.tea)
    let_worker_finish()
    other = a_reply(topic, cast.tea)
    let_worker_finish()
    assert unread_count(cast.luka) == 2
    note_reading(topic.pk, actor=cast.luka, sign=Sign(read=[reply.pk]))
    assert [row.key for row in Notice.objects.filter(member=cast.luka, read_at=None)] == [f"replies:{topic.pk}"]
    note_reading(topic.pk, actor=cast.luka, sign=Sign(read=[other.pk]))
    assert unread_count(cast.luka) == 0


def test_without_scripts_the_page_does_it(cast: Cast) -> None:
    topic = a_question(cast.luka)
    a_reply(topic, cast.tea)
    let_worker_finish()
    page = signed_in(cast.luka).get(topic.get_absolute_url())
    picture = re.search(r'<noscript><img [^>]*src="([^"]+)"', page.text)
    assert picture
    signed_in(cast.luka).get(picture[1], headers={"Sec-Fetch-Site": "same-origin"})
    assert unread_count(cast.luka) == 0


def test_others_and_other_posts_are_left_alone(cast: Cast) -> None:
    topic, another = a_question(cast.luka), a_question(cast.tea, "How do I wax boots?")
    reply, elsewhere = a_reply(topic, cast.tea), a_reply(another, cast.luka)
    let_worker_finish()
    note_reading(topic.pk, actor=cast.ivo, sign=Sign(read=[reply.pk]))
    note_reading(topic.pk, actor=cast.luka, sign=Sign(read=[elsewhere.pk, topic.first_post_id or 0]))
    assert (unread_count(cast.luka), unread_count(cast.tea)) == (1, 1)
    remember_reading(False, actor=cast.luka)
    note_reading(topic.pk, actor=cast.luka, sign=Sign(read=[reply.pk]))
    assert unread_count(cast.luka) == 1, "who is not remembered opens it by the bell"


def test_a_silent_bell_is_not_asked_about(cast: Cast) -> None:
    topic = a_question(cast.luka)
    note_reading(topic.pk, actor=cast.luka, sign=Sign(read=[topic.first_post_id or 0]))
    unread_count(cast.luka)
    with CaptureQueriesContext(connection) as captured:
        mark_looked_at(cast.luka, [topic.first_post_id or 0], timezone.now())
    assert len([one for one in captured if "UPDATE" in one["sql"] or "SELECT COUNT" not in one["sql"]]) == 0
