from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.discussions.actions import Written, edit_post, post_reply, remove_post
from korzo.discussions.models import Post, PostPicture, Topic
from korzo.discussions.tests.talk import make_picture, make_reply, verbs
from korzo.kit.errors import Refused
from tests.cast import Cast


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("outsider", False), ("member", True), ("moderator", False), ("staff", True), ("owner", True)],
)
def test_author_and_team_change_a_post(question: Topic, town: Cast, role: str, allowed: bool) -> None:
    post = make_reply(question, town.tea)
    actor = town.by_role()[role]
    if not allowed:
        with pytest.raises(Refused):
            edit_post(post, actor=actor, written=Written("Other words."))
        post.refresh_from_db()
        assert (post.plain, post.version, post.edited_at) == ("Take two pairs of socks.", 1, None)
        assert "post_edited" not in verbs()
        return
    edited = edit_post(post, actor=actor, written=Written("Three pairs, then."))
    assert (edited.plain, edited.version) == ("Three pairs, then.", 2)
    assert edited.edited_at is not None
    activity = Activity.objects.get(verb="discussions.post_edited")
    assert activity.actor_kind == ("member" if role == "member" else "staff")


def test_the_first_post_carries_title_and_excerpt(question: Topic, town: Cast) -> None:
    assert question.first_post
    edit_post(question.first_post, actor=town.tea, written=Written("Snow, in fact."), title="Snow in October")
    question.refresh_from_db()
    assert (question.title, question.slug, question.excerpt) == ("Snow in October", "snow-in-october", "Snow, in fact.")


def test_it_notices_that_somebody_was_quicker(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.tea)
    edit_post(post, actor=town.sara, written=Written("Take two pairs of wool socks."), version=1)
    with pytest.raises(Refused, match="meanwhile"):
        edit_post(post, actor=town.tea, written=Written("Take none."), version=1)
    assert Post.objects.get(pk=post.pk).plain == "Take two pairs of wool socks."


def test_the_time_for_changing_ends(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.tea)
    later = timezone.now() + timedelta(days=31)
    with pytest.raises(Refused, match="over"):
        edit_post(post, actor=town.tea, written=Written("Never mind."), at=later)
    edit_post(post, actor=town.sara, written=Written("Corrected by the team."), at=later)


def test_a_post_that_is_gone_stays_as_it_was(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.tea)
    remove_post(post, actor=town.tea)
    with pytest.raises(Refused, match="taken away"):
        edit_post(Post.objects.get(pk=post.pk), actor=town.tea, written=Written("Back again."))


def test_it_lets_go_of_pictures_and_keeps_others_owner(question: Topic, town: Cast) -> None:
    kept, dropped = make_picture(town.tea), make_picture(town.tea)
    written = Written("Look.", picture_ids=[kept.pk, dropped.pk])
    post = post_reply(question, actor=town.tea, written=written)
    edit_post(post, actor=town.sara, written=Written("Look here.", picture_ids=[kept.pk]))
    assert list(PostPicture.objects.values_list("picture_id", flat=True)) == [kept.pk]
    kept.refresh_from_db()
    dropped.refresh_from_db()
    assert (kept.owner_id, dropped.claimed_at) == (town.tea.pk, None)


def test_a_mention_is_told_once(question: Topic, town: Cast) -> None:
    post = post_reply(question, actor=town.tea, written=Written("Ask @ivo"))
    edit_post(post, actor=town.tea, written=Written("Ask @ivo or @sara"))
    told = Activity.objects.filter(verb="discussions.member_mentioned").order_by("pk")
    assert list(told.values_list("member_id", flat=True)) == [town.ivo.pk, town.sara.pk]
