import pytest
from django.test import Client

from korzo.reviews.actions import hide_review, mark_helpful, reply_for_shop
from korzo.reviews.models import Helpful, Hiding, Review, ShopReply
from korzo.reviews.tests.shelf import a_picture, buy, make_product, say
from tests.cast import Cast, signed_in


@pytest.fixture
def review(cast: Cast) -> Review:
    product = make_product()
    buy(cast.tea, product)
    return say(product, cast.tea, 4, title="Mud <i>is</i> gone", picture_ids=[a_picture(cast.tea).pk])


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]  # the answer of Django's test client


def test_guests_read_it_without_cookies(review: Review) -> None:
    response = Client().get(review.get_absolute_url())
    page = text_of(response)
    assert response.status_code == 200
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in page
    assert "Mud &lt;i&gt;is&lt;/i&gt; gone" in page
    assert "4 out of 5 stars" in page
    assert "Verified buyer" in page
    assert f"/accounts/login/?next=/reviews/{review.pk}/" in page


def test_a_body_with_markup_stays_words(cast: Cast) -> None:
    body = '<svg onload=alert(1)>"><script>alert(1)</script> javascript:alert(1) still good'
    review = say(make_product(), cast.luka, body=body)
    page = text_of(Client().get(review.get_absolute_url()))
    assert "<svg onload" not in page
    assert "<script>alert" not in page


def test_only_those_who_may_see_what_they_can_do(cast: Cast, review: Review) -> None:
    reply_for_shop(review, actor=cast.sara, body="Thank you, Tea.")
    pages = {
        name: text_of(signed_in(person).get(review.get_absolute_url()))
        for name, person in {"author": cast.tea, "reader": cast.luka, "moderator": cast.ivo, "staff": cast.sara}.items()
    }
    seen = {
        name: tuple(f"/reviews/{review.pk}/{part}/" in page for part in ("helpful", "edit", "hiding", "reply"))
        for name, page in pages.items()
    }
    assert seen == {
        "author": (False, True, False, False),
        "reader": (True, False, False, False),
        "moderator": (True, False, True, False),
        "staff": (False, False, True, True),
    }
    assert all("Thank you, Tea." in page for page in pages.values())


def test_a_hidden_one_is_there_for_its_author_with_the_reason(cast: Cast, review: Review) -> None:
    hide_review(review, actor=cast.ivo, reason="fake", evidence="Two accounts, one text.")
    address = review.get_absolute_url()
    assert Client().get(address).status_code == 404
    assert signed_in(cast.luka).get(address).status_code == 404
    mine = text_of(signed_in(cast.tea).get(address))
    assert "Proven fake" in mine
    assert "Two accounts" not in mine
    assert "Two accounts" in text_of(signed_in(cast.ivo).get(address))


def test_a_tap_says_useful_and_a_second_takes_it_back(cast: Cast, review: Review) -> None:
    person, address = signed_in(cast.luka), f"/reviews/{review.pk}/helpful/"
    assert person.post(address)["Location"] == review.get_absolute_url()
    assert Helpful.objects.count() == 1
    response = person.post(address, {"_method": "delete"}, headers={"HX-Request": "true"})
    page = text_of(response)
    assert Helpful.objects.count() == 0
    assert f'id="review-{review.pk}-helpful"' in page
    assert 'aria-pressed="false"' in page
    assert "<html" not in page
    assert "HX-Request" in response["Vary"]
    page = text_of(person.post(address, headers={"HX-Request": "true"}))
    assert 'aria-pressed="true"' in page
    assert "Useful, 1" in page


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 403), ("member", 302), ("moderator", 302), ("staff", 403), ("owner", 403)]
)
def test_who_may_tap(cast: Cast, role: str, status: int) -> None:
    review = say(make_product("valley-1"), cast.luka)
    assert signed_in(cast.by_role()[role]).post(f"/reviews/{review.pk}/helpful/").status_code == status
    assert Helpful.objects.count() == (1 if status == 302 else 0)


def test_reading_marks_nothing(cast: Cast, review: Review) -> None:
    assert signed_in(cast.luka).get(f"/reviews/{review.pk}/helpful/").status_code == 405
    assert not Helpful.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 302), ("member", 403), ("moderator", 200), ("staff", 200), ("owner", 200)]
)
def test_who_may_hide(cast: Cast, role: str, status: int) -> None:
    review = say(make_product("valley-1"), cast.luka)
    person, address = signed_in(cast.by_role()[role]), f"/reviews/{review.pk}/hiding/"
    assert person.get(address).status_code == status
    person.post(address, {"reason": "insult"})
    assert Hiding.objects.count() == (1 if status == 200 else 0)


def test_hiding_asks_for_a_reason_and_shows_again(cast: Cast, review: Review) -> None:
    person, address = signed_in(cast.ivo), f"/reviews/{review.pk}/hiding/"
    assert person.post(address, {"reason": "too_few_stars"}).status_code == 422
    assert person.post(address, {"reason": "fake"}).status_code == 422
    assert not Hiding.objects.exists()
    response = person.post(address, {"reason": "insult", "next": "https://elsewhere.example/"})
    assert response["Location"] == review.get_absolute_url()
    assert "Insult or hate" in text_of(person.get(address))
    response = person.post(address, {"_method": "delete", "next": "/staff/reviews/"})
    assert response["Location"] == "/staff/reviews/"
    review.refresh_from_db()
    assert review.is_published


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 302), ("member", 403), ("moderator", 403), ("staff", 200), ("owner", 200)]
)
def test_who_may_reply(cast: Cast, role: str, status: int) -> None:
    review = say(make_product("valley-1"), cast.luka)
    person, address = signed_in(cast.by_role()[role]), f"/reviews/{review.pk}/reply/"
    assert person.get(address).status_code == status
    person.post(address, {"body": "Thank you."})
    assert ShopReply.objects.count() == (1 if status == 200 else 0)


def test_a_reply_keeps_what_was_typed(cast: Cast, review: Review) -> None:
    person, address = signed_in(cast.sara), f"/reviews/{review.pk}/reply/"
    response = person.post(address, {"body": "a" * 2_001})
    assert response.status_code == 422
    assert "a" * 2_001 in text_of(response)
    person.post(address, {"body": "Thank you, Tea."})
    assert "Thank you, Tea." in text_of(person.get(address))


def test_a_page_costs_the_same_with_many_marks(
    cast: Cast, review: Review, django_assert_max_num_queries: object
) -> None:
    mark_helpful(review, actor=cast.luka)
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # a context manager of pytest-django
        Client().get(review.get_absolute_url())
