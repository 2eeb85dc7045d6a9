"""One more follower and one more in the count, and no post."""

from threading import Thread

import pytest
from django.db import close_old_connections, connection
from django.urls import reverse

from korzo.activity.models import Activity
from korzo.discussions.actions import ask_too, forget_member, merge_topics, take_same_question_back
from korzo.discussions.models import Post, SameQuestion, Space, Topic
from korzo.discussions.tests.merits import check_questions
from korzo.discussions.tests.talk import make_topic
from korzo.kit.errors import Refused
from korzo.reactions.actions import follow
from korzo.reactions.models import Follow
from tests.cast import Cast, signed_in


def level(topic: Topic, member_id: int) -> tuple[str, str] | None:
    rows = Follow.objects.filter(subject_label="discussions.topic", subject_id=topic.pk, member_id=member_id)
    return rows.values_list("level", "reason").first()


def test_it_follows_counts_and_writes_nothing(question: Topic, town: Cast) -> None:
    ask_too(question, actor=town.luka)
    ask_too(question, actor=town.luka)
    question.refresh_from_db()
    assert question.same_count == 1
    assert level(question, town.luka.pk) == ("watching", "same_question")
    assert Post.objects.filter(topic=question).count() == 1
    assert Activity.objects.filter(verb="discussions.same_question_asked").count() == 1


def test_it_is_undone(question: Topic, town: Cast) -> None:
    ask_too(question, actor=town.luka)
    assert take_same_question_back(question, actor=town.luka)
    assert not take_same_question_back(question, actor=town.luka)
    assert level(question, town.luka.pk) is None
    ask_too(question, actor=town.luka)
    assert level(question, town.luka.pk) == ("watching", "same_question")


def test_what_was_chosen_stays(question: Topic, town: Cast) -> None:
    follow("discussions.topic", question.pk, actor=town.luka, level="tracking")
    ask_too(question, actor=town.luka)
    take_same_question_back(question, actor=town.luka)
    assert level(question, town.luka.pk) == ("tracking", "chosen")


def test_ones_own_question_is_no_second_one(question: Topic, space: Space, town: Cast) -> None:
    talk = make_topic(space, town.ivo, title="No question at all")
    for topic, member in ((question, town.tea), (talk, town.luka)):
        with pytest.raises(Refused):
            ask_too(topic, actor=member)
    assert not SameQuestion.objects.exists()


def test_pages_and_lists_tell_how_many(question: Topic, space: Space, town: Cast) -> None:
    guest, luka = signed_in(None), signed_in(town.luka)
    assert "Do you wonder the same?" in guest.get(question.get_absolute_url()).text
    address = reverse("discussions:same_question", args=[question.pk])
    assert luka.post(address).status_code == 302
    assert "1 more person has this question" in guest.get(question.get_absolute_url()).text
    mine = luka.get(question.get_absolute_url()).text
    assert "You, too" in mine
    assert "Not my question after all" in mine
    assert "1 more asks this" in guest.get(space.get_absolute_url()).text
    assert "1 more asks this" in guest.get("/").text
    part = luka.post(address, {"_method": "delete"}, headers={"HX-Request": "true"}).text
    assert "I have this question, too" in part
    assert "<html" not in part
    assert "more asks this" not in guest.get("/").text


def test_it_goes_along_when_two_become_one(question: Topic, space: Space, town: Cast) -> None:
    other = make_topic(space, town.ivo, question=True, title="Soaked boots in October")
    for topic in (question, other):
        ask_too(topic, actor=town.luka)
    ask_too(other, actor=town.tea)
    merge_topics(other, actor=town.ivo, into=question)
    question.refresh_from_db()
    assert question.same_count == 1
    check_questions()


def test_it_is_forgotten_with_the_person(question: Topic, town: Cast) -> None:
    ask_too(question, actor=town.luka)
    forget_member(town.luka.pk)
    question.refresh_from_db()
    assert question.same_count == 0
    check_questions()


@pytest.mark.django_db(transaction=True)
def test_ten_windows_are_one_person(question: Topic, town: Cast) -> None:
    def press(back: bool) -> None:
        try:
            (take_same_question_back if back else ask_too)(question, actor=town.luka)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(n % 3 == 2,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    close_old_connections()
    check_questions()
    assert SameQuestion.objects.count() <= 1
