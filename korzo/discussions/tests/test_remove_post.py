import pytest

from korzo.activity.models import Activity
from korzo.discussions.actions import accept_answer, remove_post
from korzo.discussions.models import Acceptance, Post, PostRemoval, Topic
from korzo.discussions.permissions import visible_to
from korzo.discussions.tests.talk import make_reply, verbs
from korzo.kit.errors import FieldRefused, Refused
from tests.cast import Cast


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("outsider", False), ("member", False), ("moderator", True), ("staff", True), ("owner", True)],
)
def test_moderators_remove_with_a_reason(question: Topic, town: Cast, role: str, allowed: bool) -> None:
    post = make_reply(question, town.luka)
    actor = town.by_role()[role]
    if allowed:
        with pytest.raises(FieldRefused, match="say why"):
            remove_post(post, actor=actor)
        remove_post(post, actor=actor, reason="An advertisement.")
        removal = PostRemoval.objects.get()
        assert (removal.by, removal.reason) == (actor, "An advertisement.")
    else:
        with pytest.raises(Refused):
            remove_post(post, actor=actor, reason="I do not like it.")
    question.refresh_from_db()
    assert PostRemoval.objects.count() == allowed
    assert question.reply_count == (0 if allowed else 1)
    assert ("post_removed" in verbs()) is allowed


def test_an_author_takes_own_words_back_once(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    remove_post(post, actor=town.luka)
    remove_post(Post.objects.get(pk=post.pk), actor=town.luka)
    question.refresh_from_db()
    assert (question.reply_count, question.last_post_at, question.highest_number) == (0, question.created_at, 2)
    activity = Activity.objects.get(verb="discussions.post_removed")
    assert (activity.actor_kind, activity.data["by_author"]) == ("member", True)
    assert make_reply(question, town.luka, "Another try.").number == 3


def test_the_first_post_takes_its_topic_along(question: Topic, town: Cast) -> None:
    assert question.first_post
    make_reply(question, town.luka)
    question.refresh_from_db()
    first = Post.objects.get(pk=question.first_post.pk)
    with pytest.raises(Refused, match="Others have replied"):
        remove_post(first, actor=town.tea)
    remove_post(first, actor=town.ivo, reason="Asked twice.")
    assert not visible_to(town.tea).exists()
    assert not visible_to(None).exists()
    assert visible_to(town.ivo).count() == 1


def test_an_accepted_answer_stays_unless_a_moderator_decides(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    accept_answer(post, actor=town.tea)
    post = Post.objects.get(pk=post.pk)
    with pytest.raises(Refused, match="accepted"):
        remove_post(post, actor=town.luka)
    remove_post(post, actor=town.ivo, reason="Dangerous advice.")
    assert not Acceptance.objects.exists()
    assert verbs()[-2:] == ["answer_acceptance_withdrawn", "post_removed"]
