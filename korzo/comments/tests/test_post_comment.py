"""Commenting and answering, by members."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.comments import actions
from korzo.comments.actions import RulesChange, Written
from korzo.comments.models import Comment, CommentTotal
from korzo.comments.queries import comments_page, count_of, waiting_of
from korzo.comments.tests.scenes import LABEL, Scene
from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.members.actions import block_member
from korzo.reactions.actions import follow
from korzo.search.queries import audiences_of, find
from korzo.shop.models import Product
from korzo.writing.models import Revision
from tests.cast import let_worker_finish

pytestmark = pytest.mark.django_db


def told(member_id: int) -> set[str]:
    let_worker_finish()
    # By name, for the floor of the notices is above ours.
    notices = apps.get_model("notifications", "Notice")._base_manager
    return set(notices.filter(member_id=member_id).values_list("kind", flat=True))


def test_it_shows_a_comment_at_once_and_counts_it(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "Warm and *dry*.")
    assert (comment.number, comment.state, comment.author_id) == (1, "visible", scene.cast.tea.pk)
    assert count_of(LABEL, scene.product.pk) == 1
    page = comments_page(LABEL, scene.product.pk)
    assert [(one.author.name, one.answers) for one in page.comments] == [("Tea", ())]
    recorded = Activity.objects.get(verb="comments.posted")
    assert (recorded.actor_id, recorded.member_id, recorded.data["is_answer"]) == (scene.cast.tea.pk, None, False)


def test_it_puts_an_answer_below_and_tells_who_is_answered(scene: Scene) -> None:
    first = scene.say(scene.cast.tea, "Which size?")
    answer = scene.say(scene.cast.ivo, "One up.", to=first)
    assert (answer.parent_id, scene.fresh(first).answer_count, answer.number) == (first.pk, 1, 2)
    page = comments_page(LABEL, scene.product.pk)
    assert [(one.pk, [below.pk for below in one.answers]) for one in page.comments] == [(first.pk, [answer.pk])]
    assert page.count == 2
    assert told(scene.cast.tea.pk) == {"comments.posted"}
    assert told(scene.cast.ivo.pk) == set()


def test_an_answer_to_an_answer_is_refused(scene: Scene) -> None:
    """There is one level: the page sends such an answer to the comment above."""
    answer = scene.say(scene.cast.ivo, "One up.", to=scene.say(scene.cast.tea, "Which size?"))
    with pytest.raises(Refused):
        scene.say(scene.cast.tea, "Thank you.", to=answer)
    assert Comment.objects.count() == 2


def test_an_answer_stays_on_its_page(scene: Scene) -> None:
    lamp = Product.objects.create(connection=scene.product.connection, external_id="2", handle="lamp-1", title="Lamp 1")
    first = scene.say(scene.cast.tea, "Which size?")
    with pytest.raises(Refused):
        actions.post_comment(
            LABEL, lamp.pk, actor=scene.cast.ivo, written=Written("One up."), parent_id=first.pk, at=scene.later()
        )
    assert count_of(LABEL, lamp.pk) == 0


def test_it_holds_what_the_checks_hold(scene: Scene) -> None:
    comment = scene.hold(scene.cast.tea, "Cheap watches for all.")
    assert (comment.state, count_of(LABEL, scene.product.pk)) == ("held", 0)
    assert comments_page(LABEL, scene.product.pk).comments == []
    [mine] = waiting_of(scene.cast.tea, LABEL, scene.product.pk)
    assert (mine.pk, mine.why) == (comment.pk, ("Something filled in a field that people do not see.",))
    assert waiting_of(scene.cast.luka, LABEL, scene.product.pk) == []
    assert not Activity.objects.filter(verb="comments.posted").exists()


def test_first_comments_wait_where_the_owner_says_so(scene: Scene) -> None:
    actions.change_rules(RulesChange(first_comments_wait=True), actor=scene.cast.mira)
    first = scene.say(scene.cast.tea, "Warm and dry.")
    assert first.state == "held"
    assert scene.say(scene.cast.sara, "Glad to hear it.").state == "visible"
    actions.release_comment(first.pk, actor=scene.cast.ivo)
    assert scene.say(scene.cast.tea, "And light as well.").state == "visible"


def test_it_tells_who_is_named_once(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "Ask @ivo, or @ivo.")
    assert f'<a href="{scene.cast.ivo.get_absolute_url()}">@ivo</a>' in comment.html
    assert told(scene.cast.ivo.pk) == {"comments.mentioned"}
    actions.edit_comment(comment, actor=scene.cast.tea, written=Written("Ask @ivo and @sara."), at=scene.later())
    assert told(scene.cast.sara.pk) == {"comments.mentioned"}
    assert Activity.objects.filter(verb="comments.mentioned", member_id=scene.cast.ivo.pk).count() == 1


def test_nobody_hears_of_whom_they_blocked(scene: Scene) -> None:
    block_member(scene.cast.luka, actor=scene.cast.tea)
    follow(LABEL, scene.product.pk, actor=scene.cast.tea, level="watching")
    scene.say(scene.cast.luka, "Hello @tea!")
    assert told(scene.cast.tea.pk) == set()


def test_it_tells_those_who_follow_once_and_not_twice(scene: Scene) -> None:
    for member in (scene.cast.luka, scene.cast.sara, scene.cast.tea):
        follow(LABEL, scene.product.pk, actor=member, level="watching")
    first = scene.say(scene.cast.tea, "Warm and dry.")
    assert told(scene.cast.luka.pk) == {"comments.heard"}
    assert told(scene.cast.tea.pk) == set()
    actions.tell_followers(first.pk)
    scene.say(scene.cast.ivo, "Like @sara says.", to=first)
    assert told(scene.cast.sara.pk) == {"comments.heard", "comments.mentioned"}
    heard = Activity.objects.filter(verb="comments.heard", data__comment_id=first.pk)
    assert set(heard.values_list("member_id", flat=True)) == {scene.cast.luka.pk, scene.cast.sara.pk}
    # Tea was answered, and Sara was named: neither hears of the answer a second time.
    second = Activity.objects.filter(verb="comments.heard").exclude(data__comment_id=first.pk)
    assert set(second.values_list("member_id", flat=True)) == {scene.cast.luka.pk}


@pytest.mark.parametrize(
    ("body", "field"), [("", "body"), ("x", "body"), ("word " * 1_100, "body"), ("a" * 70_000, "body")]
)
def test_it_refuses_what_is_no_comment(scene: Scene, body: str, field: str) -> None:
    with pytest.raises(FieldRefused) as caught:
        scene.say(scene.cast.tea, body)
    assert caught.value.field == field
    assert (Comment.objects.count(), CommentTotal.objects.count()) == (0, 0)


def test_it_refuses_the_same_words_twice_and_a_flood(scene: Scene) -> None:
    written, at = Written("Warm and dry."), scene.later()
    actions.post_comment(LABEL, scene.product.pk, actor=scene.cast.tea, written=written, at=at)
    with pytest.raises(FieldRefused):
        actions.post_comment(LABEL, scene.product.pk, actor=scene.cast.tea, written=written, at=at)
    for n in range(4):
        other = Written(f"Warm, dry, and {n} more things")
        actions.post_comment(LABEL, scene.product.pk, actor=scene.cast.tea, written=other, at=at)
    with pytest.raises(Refused, match="quick"):
        actions.post_comment(LABEL, scene.product.pk, actor=scene.cast.tea, written=Written("Sixth."), at=at)
    assert Comment.objects.count() == 5


def test_comments_are_closed_by_kind_for_all_but_the_team(scene: Scene) -> None:
    actions.change_rules(RulesChange(closed_labels=[LABEL]), actor=scene.cast.mira)
    with pytest.raises(Refused, match="closed"):
        scene.say(scene.cast.tea, "Warm and dry.")
    assert scene.say(scene.cast.ivo, "We close this here.").state == "visible"


def test_nobody_comments_on_what_they_do_not_see(scene: Scene) -> None:
    Product.objects.filter(pk=scene.product.pk).update(gone_at=timezone.now())
    for label, pk in ((LABEL, scene.product.pk), (LABEL, 10**9), ("no.such", 1)):
        with pytest.raises(Missing):
            actions.post_comment(label, pk, actor=scene.cast.tea, written=Written("Warm."), at=scene.later())
    assert Comment.objects.count() == 0


def test_a_change_is_kept_in_its_history_and_the_search_follows(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "Warm and dry.")
    scene.say(scene.cast.ivo, "Is it?", to=comment)
    changed = actions.edit_comment(
        comment, actor=scene.cast.tea, written=Written("Warm, and waterproof."), at=scene.later()
    )
    let_worker_finish()
    assert (changed.version, changed.plain) == (2, "Warm, and waterproof.")
    [hit] = find("waterproof", audiences=audiences_of(None)).hits
    assert (hit.kind, hit.object_id) == ("comment", comment.pk)
    history = Revision.objects.filter(subject_label="comments.comment", subject_id=comment.pk)
    assert set(history.values_list("version", "plain")) == {(1, "Warm and dry."), (2, "Warm, and waterproof.")}
    actions.remove_comment(changed, actor=scene.cast.tea, at=scene.later())
    let_worker_finish()
    assert not find("waterproof", audiences=audiences_of(None)).hits


def test_two_windows_do_not_write_over_each_other(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "Warm and dry.")
    actions.edit_comment(comment, actor=scene.cast.tea, written=Written("First."), version=1, at=scene.later())
    with pytest.raises(Refused, match="meanwhile"):
        actions.edit_comment(comment, actor=scene.cast.tea, written=Written("Second."), version=1, at=scene.later())
    assert scene.fresh(comment).plain == "First."


def test_an_old_comment_belongs_to_the_talk(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "Warm and dry.")
    later = scene.now + timedelta(days=31)
    with pytest.raises(Refused, match="time"):
        actions.edit_comment(comment, actor=scene.cast.tea, written=Written("Cold."), at=later)
    actions.edit_comment(comment, actor=scene.cast.sara, written=Written("Warm."), at=later)
    assert scene.fresh(comment).plain == "Warm."
