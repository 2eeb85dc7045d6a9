from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from korzo.kit import slots
from korzo.kit.slots import Badge
from korzo.reviews.actions import edit_review, hide_review, mark_helpful, reply_for_shop
from korzo.reviews.models import Review
from korzo.reviews.queries import (
    Sort,
    count_of,
    disclosure,
    feed,
    fit_of,
    gallery_of,
    gallery_size,
    most_loved,
    page_for,
    parse_cursor,
    rating_of,
    review_feet,
    structured_data,
    to_read,
)
from korzo.reviews.tests.shelf import WORDS, a_picture, buy, crowd, make_product, say
from korzo.shop.models import Order, Product
from tests.cast import Cast


def some_reviews(count: int, product: Product) -> list[Review]:
    now = timezone.now()
    return [
        say(product, author, 1 + n % 5, at=now - timedelta(hours=count - n), backfilled=True)
        for n, author in enumerate(crowd(count))
    ]


def all_pages(product: Product, sort: Sort, limit: int) -> list[int]:
    shown, after = [], None
    while True:
        page = page_for(product, sort=sort, after=after, limit=limit)
        shown += [one.pk for one in page.reviews]
        if not page.after:
            return shown
        after = parse_cursor(page.after)
        assert after is not None


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_follow_each_other_without_gap_or_repetition(cast: Cast, sort: Sort) -> None:
    product = make_product()
    reviews = some_reviews(7, product)
    for review in reviews[2:4]:
        mark_helpful(review, actor=cast.tea)
    if sort is Sort.WITH_PHOTO:
        for review in reviews:
            assert review.author is not None
            edit_review(review, actor=review.author, rating=3, body=WORDS, picture_ids=[a_picture(review.author).pk])
    at_once = [one.pk for one in page_for(product, sort=sort, limit=50).reviews]
    assert len(at_once) == 7
    assert all_pages(product, sort, limit=2) == at_once


def test_it_sorts_as_asked(cast: Cast) -> None:
    product = make_product()
    one, two, three, four, five = some_reviews(5, product)
    mark_helpful(two, actor=cast.tea)
    mark_helpful(two, actor=cast.luka)
    mark_helpful(four, actor=cast.tea)
    order = {sort: all_pages(product, sort, limit=50) for sort in Sort}
    assert order[Sort.HELPFUL] == [two.pk, four.pk, five.pk, three.pk, one.pk]
    assert order[Sort.NEWEST] == [five.pk, four.pk, three.pk, two.pk, one.pk]
    assert order[Sort.HIGHEST] == [five.pk, four.pk, three.pk, two.pk, one.pk]
    assert order[Sort.LOWEST] == [one.pk, two.pk, three.pk, four.pk, five.pk]
    assert order[Sort.WITH_PHOTO] == []


def test_it_filters_by_stars(cast: Cast) -> None:
    product = make_product()
    reviews = some_reviews(5, product)
    Review.objects.filter(pk=reviews[4].pk).update(rating=Decimal("4.5"))
    shown = page_for(product, sort=Sort.NEWEST, stars=4).reviews
    assert [one.rating for one in shown] == [Decimal("4.5"), Decimal(4)]


@pytest.mark.parametrize(
    "text", ["", "x", "1-2", "1-2-3-4", "1-2-x", "9" * 40 + "-1-1", "1-" + "9" * 30 + "-1", "²-1-1"]
)
def test_a_cursor_that_we_did_not_write_is_none(text: str) -> None:
    assert parse_cursor(text) is None


@pytest.mark.parametrize("count", [3, 40])
def test_the_number_of_queries_does_not_grow(
    cast: Cast, count: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    product = make_product()
    for number, review in enumerate(some_reviews(count, product)):
        assert review.author is not None
        if number % 2:
            buy(review.author, product)
            picture = a_picture(review.author)
            edit_review(review, actor=review.author, rating=4, body=WORDS, picture_ids=[picture.pk])
            reply_for_shop(review, actor=cast.sara, body="Thank you.")
            mark_helpful(review, actor=cast.tea)
    badge_queries = len(slots._fillers["members.badge"])
    # Reviews with orders, people, pictures.
    with django_assert_num_queries(3 + badge_queries):  # type: ignore[attr-defined]  # a context manager of pytest-django
        page = page_for(product, limit=50)
    assert len(page.reviews) == count
    with django_assert_num_queries(3 + badge_queries):  # type: ignore[attr-defined]  # a context manager of pytest-django
        feed(limit=50)
    ids = [review.pk for review in page.reviews]
    with django_assert_num_queries(1):  # type: ignore[attr-defined]  # a context manager of pytest-django
        review_feet(ids, None)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]  # a context manager of pytest-django
        review_feet(ids, cast.tea)


def test_it_shows_what_a_reader_needs(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(slots._fillers, "members.badge", [lambda ids: {pk: Badge("Guide") for pk in ids}])
    product = make_product()
    buy(cast.tea, product)
    review = say(product, cast.tea, 4, fit=2, picture_ids=[a_picture(cast.tea).pk])
    reply_for_shop(review, actor=cast.sara, body="Thank you, Tea.")
    mark_helpful(review, actor=cast.luka)
    shown = page_for(product).reviews[0]
    foot = review_feet([review.pk], cast.luka)[review.pk]
    assert (shown.author.name, shown.author.badges) == ("Tea", [Badge("Guide")])
    assert (shown.verified, shown.returned, shown.fit_label, shown.variant_title) == (
        True, False, "A little small", "Pine / 42",
    )  # fmt: skip
    assert (foot.helpful_count, foot.helpful_by_me, foot.has_reply) == (1, True, True)
    assert shown.reply is not None
    assert (shown.reply.author.name, shown.reply.author.staff) == ("Sara", True)
    assert [photo.alt for photo in shown.photos] == ["A shoe on a rock"]
    assert (foot.can_mark_helpful, foot.can_edit, foot.can_hide, foot.can_reply) == (True, False, False, False)


@pytest.mark.parametrize("whole_order", [True, False])
def test_a_refund_keeps_the_mark_and_says_returned(cast: Cast, whole_order: bool) -> None:
    product = make_product()
    line = buy(cast.tea, product)
    say(product, cast.tea)
    if whole_order:
        Order.objects.update(financial_status=Order.FinancialStatus.REFUNDED)
    else:
        line.refunded_quantity = 1
        line.save(update_fields=["refunded_quantity"])
    shown = page_for(product).reviews[0]
    assert (shown.verified, shown.returned) == (True, True)
    rating = rating_of(product)
    assert rating is not None
    assert (rating.count, rating.verified_count) == (1, 1)


def test_the_gallery_shows_members_pictures(cast: Cast) -> None:
    product = make_product()
    first = say(
        product, cast.tea, picture_ids=[a_picture(cast.tea).pk], at=timezone.now() - timedelta(days=2), backfilled=True
    )
    second = say(product, cast.luka, picture_ids=[a_picture(cast.luka).pk, a_picture(cast.luka).pk])
    hidden = say(product, cast.ivo, picture_ids=[a_picture(cast.ivo).pk])
    hide_review(hidden, actor=cast.sara, reason="advertising")
    found = gallery_of(product)
    assert [(one.url, one.author.name) for one in found] == [
        (second.get_absolute_url(), "Luka"),
        (second.get_absolute_url(), "Luka"),
        (first.get_absolute_url(), "Tea"),
    ]
    assert (len(gallery_of(product, 2)), gallery_size(product)) == (2, 3)


def test_the_box_says_what_is_true(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    product = make_product()
    buy(cast.tea, product)
    say(product, cast.tea)
    bad = say(product, cast.luka, 1)
    box = disclosure(product, rating_of(product))
    assert (box.published, box.verified, box.unverified, box.own, box.imported, box.not_shown_count) == (
        2,
        1,
        1,
        2,
        0,
        0,
    )
    assert "who wrote them here (2)" in box.sentences[0]
    assert "1 bought the product, for 1 we do not know" in box.sentences[1]
    assert "All are shown." in box.sentences[2]
    hide_review(bad, actor=cast.ivo, reason="insult")
    monkeypatch.setitem(slots._fillers, "reviews.rewards", [lambda ids: dict.fromkeys(ids, "20 points for a picture.")])
    box = disclosure(product, rating_of(product))
    assert "1 is not shown: Insult or hate (1)." in box.sentences[2]
    assert box.sentences[3] == "20 points for a picture."
    Review.objects.filter(author=cast.tea).update(origin="import:judgeme")
    assert "from another review system (1)" in disclosure(product, rating_of(product)).sentences[0]


def test_fit_waits_for_five_answers(cast: Cast) -> None:
    product = make_product()
    people = crowd(5)
    for author in people[:4]:
        say(product, author, fit=2)
    assert fit_of(product) is None
    say(product, people[4], fit=3)
    found = fit_of(product)
    assert found is not None
    assert (found.label, found.place, found.count) == ("A little small", 30, 5)


def test_machines_read_the_same_figure(cast: Cast) -> None:
    product = make_product()
    for author, stars in zip(crowd(4), (5, 5, 4, 1), strict=True):
        say(product, author, stars)
    rating = rating_of(product)
    page = page_for(product, sort=Sort.NEWEST)
    data = structured_data(rating, page.reviews)
    assert data["aggregateRating"]["ratingValue"] == "3.75"
    assert data["aggregateRating"]["reviewCount"] == 4
    assert [one["reviewRating"]["ratingValue"] for one in data["review"]] == ["1", "4", "5", "5"]
    assert structured_data(None, []) == {}


def test_feeds_tell_of_published_reviews_only(cast: Cast) -> None:
    product = make_product()
    say(product, cast.tea, title="Mud is gone")
    hide_review(say(product, cast.luka), actor=cast.ivo, reason="insult")
    items = feed()
    assert [(item.title, item.name, item.place, item.rating) for item in items] == [
        ("Mud is gone", "Tea", "Ridge 3", Decimal(5))
    ]
    assert ([item.title for item in feed(member=cast.luka)], count_of(cast.luka), count_of(cast.tea)) == ([], 0, 1)


def test_most_loved_needs_several_happy_people(cast: Cast) -> None:
    product, other = make_product(), make_product("valley-1")
    people = crowd(4)
    for author in people:
        say(other, author, 3)
    for author in people[:2]:
        say(product, author, 5)
    assert most_loved() is None
    say(product, people[2], 4)
    loved = most_loved()
    assert loved is not None
    assert (loved.product_id, loved.words) == (product.pk, "3 new reviews, 4.7 of 5 stars")


def test_to_read_holds_what_is_new(cast: Cast) -> None:
    product = make_product()
    say(product, cast.luka, at=timezone.now() - timedelta(days=8), backfilled=True)
    fresh = say(product, cast.tea)
    assert list(to_read()) == [fresh]
