"""Many windows of one reader at once: no number goes back, and nothing is counted twice."""

import random
from threading import Barrier, Thread

import pytest
from django.db import close_old_connections, connection

from korzo.discussions.actions import Sign, note_reading
from korzo.discussions.models import Post, Reader, ReadingDay, TopicReading
from korzo.discussions.queries import reading_of
from korzo.discussions.tests.talk import grown_up, make_reply, make_space, make_topic
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)

WINDOWS = 4
POSTS = 12


def test_windows_at_once_never_take_a_step_back(cast: Cast) -> None:
    grown_up(cast)
    topic = make_topic(make_space(cast), cast.tea)
    for _n in range(POSTS - 1):
        make_reply(topic, cast.ivo)
    ids = list(Post.objects.filter(topic=topic).order_by("number").values_list("pk", flat=True))
    begin = Barrier(WINDOWS)
    seen: list[int] = []
    faults: list[object] = []

    def read(seed: int) -> None:
        chance = random.Random(seed)
        try:
            begin.wait()
            for _n in range(8):
                upto = chance.randint(1, POSTS)
                note_reading(topic.pk, actor=cast.luka, sign=Sign(read=ids[:upto], seconds=60))
                now = TopicReading.objects.get(reader=cast.luka.pk).last_read_number
                if now < upto:
                    faults.append((upto, now))
                seen.append(upto)
        except Exception as fault:  # noqa: BLE001 (told to the test below)
            faults.append(fault)
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=read, args=(seed,)) for seed in range(WINDOWS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert (Reader.objects.count(), TopicReading.objects.count(), ReadingDay.objects.count()) == (1, 1, 1)
    assert TopicReading.objects.get().last_read_number == max(seen)
    summed = reading_of(cast.luka.pk)
    assert (summed.topics_entered, summed.posts_read) == (1, max(seen))
    # Four windows told of 32 minutes; hardly one has passed.
    assert summed.seconds <= 120
