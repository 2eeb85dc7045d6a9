import json
import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from korzo.comments.actions import Written, hide_comment, post_comment
from korzo.community.models import Community
from korzo.discussions.models import Space
from korzo.kit.html import json_for_page
from korzo.members.models import Member
from korzo.shop.models import Product, Variant
from korzo.web.tests.scenes import buy, crowd, make_product, make_reply, make_topic, say
from tests.cast import Cast, let_worker_finish, signed_in
from tests.linked_data import check

LABEL = "shop.product"


def page(path: str, person: Member | None = None) -> str:
    answer = signed_in(person).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def structured(html: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data: dict[str, object] = json.loads(found.group(1))
    return data


def count_queries(path: str, person: Member | None = None) -> int:
    client = signed_in(person)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_an_empty_shelf_says_so(town: Community) -> None:
    assert "No products yet" in page("/products/")


def test_it_lists_what_is_on_sale(town: Community, cast: Cast) -> None:
    say(make_product("ridge-3", kind="Shoes"), cast.tea, 4)
    make_product("secret-4", state=Product.State.DRAFT)
    make_product("old-1", gone_at=timezone.now())
    html = page("/products/")
    assert 'href="/products/ridge-3/"' in html
    assert "€129.90" in html
    for handle in ("secret-4", "old-1"):
        assert handle not in html
        assert signed_in(None).get(f"/products/{handle}/").status_code == 404
        assert signed_in(cast.tea).get(f"/products/{handle}/").status_code == 404
        assert signed_in(cast.sara).get(f"/products/{handle}/").status_code == 200


def test_a_kind_of_any_name_is_a_filter(town: Community) -> None:
    make_product("ridge-3", kind="Shoes & boots")
    make_product("lamp-1", kind="Light")
    html = page("/products/")
    link = re.search(r'href="(\?kind=Shoes[^"]*)"', html)
    assert link is not None
    filtered = page("/products/" + unescape(link.group(1)))
    assert ("/products/ridge-3/" in filtered, "/products/lamp-1/" in filtered) == (True, False)
    assert "No products yet" in page("/products/?kind=Hats")


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "9999999999999999999999", "²"])
def test_a_page_that_is_not_there_is_one_that_is(town: Community, number: str) -> None:
    make_product()
    assert "/products/ridge-3/" in page(f"/products/?page={number}")


def test_many_products_take_two_pages(town: Community) -> None:
    for number in range(26):
        make_product(f"thing-{number:02}", pictured=False)
    assert ("thing-25" in page("/products/"), 'href="?page=2"' in page("/products/")) == (False, True)
    assert ("thing-25" in page("/products/?page=2"), "page=3" in page("/products/?page=2")) == (True, False)


def test_the_list_asks_no_more_of_a_full_shelf(town: Community, cast: Cast) -> None:
    say(make_product("thing-a"), cast.tea)
    before = count_queries("/products/")
    for number in range(12):
        say(make_product(f"thing-{number}"), cast.tea)
    assert count_queries("/products/") == before


def test_a_product_without_reviews(town: Community) -> None:
    make_product(description_plain="A shoe for ridges.")
    html = page("/products/ridge-3/")
    for words in ("Ridge 3", "A shoe for ridges.", "€129.90", "In stock, 42 to 44", "No review yet"):
        assert words in html
    assert 'href="https://shop.example/products/ridge-3"' in html
    data = structured(html)
    assert data["offers"] == {
        "@type": "Offer", "price": "129.9", "priceCurrency": "EUR", "availability": "https://schema.org/InStock",
    }  # fmt: skip
    assert "aggregateRating" not in data


def test_a_product_with_reviews(town: Community, cast: Cast) -> None:
    product = make_product(vendor="Kamzo")
    buy(cast.tea, product)
    say(product, cast.tea, 5, title="Dry </script><b>feet</b>")
    say(product, cast.luka, 2)
    html = page("/products/ridge-3/")
    assert "Dry &lt;/script&gt;&lt;b&gt;feet&lt;/b&gt;" in html
    assert "2 reviews" in html
    assert "1 member owns it." in html
    data = structured(html)
    rating = data["aggregateRating"]
    assert isinstance(rating, dict)
    assert (rating["ratingValue"], rating["reviewCount"]) == ("3.50", 2)
    assert data["brand"] == {"@type": "Brand", "name": "Kamzo"}
    assert isinstance(data["review"], list)
    assert {one["name"] for one in data["review"] if "name" in one} == {"Dry </script><b>feet</b>"}


def test_machines_read_the_comments_that_stand_on_the_page(town: Community, cast: Cast) -> None:
    product = make_product()
    assert "subjectOf" not in structured(page("/products/ridge-3/"))
    first = post_comment(LABEL, product.pk, actor=cast.tea, written=Written("Which size?"), backfilled=True)
    answer = Written("One up </script>.")
    post_comment(LABEL, product.pk, actor=cast.sara, written=answer, parent_id=first.pk, backfilled=True)
    about = structured(page("/products/ridge-3/"))["subjectOf"]
    assert isinstance(about, dict)
    check(about)
    assert (about["@type"], about["commentCount"]) == ("WebPage", 2)
    [told] = about["comment"]
    assert (told["text"], told["author"]["name"]) == ("Which size?", "Tea")
    assert told["author"]["url"].endswith(cast.tea.get_absolute_url())
    assert [one["text"] for one in told["comment"]] == ["One up </script>."]
    hide_comment(first.pk, actor=cast.ivo, reason="Off topic.")
    html = page("/products/ridge-3/")
    about = structured(html)["subjectOf"]
    assert isinstance(about, dict)
    check(about)
    assert about["comment"][0]["creativeWorkStatus"] == "Deleted"
    assert "Which size?" not in html


def test_a_round_price_is_written_out_for_machines(town: Community) -> None:
    make_product(price_from=Decimal(100))
    offers = structured(page("/products/ridge-3/"))["offers"]
    assert isinstance(offers, dict)
    assert offers["price"] == "100"


def test_out_of_stock_is_said_to_people_and_machines(town: Community) -> None:
    make_product()
    Variant.objects.update(stock=0)
    html = page("/products/ridge-3/")
    assert "Out of stock just now" in html
    offers = structured(html)["offers"]
    assert isinstance(offers, dict)
    assert offers["availability"] == "https://schema.org/OutOfStock"


def test_a_buyer_sees_that_they_own_it_and_their_own_review(town: Community, cast: Cast) -> None:
    product = make_product()
    buy(cast.tea, product)
    assert "You own it" in page("/products/ridge-3/", cast.tea)
    assert "You own it" not in page("/products/ridge-3/", cast.luka)
    assert 'href="/reviews/new/ridge-3/"' in page("/products/ridge-3/", cast.tea)
    review = say(product, cast.tea)
    html = page("/products/ridge-3/", cast.tea)
    assert f'href="{review.get_absolute_url()}"' in html
    assert "Your review" in html


@pytest.mark.parametrize("query", ["sort=newest", "sort=photo", "sort=x", "stars=5", "stars=9", "stars=x", "after=x"])
def test_reviews_are_sorted_and_filtered_without_an_error(town: Community, cast: Cast, query: str) -> None:
    say(make_product(), cast.tea, 5, title="Dry at last")
    page(f"/products/ridge-3/?{query}")


def test_stars_filter(town: Community, cast: Cast) -> None:
    product = make_product()
    say(product, cast.tea, 5, title="Dry at last")
    say(product, cast.luka, 2, title="Wet again")
    html = page("/products/ridge-3/?stars=2")
    listed = html[html.index('id="reviews-h"') :]
    assert ("Wet again" in listed, "Dry at last" in listed) == (True, False)
    assert "No review with that many stars" in page("/products/ridge-3/?stars=1")


def test_questions_about_it_stand_below(space: Space, cast: Cast) -> None:
    product = make_product()
    make_reply(make_topic(space, cast.tea, title="Do they run small?", question=True, product=product), cast.luka)
    assert "Do they run small?" in page("/products/ridge-3/")


@pytest.mark.parametrize("handle", ["nothing", "Ridge-3", "%F0%9F%A5%BE", "'; DROP", "a" * 200])
def test_a_product_that_is_not_there(town: Community, handle: str) -> None:
    make_product()
    answer = signed_in(None).get(f"/products/{handle}/")
    assert answer.status_code == 404
    assert "This path ends here" in answer.content.decode()


def test_the_page_asks_no_more_of_a_loved_product(space: Space, cast: Cast) -> None:
    product = make_product()

    def be_loved(people: list[Member]) -> None:
        for person in people:
            buy(person, product)
            say(product, person, 4)
            make_reply(make_topic(space, person, question=True, product=product), cast.luka)
        let_worker_finish()

    be_loved([cast.tea, cast.ivo])
    before = [count_queries("/products/ridge-3/", person) for person in (None, cast.tea)]
    be_loved(crowd(6))
    assert [count_queries("/products/ridge-3/", person) for person in (None, cast.tea)] == before
    assert before[0] <= 32


def test_machines_read_what_people_wrote() -> None:
    assert json.loads(json_for_page({"name": "</script>"})) == {"name": "</script>"}
