"""Comments in the one queue of the team: flagged, held, hidden, put back, appealed."""

import pytest

from korzo.comments import actions
from korzo.comments.models import Comment
from korzo.comments.moderated import at_address, context
from korzo.comments.queries import comments_page, count_of, waiting_of
from korzo.comments.tests.scenes import LABEL, Scene
from korzo.kit.errors import Missing, Refused
from korzo.moderation import actions as moderation
from korzo.moderation.actions import Why
from korzo.moderation.models import Item
from korzo.reactions.actions import keep_bookmark
from tests.cast import signed_in

COMMENT = "comments.comment"
pytestmark = pytest.mark.django_db


def test_a_flag_leads_into_the_queue_with_what_stands_around(scene: Scene) -> None:
    first = scene.say(scene.cast.luka, "Which size?")
    before = scene.say(scene.cast.sara, "One up.", to=first)
    rude = scene.say(scene.cast.luka, "Rude words.", to=first)
    moderation.flag(COMMENT, rude.pk, actor=scene.cast.tea, reason="rude")
    item = Item.objects.get(label=COMMENT)
    assert (item.subject_id, item.plain, item.title) == (rude.pk, "Rude words.", "Ridge 3")
    assert [one.pk for one in context(rude.pk)] == [first.pk, before.pk]
    queue = signed_in(scene.cast.ivo).get("/staff/moderation/").content.decode()
    assert "Rude words." in queue


def test_what_is_taken_down_is_told_and_appealed(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "Buy mine instead.")
    statement = moderation.take_down(
        COMMENT, comment.pk, actor=scene.cast.ivo, statement=Why("spam", "It sells another shoe.")
    )
    assert statement is not None
    assert (scene.fresh(comment).state, count_of(LABEL, scene.product.pk)) == ("hidden", 0)
    [mine] = waiting_of(scene.cast.tea, LABEL, scene.product.pk)
    assert (mine.is_removed, mine.why_url) == (True, f"/report/decisions/{statement.pk}/")
    html = signed_in(scene.cast.tea).get(scene.product.get_absolute_url()).content.decode()
    assert mine.why_url in html
    moderation.appeal(statement, actor=scene.cast.tea, words="It was a joke among friends.")
    assert Item.objects.filter(kind=Item.Kind.APPEAL).count() == 1
    moderation.put_back(COMMENT, comment.pk, actor=scene.cast.sara)
    assert (scene.fresh(comment).state, count_of(LABEL, scene.product.pk)) == ("visible", 1)
    assert waiting_of(scene.cast.tea, LABEL, scene.product.pk) == []


def test_held_words_are_released_or_refused(scene: Scene) -> None:
    good, bad = scene.hold(scene.cast.tea, "A good word."), scene.hold(scene.cast.tea, "A bad word.")
    actions.release_comment(good.pk, actor=scene.cast.ivo)
    actions.refuse_comment(bad.pk, actor=scene.cast.ivo, reason="Not here.")
    assert (scene.fresh(good).state, scene.fresh(bad).state) == ("visible", "held")
    [mine] = waiting_of(scene.cast.tea, LABEL, scene.product.pk)
    assert (mine.pk, mine.is_refused, mine.sentence) == (bad.pk, True, "Not here.")
    # Somebody decided anew.
    actions.release_comment(bad.pk, actor=scene.cast.sara)
    assert scene.fresh(bad).state == "visible"
    assert not actions.release_comment(bad.pk, actor=scene.cast.sara)


def test_a_change_that_is_held_takes_it_from_view(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "A good word.")
    written = actions.Written("A bad word.", trap_filled=True)
    changed = actions.edit_comment(comment, actor=scene.cast.tea, written=written, at=scene.later())
    assert (changed.state, changed.hold.stood_before) == ("held", True)
    assert count_of(LABEL, scene.product.pk) == 0
    with pytest.raises(Refused, match="waits"):
        actions.edit_comment(changed, actor=scene.cast.tea, written=actions.Written("Again."), at=scene.later())
    actions.release_comment(comment.pk, actor=scene.cast.ivo)
    assert count_of(LABEL, scene.product.pk) == 1


def test_hidden_and_shown_twice_is_once(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "A word.")
    for _time in range(2):
        actions.hide_comment(comment.pk, actor=scene.cast.ivo, reason="Off topic.")
    assert count_of(LABEL, scene.product.pk) == 0
    assert actions.show_comment(comment.pk, actor=scene.cast.ivo)
    assert not actions.show_comment(comment.pk, actor=scene.cast.ivo)
    assert count_of(LABEL, scene.product.pk) == 1


def test_what_its_author_took_away_stays_so(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "A word.")
    actions.remove_comment(comment, actor=scene.cast.tea)
    with pytest.raises(Refused):
        actions.show_comment(comment.pk, actor=scene.cast.ivo)
    assert comments_page(LABEL, scene.product.pk).comments == []


def test_addresses_of_notices_lead_to_comments(scene: Scene) -> None:
    comment = scene.say(scene.cast.tea, "A word.")
    assert at_address(comment.get_absolute_url()) == comment.pk
    assert at_address(f"/products/ridge-3/#comment-{comment.pk}") == comment.pk
    assert at_address("/products/ridge-3/") is None
    assert at_address("/nowhere/at/all/") is None


def test_a_spammer_is_undone_in_one_step(scene: Scene) -> None:
    for n in range(3):
        scene.say(scene.cast.luka, f"Spam number {n}.")
        scene.later()
    moderation.hide_traces(moderation.sweep(scene.cast.luka, actor=scene.cast.sara).pk)
    assert set(Comment.objects.values_list("state", flat=True)) == {"hidden"}


def test_a_comment_is_kept_only_by_who_sees_it(scene: Scene) -> None:
    shown, held = scene.say(scene.cast.tea, "A word."), scene.hold(scene.cast.tea, "Another.")
    assert keep_bookmark(COMMENT, shown.pk, actor=scene.cast.luka).subject_id == shown.pk
    with pytest.raises(Missing):
        keep_bookmark(COMMENT, held.pk, actor=scene.cast.luka)
    html = signed_in(scene.cast.luka).get("/me/saved/").content.decode()
    assert shown.get_absolute_url() in html
