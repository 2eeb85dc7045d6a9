"""The average of guide and law: all published reviews, each counting the same."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection, connections
from django.utils import timezone

from korzo.members.models import Member
from korzo.reviews.actions import edit_review, hide_review, show_again, withdraw_review
from korzo.reviews.actions.totals import count_in
from korzo.reviews.models import RatingTotal, Review
from korzo.reviews.queries import drifts, rating_of, ratings_of
from korzo.reviews.tasks import check_totals
from korzo.reviews.tests.shelf import WORDS, crowd, make_product, say
from korzo.shop.models import Product
from tests.cast import Cast


def put(product: Product, *ratings: str) -> None:
    """Reviews as an import will bring them: our own form has no halves."""
    for number, rating in enumerate(ratings):
        count_in(
            Review.objects.create(
                product=product,
                display_name=f"Reader {number}",
                rating=Decimal(rating),
                html="",
                plain="",
                cleaner_version=1,
                language="en",
                state="published",
                published_at=timezone.now(),
                origin="import:testing",
            )
        )


@pytest.mark.parametrize(
    ("ratings", "shown", "exact"),
    [
        (["5", "5", "4", "1"], "3.8", "3.75"),
        (["5", "4.5", "3"], "4.2", "4.17"),
        (["5", "5", "4"], "4.7", "4.67"),
        (["4.5", "4.4"], "4.5", "4.45"),
        (["4", "5"], "4.5", "4.50"),
        # 4.4463 would become 4.5 if it were rounded twice.
        (["4.4"] * 27 + ["4.5"] * 23, "4.4", "4.45"),
    ],
)
def test_it_counts_all_and_rounds_halves_up(cast: Cast, ratings: list[str], shown: str, exact: str) -> None:
    product = make_product()
    put(product, *ratings)
    rating = rating_of(product)
    assert rating is not None
    assert (str(rating.shown), str(rating.exact), rating.count) == (shown, exact, len(ratings))
    assert drifts() == []


def test_it_shows_nothing_below_one_review(cast: Cast) -> None:
    product = make_product()
    assert rating_of(product) is None
    withdraw_review(say(product, cast.tea), actor=cast.tea)
    assert rating_of(product) is None


def test_it_leaves_hidden_reviews_out(cast: Cast) -> None:
    product = make_product()
    one, two, three = crowd(3)
    for author, stars in ((one, 5), (two, 5), (three, 4)):
        say(product, author, stars)
    bad = say(product, cast.luka, 1)
    hide_review(bad, actor=cast.ivo, reason="insult")
    rating = rating_of(product)
    assert rating is not None
    assert (str(rating.shown), str(rating.exact), rating.count) == ("4.7", "4.67", 3)
    show_again(bad, actor=cast.ivo)
    rating = rating_of(product)
    assert rating is not None
    assert (str(rating.shown), rating.count) == ("3.8", 4)


def test_it_draws_the_histogram_without_flattering(cast: Cast) -> None:
    product = make_product()
    put(product, "5", "5", "4.9", "4.5", "1")
    rating = rating_of(product)
    assert rating is not None
    assert [(line.stars, line.count, line.share) for line in rating.lines] == [
        (5, 2, 40),
        (4, 2, 40),
        (3, 0, 0),
        (2, 0, 0),
        (1, 1, 20),
    ]


def test_it_answers_for_many_products_with_one_query(
    cast: Cast, django_assert_num_queries: Callable[[int], object]
) -> None:
    products = [make_product(f"shoe-{n}") for n in range(4)]
    for product in products[:3]:
        say(product, cast.tea, 4)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]  # a context manager of pytest-django
        found = ratings_of([product.pk for product in products])
    assert sorted(found) == sorted(product.pk for product in products[:3])


def test_it_finds_a_sum_that_is_wrong(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    product = make_product()
    say(product, cast.tea, 4)
    RatingTotal.objects.update(sum_tenths=50, n1=1)
    found = [(drift.name, drift.kept, drift.counted) for drift in drifts()]
    assert found == [("sum_tenths", 50, 40), ("n1", 1, 0)]
    check_totals.func()
    assert "sum_tenths is kept as 50 and counted as 40" in caplog.text


def live_on(people: list[Member], cast: Cast, product: Product, chance: random.Random, steps: int) -> None:
    """Some people write, change their mind, withdraw; a moderator hides and shows."""
    for _step in range(steps):
        author = chance.choice(people)
        review = Review.objects.filter(author=author, product=product).first()
        deed = chance.choice(["write", "edit", "withdraw", "hide", "show"])
        stars = chance.randint(1, 5)
        if review is None or deed == "write":
            say(product, author, stars, backfilled=True)
        elif deed == "edit" and not review.is_withdrawn:
            edit_review(review, actor=author, rating=stars, body=WORDS, backfilled=True)
        elif deed == "withdraw" and not review.is_withdrawn:
            withdraw_review(review, actor=author)
        elif deed == "hide" and review.is_published:
            hide_review(review, actor=cast.ivo, reason="off_topic")
        elif deed == "show" and review.is_hidden:
            show_again(review, actor=cast.ivo)


@pytest.mark.parametrize("seed", range(5))
def test_it_never_drifts(cast: Cast, seed: int) -> None:
    product, chance, people = make_product(), random.Random(seed), crowd(4)
    for _round in range(6):
        live_on(people, cast, product, chance, steps=8)
        assert drifts() == []


@pytest.mark.django_db(transaction=True)
def test_it_never_drifts_when_many_write_at_once(cast: Cast) -> None:
    product, people = make_product(), crowd(6)

    def live(number: int) -> None:
        try:
            live_on([people[number]], cast, product, random.Random(number), steps=6)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(live, range(6)))
    assert drifts() == []
    total = RatingTotal.objects.get(product=product)
    assert total.count == Review.objects.filter(state="published").count()
    connections.close_all()
