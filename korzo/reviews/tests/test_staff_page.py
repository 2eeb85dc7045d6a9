import pytest
from django.urls import reverse

from korzo.reviews.actions import hide_review
from korzo.reviews.models import ReviewReading
from korzo.reviews.tests.shelf import make_product, say
from tests.cast import Cast, signed_in

PAGE = "/staff/reviews/"


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]  # the answer of Django's test client


def test_it_has_its_address() -> None:
    assert reverse("staff_reviews") == PAGE


@pytest.mark.parametrize(
    ("role", "may"), [("outsider", False), ("member", False), ("moderator", True), ("staff", True), ("owner", True)]
)
def test_only_the_team_comes_in(cast: Cast, role: str, may: bool) -> None:
    review, person = say(make_product(), cast.luka), signed_in(cast.by_role()[role])
    assert (person.get(PAGE).status_code == 200) is may
    person.post(f"{PAGE}{review.pk}/reading/")
    assert ReviewReading.objects.exists() is may


def test_it_lists_what_is_new_and_what_is_hidden(cast: Cast) -> None:
    product = make_product()
    say(product, cast.tea, title="Mud <b>is</b> gone")
    hide_review(say(product, cast.luka, title="Rude words"), actor=cast.ivo, reason="insult")
    page = text_of(signed_in(cast.sara).get(PAGE))
    assert "Mud &lt;b&gt;is&lt;/b&gt; gone" in page
    assert page.index("Mud") < page.index("Rude words")
    assert "4 out of 5 stars" not in page
    assert "5 out of 5 stars" in page


def test_a_read_one_leaves_the_list(cast: Cast) -> None:
    review, person = say(make_product(), cast.tea, title="Mud is gone"), signed_in(cast.ivo)
    page = text_of(person.get(PAGE))
    assert f"/reviews/{review.pk}/hiding/?next=/staff/reviews/" in page
    assert f"/reviews/{review.pk}/reply/" not in page
    assert person.post(f"{PAGE}{review.pk}/reading/")["Location"] == PAGE
    assert ReviewReading.objects.get().by == cast.ivo
    assert "You have read them all." in text_of(person.get(PAGE))


@pytest.mark.parametrize("count", [1, 12])
def test_the_number_of_queries_does_not_grow(cast: Cast, count: int, django_assert_max_num_queries: object) -> None:
    for number in range(count):
        say(make_product(f"shoe-{number}"), cast.tea)
    person = signed_in(cast.sara)
    person.get(PAGE)
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # a context manager of pytest-django
        person.get(PAGE)
