import pytest

from korzo.community.models import Community
from korzo.discussions.actions import remove_post
from korzo.discussions.models import Space
from korzo.search.actions import rebuild
from korzo.shop.models import Product
from korzo.web.tests.scenes import make_product, make_topic
from tests.cast import Cast, signed_in


def page(query: str) -> str:
    answer = signed_in(None).get("/search/", {"q": query})
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_search_asks_what_for(town: Community) -> None:
    for query in ("", "   "):
        html = page(query)
        assert "autofocus" in html
        assert "Nothing found" not in html


def test_it_finds_talk_products_and_people(space: Space, cast: Cast) -> None:
    make_topic(space, cast.luka, title="Tea on the ridge at dawn")
    make_product("tea-kettle")
    rebuild()
    html = page("TEA")
    for words in ("<mark>Tea</mark> on the ridge at dawn", "/products/tea-kettle/", 'href="/members/tea/"'):
        assert words in html
    # Every word has to fit.
    html = page("tea dawn")
    assert ("on the ridge at" in html, "/products/tea-kettle/" in html) == (True, False)


@pytest.mark.parametrize(
    "query", ["xylophone", "%", "_____", "' OR 1=1 --", "\\", "<script>alert(1)</script>", "x" * 5000]
)
def test_it_finds_nothing_and_says_so(space: Space, cast: Cast, query: str) -> None:
    make_topic(space, cast.luka, title="Wet feet in October")
    html = page(query)
    assert "Nothing found" in html
    assert "<script>alert" not in html


def test_it_never_finds_by_mail_nor_what_is_hidden(space: Space, cast: Cast) -> None:
    topic = make_topic(space, cast.luka, title="Something about xylophones")
    assert topic.first_post is not None
    remove_post(topic.first_post, actor=cast.ivo, reason="Off topic.")
    make_product("xylophone-1", state=Product.State.DRAFT)
    for query in ("xylophones", "xylophone", "tea@example.com", "@example.com"):
        assert "Nothing found" in page(query)
