import pytest

from korzo.activity.models import Activity
from korzo.discussions.actions import accept_answer, remove_post, withdraw_acceptance
from korzo.discussions.models import Acceptance, Post, Space, Topic
from korzo.discussions.tests.talk import make_reply, make_topic, verbs
from korzo.kit.errors import Refused
from tests.cast import Cast


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("outsider", False), ("member", True), ("moderator", False), ("staff", True), ("owner", True)],
)
def test_the_asker_and_the_team_accept(question: Topic, town: Cast, role: str, allowed: bool) -> None:
    post, actor = make_reply(question, town.luka), town.by_role()[role]
    if not allowed:
        with pytest.raises(Refused):
            accept_answer(post, actor=actor)
        with pytest.raises(Refused):
            withdraw_acceptance(post, actor=actor)
        assert not Acceptance.objects.exists()
        assert "answer_accepted" not in verbs()
        return
    first = accept_answer(post, actor=actor)
    assert accept_answer(post, actor=actor).pk == first.pk
    assert first.by == actor
    activity = Activity.objects.get(verb="discussions.answer_accepted")
    assert (activity.member_id, activity.data["of_asker"]) == (town.luka.pk, False)
    assert withdraw_acceptance(post, actor=actor) is True
    assert withdraw_acceptance(post, actor=actor) is False
    assert not Acceptance.objects.exists()
    assert verbs()[-2:] == ["answer_accepted", "answer_acceptance_withdrawn"]


def test_an_answerer_cannot_accept_the_own_answer(question: Topic, town: Cast) -> None:
    with pytest.raises(Refused, match="who asked"):
        accept_answer(make_reply(question, town.luka), actor=town.luka)
    assert not Acceptance.objects.exists()


def test_it_says_that_the_answer_is_the_askers_own(question: Topic, town: Cast) -> None:
    accept_answer(make_reply(question, town.tea, "Found it: gaiters."), actor=town.tea)
    assert Activity.objects.get(verb="discussions.answer_accepted").data["of_asker"] is True


def test_only_answers_of_questions_count(question: Topic, space: Space, town: Cast) -> None:
    talk = make_topic(space, town.tea, title="Just talking here")
    gone = make_reply(question, town.luka)
    remove_post(gone, actor=town.luka)
    assert question.first_post
    for post in (make_reply(talk, town.luka), question.first_post, Post.objects.get(pk=gone.pk)):
        with pytest.raises(Refused):
            accept_answer(post, actor=town.tea)
    assert not Acceptance.objects.exists()


def test_five_answers_are_enough(question: Topic, town: Cast) -> None:
    posts = [make_reply(question, town.luka, f"Idea {number}") for number in range(6)]
    for post in posts[:5]:
        accept_answer(post, actor=town.tea)
    with pytest.raises(Refused, match="Five answers"):
        accept_answer(posts[5], actor=town.tea)
    assert Acceptance.objects.count() == 5
