import pytest
from django.db import IntegrityError, transaction

from korzo.activity.models import Activity
from korzo.kit.errors import FieldRefused, Refused
from korzo.reviews.actions import edit_review, hide_review, show_again
from korzo.reviews.models import Hiding, HidingReason, RatingTotal
from korzo.reviews.permissions import visible_to
from korzo.reviews.queries import drifts
from korzo.reviews.tests.shelf import WORDS, make_product, say
from tests.cast import Cast


@pytest.mark.parametrize("reason", HidingReason.values)
def test_it_hides_for_each_reason_of_the_list(cast: Cast, reason: str) -> None:
    review = say(make_product(), cast.tea, 1)
    hide_review(review, actor=cast.ivo, reason=reason, evidence="Two accounts, one text.")
    review.refresh_from_db()
    hiding = Hiding.objects.get()
    assert (review.state, hiding.reason, hiding.by_id) == ("hidden", reason, cast.ivo.pk)
    assert RatingTotal.objects.get().count == 0
    activity = Activity.objects.get(verb="reviews.hidden")
    assert (activity.actor_id, activity.member_id, activity.data["reason"]) == (cast.ivo.pk, cast.tea.pk, reason)


@pytest.mark.parametrize("reason", ["too_few_stars", "", "Insult or hate"])
def test_the_list_is_closed(cast: Cast, reason: str) -> None:
    review = say(make_product(), cast.tea, 1)
    with pytest.raises(FieldRefused):
        hide_review(review, actor=cast.mira, reason=reason)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hiding.objects.create(review=review, by=cast.mira, reason=reason)
    review.refresh_from_db()
    assert review.is_published
    assert not Hiding.objects.exists()
    assert not Activity.objects.filter(verb="reviews.hidden").exists()


def test_a_fake_must_be_proven(cast: Cast) -> None:
    review = say(make_product(), cast.tea, 1)
    with pytest.raises(FieldRefused, match="proves"):
        hide_review(review, actor=cast.ivo, reason="fake")
    assert not Hiding.objects.exists()


@pytest.mark.parametrize(
    ("role", "may"), [("outsider", False), ("member", False), ("moderator", True), ("staff", True), ("owner", True)]
)
def test_only_the_team_hides_and_shows(cast: Cast, role: str, may: bool) -> None:
    review, actor = say(make_product(), cast.luka), cast.by_role()[role]
    if not may:
        with pytest.raises(Refused):
            hide_review(review, actor=actor, reason="insult")
        assert not Hiding.objects.exists()
        hide_review(review, actor=cast.ivo, reason="insult")
        with pytest.raises(Refused):
            show_again(review, actor=actor)
        assert Hiding.objects.filter(lifted_at__isnull=True).count() == 1
        return
    hide_review(review, actor=actor, reason="insult")
    show_again(review, actor=actor)
    hiding = Hiding.objects.get()
    assert hiding.lifted_by == actor
    assert drifts() == []


def test_moderators_do_not_judge_their_own(cast: Cast) -> None:
    review = say(make_product(), cast.ivo)
    with pytest.raises(Refused, match="your own"):
        hide_review(review, actor=cast.ivo, reason="authors_wish")
    hide_review(review, actor=cast.sara, reason="conflict")
    with pytest.raises(Refused, match="your own"):
        show_again(review, actor=cast.ivo)


def test_hiding_twice_counts_once(cast: Cast) -> None:
    review = say(make_product(), cast.tea)
    hide_review(review, actor=cast.ivo, reason="insult")
    with pytest.raises(Refused, match="not shown already"):
        hide_review(review, actor=cast.sara, reason="off_topic")
    assert (Hiding.objects.count(), drifts()) == (1, [])


def test_a_hidden_review_can_be_changed_and_stays_hidden(cast: Cast) -> None:
    review = say(make_product(), cast.tea, 1)
    hide_review(review, actor=cast.ivo, reason="insult")
    edit_review(review, actor=cast.tea, rating=2, body=WORDS)
    review.refresh_from_db()
    assert (review.state, RatingTotal.objects.get().count) == ("hidden", 0)
    show_again(review, actor=cast.ivo)
    assert (RatingTotal.objects.get().sum_tenths, drifts()) == (20, [])


def test_only_author_and_team_see_a_hidden_review(cast: Cast) -> None:
    review = say(make_product(), cast.luka)
    hide_review(review, actor=cast.ivo, reason="insult")
    seen_by = {
        name: visible_to(person).filter(pk=review.pk).exists()
        for name, person in {**cast.by_role(), "author": cast.luka}.items()
    }
    assert seen_by == {
        "outsider": False, "member": False, "moderator": True, "staff": True, "owner": True, "author": True,
    }  # fmt: skip
