import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from korzo.media.models import Picture
from korzo.reviews.actions import hide_review, withdraw_review
from korzo.reviews.models import Review
from korzo.reviews.tests.shelf import WORDS, a_file, a_picture, make_product, say
from korzo.shop.models import Product
from tests.cast import Cast, signed_in

NEW = "/reviews/new/ridge-3/"


@pytest.fixture(autouse=True)
def product(cast: Cast) -> Product:
    return make_product()


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]  # the answer of Django's test client


def test_it_shows_the_form(cast: Cast) -> None:
    response = signed_in(cast.tea).get(NEW)
    page = text_of(response)
    assert response.status_code == 200
    assert page.count('type="radio" name="stars"') == 5
    assert 'name="files" multiple' in page
    assert 'enctype="multipart/form-data"' in page
    assert 'name="verified"' not in page


def test_it_sends_a_guest_to_sign_in(cast: Cast) -> None:
    response = Client().get(NEW)
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/reviews/new/ridge-3/"
    assert Client().post(NEW, {"stars": 5, "body": WORDS}).status_code == 302
    assert not Review.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("member", 200), ("moderator", 200), ("staff", 403), ("owner", 403)])
def test_the_team_cannot_rate(cast: Cast, role: str, status: int) -> None:
    person = signed_in(cast.by_role()[role])
    assert person.get(NEW).status_code == status
    if status == 403:
        assert person.post(NEW, {"stars": 5, "body": WORDS, "files": [a_file()]}).status_code == 403
        assert not Review.objects.exists()
        assert not Picture.objects.exists()


def test_it_knows_no_other_product(cast: Cast) -> None:
    make_product("secret", state=Product.State.DRAFT)
    assert signed_in(cast.tea).get("/reviews/new/nothing/").status_code == 404
    assert signed_in(cast.tea).get("/reviews/new/secret/").status_code == 404


def test_it_publishes_without_scripts_with_files(cast: Cast) -> None:
    sent = {"stars": "4", "title": "Mud is gone", "body": f"{WORDS}\n\nSecond part.", "fit": "2", "body_format": "text"}
    response = signed_in(cast.tea).post(NEW, {**sent, "files": [a_file("a.jpg"), a_file("b.jpg", colour="red")]})
    review = Review.objects.get()
    assert (response.status_code, response["Location"]) == (302, review.get_absolute_url())
    assert (review.rating, review.title, review.fit, review.is_published) == (Decimal(4), "Mud is gone", 2, True)
    assert review.html == f'<p dir="auto">{WORDS}</p><p dir="auto">Second part.</p>'
    assert review.review_pictures.count() == 2
    assert not Picture.objects.filter(claimed_at__isnull=True).exists()


def test_it_publishes_what_the_composer_sends(cast: Cast) -> None:
    picture = a_picture(cast.tea)
    sent = {"stars": "5", "body": f"<div>{WORDS}</div>", "body_format": "html"}
    signed_in(cast.tea).post(NEW, {**sent, "pictures": [picture.pk], f"alt-{picture.pk}": "Snow on a roof"})
    review = Review.objects.get()
    assert review.html == f'<p dir="auto">{WORDS}</p>'
    assert review.review_pictures.get().picture.alt == "Snow on a roof"


def test_nobody_is_verified_by_a_form(cast: Cast) -> None:
    signed_in(cast.tea).post(NEW, {"stars": "5", "body": WORDS, "verified": "on", "order_line": "1", "state": "x"})
    review = Review.objects.get()
    assert (review.verified, review.order_line) == (False, None)


def test_it_keeps_what_was_typed_and_the_files(cast: Cast) -> None:
    person = signed_in(cast.tea)
    sent = {"title": "Mud <b>is</b> gone", "body": "Warm & dry </textarea><script>x</script>", "fit": "2"}
    response = person.post(NEW, {**sent, "files": [a_file()]})
    page = text_of(response)
    assert response.status_code == 422
    assert "Please choose one to five stars." in page
    assert 'value="Mud &lt;b&gt;is&lt;/b&gt; gone"' in page
    assert "Warm &amp; dry &lt;/textarea&gt;&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page
    picture = Picture.objects.get()
    assert f'name="pictures" value="{picture.pk}" checked' in page
    assert not Review.objects.exists()
    person.post(NEW, {**sent, "stars": "3", "body": WORDS, "pictures": [picture.pk]})
    assert Review.objects.get().review_pictures.get().picture_id == picture.pk


def test_rich_text_comes_back_clean(cast: Cast) -> None:
    sent = {"body": '<div onclick="x()">Warm<img src=x onerror=alert(1)></div>', "body_format": "html"}
    page = text_of(signed_in(cast.tea).post(NEW, sent))
    assert '<template data-html><p dir="auto">Warm</p></template>' in page
    assert "onerror" not in page


def test_it_says_what_is_wrong_with_a_file(cast: Cast) -> None:
    bad = SimpleUploadedFile("walk.jpg", b"no picture at all", content_type="image/jpeg")
    response = signed_in(cast.tea).post(NEW, {"stars": "5", "body": WORDS, "files": [bad]})
    assert response.status_code == 422
    assert "walk.jpg:" in text_of(response)
    assert not Review.objects.exists()


def test_it_says_that_there_are_too_many_files(cast: Cast) -> None:
    response = signed_in(cast.tea).post(NEW, {"stars": "5", "body": WORDS, "files": [a_file() for _n in range(6)]})
    assert response.status_code == 422
    assert "Up to 5 pictures fit here." in text_of(response)
    assert (Review.objects.count(), Picture.objects.count()) == (0, 5)


def test_who_wrote_already_comes_to_the_change(cast: Cast, product: Product) -> None:
    review = say(product, cast.tea)
    assert signed_in(cast.tea).get(NEW)["Location"] == f"/reviews/{review.pk}/edit/"
    withdraw_review(review, actor=cast.tea)
    assert signed_in(cast.tea).get(NEW).status_code == 200


def test_it_changes_a_review(cast: Cast, product: Product) -> None:
    kept, dropped = a_picture(cast.tea), a_picture(cast.tea)
    review = say(product, cast.tea, 4, title="Good", picture_ids=[kept.pk, dropped.pk])
    address = f"/reviews/{review.pk}/edit/"
    page = text_of(signed_in(cast.tea).get(address))
    assert 'value="Good"' in page
    assert re.findall(r'name="stars" value="(\d)"[^>]* checked', page) == ["4"]
    sent = {"stars": "2", "title": "Not so good", "body": "After a winter the sole came off.", "pictures": [kept.pk]}
    response = signed_in(cast.tea).post(address, sent)
    assert response["Location"] == review.get_absolute_url()
    review.refresh_from_db()
    assert (review.rating, review.title, review.version) == (Decimal(2), "Not so good", 2)
    assert [row.picture_id for row in review.review_pictures.all()] == [kept.pk]


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 302), ("member", 403), ("moderator", 403), ("staff", 403), ("owner", 403)]
)
@pytest.mark.parametrize("page", ["edit", "withdrawal"])
def test_only_the_author_comes_in(cast: Cast, product: Product, role: str, status: int, page: str) -> None:
    review = say(product, cast.luka, 3)
    person = signed_in(cast.by_role()[role])
    assert person.get(f"/reviews/{review.pk}/{page}/").status_code == status
    assert person.post(f"/reviews/{review.pk}/{page}/", {"stars": "1", "body": WORDS}).status_code == status
    review.refresh_from_db()
    assert (review.rating, review.state, review.version) == (Decimal(3), "published", 1)


def test_it_withdraws_after_asking(cast: Cast, product: Product) -> None:
    review, person = say(product, cast.tea), signed_in(cast.tea)
    address = f"/reviews/{review.pk}/withdrawal/"
    assert "Withdraw this review?" in text_of(person.get(address))
    review.refresh_from_db()
    assert review.is_published
    assert person.post(address)["Location"] == product.get_absolute_url()
    review.refresh_from_db()
    assert review.is_withdrawn
    assert person.get(review.get_absolute_url()).status_code == 404


def test_the_form_wants_a_token(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.tea)
    assert strict.post(NEW, {"stars": 5, "body": WORDS}).status_code == 403
    assert not Review.objects.exists()


def test_a_hidden_review_says_so_in_its_form(cast: Cast, product: Product) -> None:
    review = say(product, cast.tea)
    hide_review(review, actor=cast.ivo, reason="insult")
    assert "hidden just now" in text_of(signed_in(cast.tea).get(f"/reviews/{review.pk}/edit/"))
