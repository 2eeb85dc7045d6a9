"""The site map and robots.txt: all that everybody may read, in parts that cost the same however much there is."""

import xml.etree.ElementTree as ET
from datetime import datetime
from itertools import chain

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from korzo.community.models import Community
from korzo.discussions.actions import Rights, Written, open_space, remove_post, start_topic
from korzo.discussions.models import Space, Topic
from korzo.shop.models import Product
from korzo.web.tests.scenes import make_picture, make_product, make_topic, say
from korzo.web.views import findable
from tests.cast import Cast, signed_in

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGES = "{http://www.google.com/schemas/sitemap-image/1.1}"


def read(path: str) -> ET.Element:
    answer = signed_in(None).get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    return ET.fromstring(answer.content)


def addresses(path: str) -> list[str]:
    found = [(one.text or "").removeprefix(settings.KORZO_URL) for one in read(path).iter(f"{NAMESPACE}loc")]
    # The standard wants at least one, and no more than that.
    assert 1 <= len(found) <= 50_000
    assert all(one.startswith("/") for one in found)
    return found


def test_robots_are_told_what_to_leave(db: None) -> None:
    answer = signed_in(None).get("/robots.txt")
    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    for path in ("/accounts/", "/members/settings/", "/me/", "/staff/", "/search/", "/notices/"):
        assert f"Disallow: {path}" in lines
    assert f"Sitemap: {settings.KORZO_URL}/sitemap.xml" in lines
    assert "Disallow: /" not in lines


def test_the_map_lists_what_everybody_may_read(space: Space, cast: Cast) -> None:
    written = Written("Rain.", picture_ids=[make_picture(cast.tea).pk])
    topic = start_topic(
        space, actor=cast.tea, title="Boots & <b>braces</b> in ગુજરાત", written=written, tags=["Wax"], backfilled=True
    )
    gone = make_topic(space, cast.tea, title="Taken away at once")
    assert gone.first_post is not None
    remove_post(gone.first_post, actor=cast.ivo, reason="Off topic.")
    closed = open_space("Inner circle", actor=cast.mira, rights=Rights(read_key="role:member"))
    start_topic(closed, actor=cast.tea, title="Not for all", written=written, tags=["Secret"], backfilled=True)
    open_space("Nothing here", actor=cast.mira)
    say(make_product("ridge-3"), cast.tea)
    make_product("secret-4", state=Product.State.DRAFT)
    assert addresses("/sitemap.xml") == [
        f"/sitemap-{section}-1.xml" for section in ("pages", "products", "spaces", "tags", "topics")
    ]
    listed = {name: addresses(f"/sitemap-{name}-1.xml") for name in ("spaces", "topics", "tags", "products")}
    assert listed["spaces"] == [space.get_absolute_url()]
    assert [one for one in listed["topics"] if f"/{topic.pk}/" in one] == listed["topics"]
    assert listed["tags"] == ["/tags/wax/"]
    assert listed["products"] == ["/products/ridge-3/"]
    for address in [*chain.from_iterable(listed.values()), *addresses("/sitemap-pages-1.xml")]:
        answer = signed_in(None).get(address)
        assert answer.status_code == 200, address
        assert "noindex" not in answer.text, address


def test_pictures_and_the_last_change_are_told(space: Space, cast: Cast) -> None:
    topic = make_topic(space, cast.tea, pictured=True)
    root = read("/sitemap-topics-1.xml")
    (picture,) = [one.text or "" for one in root.iter(f"{IMAGES}loc")]
    assert picture.startswith(f"{settings.KORZO_URL}/media/pictures/")
    (changed,) = [one.text or "" for one in root.iter(f"{NAMESPACE}lastmod")]
    assert datetime.fromisoformat(changed) == topic.last_post_at.replace(microsecond=0)


def test_an_empty_house_has_its_own_pages(town: Community) -> None:
    assert addresses("/sitemap.xml") == ["/sitemap-pages-1.xml"]
    assert "/" in addresses("/sitemap-pages-1.xml")


@pytest.mark.parametrize("part", ["topics-1", "topics-2", "products-0", "members-1", "pages-2", "topics-99999999999"])
def test_a_part_that_is_not_there(town: Community, part: str) -> None:
    assert signed_in(None).get(f"/sitemap-{part}.xml").status_code == 404


def test_a_large_map_is_parted_by_ids(space: Space, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    topics = [make_topic(space, cast.tea) for _ in range(5)]
    monkeypatch.setattr(findable, "IDS_IN_PART", 2)
    parts = [one for one in addresses("/sitemap.xml") if one.startswith("/sitemap-topics-")]
    assert len(parts) == -(-topics[-1].pk // 2)
    found = [address for part in parts for address in addresses(part) if address != "/"]
    assert found == [topic.get_absolute_url() for topic in topics]


def test_a_part_of_which_all_is_gone_is_still_one(space: Space, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    topics = [make_topic(space, cast.tea) for _ in range(4)]
    Topic.objects.filter(pk__in=[topics[0].pk, topics[1].pk]).update(is_standing=False)
    monkeypatch.setattr(findable, "IDS_IN_PART", 1)
    assert addresses(f"/sitemap-topics-{topics[0].pk}.xml") == ["/"]


def test_no_part_counts_or_skips_rows(space: Space, cast: Cast) -> None:
    """What would cost more with every topic: a count, an offset, an order without an index."""
    for _ in range(3):
        make_topic(space, cast.tea, pictured=True)
    with CaptureQueriesContext(connection) as captured:
        addresses("/sitemap.xml")
        addresses("/sitemap-topics-1.xml")
    asked = [one["sql"] for one in captured if "discussions_topic" in one["sql"]]
    assert asked
    for sql in asked:
        assert "COUNT(" not in sql
        assert "OFFSET" not in sql
    ordered = [sql for sql in asked if 'FROM "discussions_topic"' in sql]
    # By the key alone; it is the only column where the last one is looked for.
    assert all('ORDER BY "discussions_topic"."id"' in sql or "ORDER BY 1 DESC" in sql for sql in ordered)
