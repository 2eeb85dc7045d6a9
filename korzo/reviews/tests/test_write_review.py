from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.kit.errors import FieldRefused, Refused
from korzo.media.models import Picture
from korzo.reviews import permissions
from korzo.reviews.actions import edit_review, hide_review, withdraw_review, write_review
from korzo.reviews.models import RatingTotal, Review, ReviewVersion
from korzo.reviews.queries import drifts, is_published, review_by
from korzo.reviews.tests.shelf import WORDS, a_picture, buy, make_product, say
from korzo.shop.models import Order, Product
from tests.cast import Cast


def verbs() -> list[str]:
    return list(Activity.objects.filter(verb__startswith="reviews.").order_by("pk").values_list("verb", flat=True))


def test_it_publishes_at_once_and_tells(cast: Cast) -> None:
    product = make_product()
    picture = a_picture(cast.tea)
    review = say(product, cast.tea, 4, title=" Mud  is gone ", picture_ids=[picture.pk], fit=3)
    review.refresh_from_db()
    assert (review.state, review.rating, review.title, review.fit) == ("published", Decimal(4), "Mud is gone", 3)
    assert (review.verified, review.order_line, review.version) == (False, None, 1)
    assert [row.picture_id for row in review.review_pictures.all()] == [picture.pk]
    assert is_published(review.pk)
    activity = Activity.objects.get(verb="reviews.published")
    assert (activity.actor_id, activity.member_id) == (cast.tea.pk, cast.tea.pk)
    assert activity.data == {
        "review_id": review.pk,
        "product_id": product.pk,
        "picture_count": 1,
        "verified": False,
    }


def test_the_stars_are_in_no_activity(cast: Cast) -> None:
    review = say(make_product(), cast.tea, 1)
    edit_review(review, actor=cast.tea, rating=5, body=WORDS)
    hide_review(review, actor=cast.ivo, reason="off_topic")
    for activity in Activity.objects.filter(verb__startswith="reviews."):
        assert not {"rating", "stars"} & activity.data.keys()


def test_a_second_review_changes_the_first(cast: Cast) -> None:
    product = make_product()
    first = say(product, cast.tea, 2)
    second = say(product, cast.tea, 4, body="After a winter I like them much better.")
    assert first.pk == second.pk
    assert Review.objects.count() == 1
    assert list(ReviewVersion.objects.order_by("number").values_list("number", "rating")) == [
        (1, Decimal(2)),
        (2, Decimal(4)),
    ]
    total = RatingTotal.objects.get()
    assert (total.count, total.sum_tenths, total.n2, total.n4) == (1, 40, 0, 1)
    assert verbs() == ["reviews.published", "reviews.edited"]


def test_the_database_keeps_one_review_a_person(cast: Cast) -> None:
    review = say(make_product(), cast.tea)
    review.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        review.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_it_keeps_one_of_many_windows(cast: Cast) -> None:
    product = make_product()

    def send(_number: int) -> None:
        try:
            say(product, cast.tea, 5)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(send, range(8)))
    assert Review.objects.count() == 1
    assert ReviewVersion.objects.count() == 8
    assert drifts() == []
    assert verbs().count("reviews.published") == 1


@pytest.mark.parametrize("role", ["outsider", "staff", "owner"])
def test_it_refuses_the_team_and_guests(cast: Cast, role: str) -> None:
    product = make_product()
    with pytest.raises(Refused):
        write_review(product, actor=cast.by_role()[role], rating=5, body=WORDS)
    assert not Review.objects.exists()
    assert verbs() == []


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_members_and_moderators_may_rate(cast: Cast, role: str) -> None:
    assert write_review(make_product(), actor=cast.by_role()[role], rating=5, body=WORDS).is_published


def test_it_refuses_a_product_that_is_not_shown(cast: Cast) -> None:
    product = make_product(state=Product.State.DRAFT)
    with pytest.raises(Refused, match="not shown yet"):
        say(product, cast.tea)
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"rating": 0}, "stars"),
        ({"rating": 6}, "stars"),
        ({"fit": 9}, "fit"),
        ({"body": "Nice"}, "body"),
        ({"body": "a" * 5_001}, "body"),
        ({"body": "See https://a.example and https://b.example and https://c.example"}, "body"),
        ({"title": "t" * 121}, "title"),
        ({"picture_ids": [1, 2, 3, 4, 5, 6]}, "pictures"),
    ],
)
def test_it_says_which_field_is_not_right(cast: Cast, said: dict[str, object], field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        say(make_product(), cast.tea, **said)  # type: ignore[arg-type]  # arguments of many kinds
    assert refused.value.field == field
    assert not Review.objects.exists()
    assert not RatingTotal.objects.exists()


def test_it_takes_only_own_pictures(cast: Cast) -> None:
    picture = a_picture(cast.luka)
    review = say(make_product(), cast.tea, picture_ids=[picture.pk])
    assert not review.review_pictures.exists()
    picture.refresh_from_db()
    assert picture.claimed_at is None


def test_it_stops_a_script(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "CHANGES_A_DAY_MAX", 2)
    product = make_product()
    say(product, cast.tea, 1)
    say(product, cast.tea, 2)
    with pytest.raises(Refused, match="many reviews today"):
        say(product, cast.tea, 3)
    assert RatingTotal.objects.get().sum_tenths == 20


def test_it_cleans_what_it_stores(cast: Cast) -> None:
    body = '<p onclick="x()">Very good shoes<script>alert(1)</script><img src=x onerror=alert(1)></p>'
    review = say(make_product(), cast.tea, body=body, body_format="html")
    assert review.html == '<p dir="auto">Very good shoes</p>'


# Verified


def test_a_purchase_verifies(cast: Cast) -> None:
    product = make_product()
    line = buy(cast.tea, product)
    review = say(product, cast.tea)
    assert (review.verified, review.order_line_id, review.variant) == (True, line.pk, line.variant)
    assert RatingTotal.objects.get().verified_count == 1
    assert Activity.objects.get(verb="reviews.published").data["verified"] is True


@pytest.mark.parametrize(
    "order",
    [
        {"financial_status": Order.FinancialStatus.PENDING},
        {"financial_status": Order.FinancialStatus.REFUNDED},
        {"cancelled_at": timezone.now()},
    ],
)
def test_what_was_not_paid_or_kept_verifies_nobody(cast: Cast, order: dict[str, object]) -> None:
    product = make_product()
    buy(cast.tea, product, **order)  # type: ignore[arg-type]  # fields of many kinds
    assert say(product, cast.tea).verified is False


def test_another_persons_or_products_order_verifies_nobody(cast: Cast) -> None:
    product = make_product()
    buy(cast.luka, product)
    buy(cast.tea, make_product("valley-1"))
    assert say(product, cast.tea).verified is False


def test_an_order_placed_after_the_review_does_not_verify_it(cast: Cast) -> None:
    product = make_product()
    buy(cast.tea, product, at=timezone.now() - timedelta(days=1))
    review = say(product, cast.tea, at=timezone.now() - timedelta(days=9), backfilled=True)
    assert not Review.objects.filter(verified=True).exists()
    edit_review(review, actor=cast.tea, rating=4, body=WORDS)
    assert Review.objects.filter(verified=True).count() == 1
    assert drifts() == []


def test_the_mark_stays_when_the_order_is_taken_over_anew(cast: Cast) -> None:
    product = make_product()
    line = buy(cast.tea, product)
    review = say(product, cast.tea)
    line.delete()
    review.refresh_from_db()
    assert (review.verified, review.order_line) == (True, None)
    assert drifts() == []


@pytest.mark.parametrize("action", [write_review, edit_review])
def test_nobody_can_say_that_a_review_is_verified(cast: Cast, action: object) -> None:
    with pytest.raises(TypeError, match="verified"):
        action(make_product(), actor=cast.mira, rating=5, body=WORDS, verified=True)  # type: ignore[operator]  # the point of the test


# Withdrawing


def test_withdrawing_takes_it_from_everywhere(cast: Cast) -> None:
    product = make_product()
    picture = a_picture(cast.tea)
    review = say(product, cast.tea, picture_ids=[picture.pk])
    withdraw_review(review, actor=cast.tea)
    assert (RatingTotal.objects.get().count, is_published(review.pk)) == (0, False)
    assert review_by(cast.tea, product) is None
    assert Picture.objects.get(pk=picture.pk).claimed_at is None
    assert verbs() == ["reviews.published", "reviews.withdrawn"]
    with pytest.raises(Refused, match="withdrawn"):
        withdraw_review(review, actor=cast.tea)
    assert RatingTotal.objects.get().count == 0


@pytest.mark.parametrize("role", ["outsider", "member", "moderator", "staff", "owner"])
def test_only_the_author_changes_and_withdraws(cast: Cast, role: str) -> None:
    review = say(make_product(), cast.luka, 3)
    actor = cast.by_role()[role]
    with pytest.raises(Refused):
        edit_review(review, actor=actor, rating=1, body="Somebody else's words.")
    with pytest.raises(Refused):
        withdraw_review(review, actor=actor)
    review.refresh_from_db()
    assert (review.rating, review.plain, review.state) == (Decimal(3), WORDS, "published")
    assert verbs() == ["reviews.published"]


def test_writing_again_after_a_withdrawal_publishes_again(cast: Cast) -> None:
    product = make_product()
    first = say(product, cast.tea, 2)
    withdraw_review(first, actor=cast.tea)
    second = say(product, cast.tea, 5)
    assert (second.pk, second.version, second.edited_at) == (first.pk, 2, None)
    assert RatingTotal.objects.get().sum_tenths == 50
    assert verbs() == ["reviews.published", "reviews.withdrawn", "reviews.published"]


def test_withdrawing_is_no_way_around_a_moderator(cast: Cast) -> None:
    product = make_product()
    review = say(product, cast.tea, 1)
    hide_review(review, actor=cast.ivo, reason="insult")
    withdraw_review(review, actor=cast.tea)
    again = say(product, cast.tea, 1)
    assert (again.state, RatingTotal.objects.get().count) == ("hidden", 0)
    assert verbs().count("reviews.published") == 1
