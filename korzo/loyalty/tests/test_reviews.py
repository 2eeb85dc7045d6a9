"""Reviews with a photo give points, whatever they say."""

import pytest

from korzo.kit import slots
from korzo.loyalty.models import PointEntry
from korzo.media.models import Picture, new_key
from korzo.members.models import Member
from korzo.reviews import actions as reviews
from korzo.reviews.models import Review
from korzo.shop.models import Connection, Product
from tests.cast import Cast, let_worker_finish

pytestmark = pytest.mark.usefixtures("rules")

BODY = "Light, dry and quick to lace, even on a long day in the hills."


def a_product(handle: str = "ridge-3") -> Product:
    connection, _is_new = Connection.objects.get_or_create(name="Kamzo", platform="shopify")
    return Product.objects.create(connection=connection, external_id=handle, handle=handle, title="Ridge 3")


def a_photo(owner: Member) -> Picture:
    return Picture.objects.create(
        key=new_key(), owner=owner, state=Picture.State.READY, width=800, height=600, alt="A shoe on a rock"
    )


def a_review(author: Member, *, photo: bool = True, rating: int = 5, handle: str = "ridge-3") -> Review:
    pictures = [a_photo(author).pk] if photo else []
    return reviews.write_review(a_product(handle), actor=author, rating=rating, body=BODY, picture_ids=pictures)


def points(member: Member) -> int:
    let_worker_finish()
    return sum(PointEntry.objects.filter(member=member).values_list("points", flat=True))


@pytest.mark.parametrize("rating", [1, 2, 3, 4, 5])
def test_stars_make_no_difference(cast: Cast, rating: int) -> None:
    a_review(cast.tea, rating=rating)
    assert points(cast.tea) == 20


def test_without_a_photo_there_are_none(cast: Cast) -> None:
    a_review(cast.tea, photo=False)
    assert points(cast.tea) == 0


def test_a_photo_that_comes_later_counts_and_one_that_goes_takes_them_along(cast: Cast) -> None:
    review = a_review(cast.tea, photo=False)
    reviews.edit_review(review, actor=cast.tea, rating=4, body=BODY, picture_ids=[a_photo(cast.tea).pk])
    assert points(cast.tea) == 20
    reviews.edit_review(review, actor=cast.tea, rating=4, body=BODY, picture_ids=[])
    assert points(cast.tea) == 0


def test_a_withdrawn_review_takes_them_back(cast: Cast) -> None:
    review = a_review(cast.tea)
    assert points(cast.tea) == 20
    reviews.withdraw_review(review, actor=cast.tea)
    assert points(cast.tea) == 0


def test_a_hidden_review_takes_them_back_until_it_is_shown_again(cast: Cast) -> None:
    review = a_review(cast.tea)
    reviews.hide_review(review, actor=cast.ivo, reason="off_topic")
    assert points(cast.tea) == 0
    reviews.show_again(review, actor=cast.ivo)
    assert points(cast.tea) == 20


def test_readers_of_reviews_are_told_what_authors_get(cast: Cast) -> None:
    product = a_product()
    assert slots.collect("reviews.rewards", [product.pk]) == {
        product.pk: ["Members get 20 points for a review with a photo, whatever number of stars they give."]
    }
