"""Reviews in the moderation queue: flagged, held, taken down and put back, as posts are."""

import pytest
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.kit.errors import Missing, Refused
from korzo.moderation import actions as moderation
from korzo.moderation.actions import Why
from korzo.moderation.models import Item, Statement
from korzo.moderation.models.spam import LinkHost
from korzo.reviews.actions import edit_review, put_review_back, take_review_down, withdraw_review
from korzo.reviews.models import Hiding, Review
from korzo.reviews.moderated import REVIEWS
from korzo.reviews.queries import rating_of
from korzo.reviews.tests.shelf import WORDS, buy, make_product, say
from tests.cast import Cast, signed_in

LABEL = "reviews.review"
AD = "Cheap watches at https://cheap.example/one https://cheap.example/two today only."


def verbs() -> list[str]:
    rows = Activity.objects.filter(verb__startswith="reviews.").order_by("pk")
    return [row.verb.removeprefix("reviews.") for row in rows]


def count(review: Review) -> int:
    rating = rating_of(review.product)
    return rating.count if rating else 0


def test_a_members_flag_opens_an_item(cast: Cast) -> None:
    review = say(make_product(), cast.tea)
    moderation.flag(LABEL, review.pk, actor=cast.luka, reason="spam")
    item = Item.objects.get(label=LABEL, subject_id=review.pk)
    assert (item.author, item.kind) == (cast.tea, Item.Kind.FLAGS)


def test_the_team_takes_it_down_with_reasons(cast: Cast) -> None:
    review = say(make_product(), cast.tea)
    moderation.take_down(LABEL, review.pk, actor=cast.ivo, statement=Why("spam"))
    review.refresh_from_db()
    assert (review.is_hidden, count(review)) == (True, 0)
    assert Statement.objects.filter(member=cast.tea).count() == 1
    assert Hiding.objects.get(review=review).reason == "rules"
    moderation.put_back(LABEL, review.pk, actor=cast.ivo)
    review.refresh_from_db()
    assert (review.is_published, count(review)) == (True, 1)
    assert verbs() == ["published", "hidden", "shown"]


def test_what_the_checks_find_waits(cast: Cast) -> None:
    review = say(make_product(), cast.luka, body=AD)
    assert (review.is_waiting, review.published_at, count(review)) == (True, None, 0)
    assert verbs() == []
    assert Item.objects.get(label=LABEL, subject_id=review.pk).kind == Item.Kind.HELD
    assert signed_in(cast.tea).get(review.get_absolute_url()).status_code == 404
    assert "This review waits" in signed_in(cast.luka).get(review.get_absolute_url()).content.decode()


@pytest.mark.parametrize("rating", [1, 5])
def test_stars_make_no_difference(cast: Cast, rating: int) -> None:
    assert say(make_product(), cast.luka, rating=rating, body=AD).is_waiting
    assert say(make_product("other"), cast.tea, rating=rating).is_published


def test_the_same_praise_from_two_is_no_campaign(cast: Cast) -> None:
    product = make_product()
    assert say(product, cast.luka).is_published
    assert say(product, cast.tea).is_published


def test_a_released_review_is_news(cast: Cast) -> None:
    review = say(make_product(), cast.luka, body=AD)
    REVIEWS.release(review.pk, actor=cast.ivo)
    REVIEWS.release(review.pk, actor=cast.ivo)
    review.refresh_from_db()
    assert (review.is_published, count(review), verbs()) == (True, 1, ["published"])


def test_a_refused_review_can_still_be_released(cast: Cast) -> None:
    review = say(make_product(), cast.luka, body=AD)
    REVIEWS.refuse(review.pk, actor=cast.ivo, reason="It is an advertisement.")
    review.refresh_from_db()
    assert (review.is_hidden, count(review)) == (True, 0)
    REVIEWS.release(review.pk, actor=cast.ivo)
    review.refresh_from_db()
    assert (review.is_published, count(review), verbs()) == (True, 1, ["hidden", "published"])
    assert not Hiding.objects.filter(review=review, lifted_at__isnull=True).exists()


def test_a_change_may_wait_as_well(cast: Cast) -> None:
    review = say(make_product(), cast.luka)
    # A site that the team took texts down for.
    LinkHost.objects.create(host="cheap.example", removed=3)
    edit_review(review, actor=cast.luka, rating=5, body=AD)
    review.refresh_from_db()
    assert (review.is_waiting, count(review)) == (True, 0)
    put_review_back(review.pk, actor=cast.ivo)
    review.refresh_from_db()
    assert (review.is_published, count(review)) == (True, 1)
    assert verbs()[-2:] == ["edited", "shown"]


def test_what_its_author_withdrew_stays_away(cast: Cast) -> None:
    review = say(make_product(), cast.tea)
    withdraw_review(review, actor=cast.tea)
    assert take_review_down(review.pk, actor=cast.ivo, reason="Rude.") is False
    with pytest.raises(Refused, match="author took"):
        put_review_back(review.pk, actor=cast.ivo)


@pytest.mark.parametrize("role", ["member", "outsider"])
def test_nobody_else_takes_down(cast: Cast, role: str) -> None:
    review = say(make_product(), cast.luka)
    with pytest.raises(Refused):
        moderation.take_down(LABEL, review.pk, actor=cast.by_role()[role], statement=Why("spam"))
    if role == "member":
        with pytest.raises(Refused):
            take_review_down(review.pk, actor=cast.tea, reason="Rude.")
        with pytest.raises(Refused):
            put_review_back(review.pk, actor=cast.tea)
    review.refresh_from_db()
    assert (review.is_published, Hiding.objects.count()) == (True, 0)


def test_what_nobody_sees_is_not_flagged(cast: Cast) -> None:
    review = say(make_product(), cast.luka, body=AD)
    with pytest.raises(Missing):
        moderation.flag(LABEL, review.pk, actor=cast.tea, reason="spam")


def test_the_foot_leads_to_the_flag(cast: Cast) -> None:
    review = say(make_product(), cast.tea)
    link = f"/report/{LABEL}/{review.pk}/"
    assert link in signed_in(cast.luka).get(review.get_absolute_url()).content.decode()
    for person in (cast.tea, None):
        assert link not in signed_in(person).get(review.get_absolute_url()).content.decode()


def test_it_is_found_by_its_address(cast: Cast) -> None:
    review = say(make_product(), cast.tea)
    assert REVIEWS.at_address(review.get_absolute_url()) == review.pk
    assert REVIEWS.at_address("/talk/") is None
    assert REVIEWS.of_author(cast.tea.pk, 5) == [review.pk]
    seen = REVIEWS.one(review.pk)
    assert seen is not None
    assert (seen.plain, seen.is_shown, seen.at <= timezone.now()) == (WORDS, True, True)


def test_whoever_bought_it_is_no_newcomer(cast: Cast) -> None:
    product = make_product()
    buy(cast.luka, product)
    assert say(product, cast.luka, body="Warm and dry, as the maker says at https://warm.example/ too.").is_published
