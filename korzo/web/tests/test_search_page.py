import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from korzo.community.models import Community
from korzo.discussions.actions import Written, accept_answer, post_reply
from korzo.discussions.models import Space
from korzo.members.actions import mute_member
from korzo.members.models import Member
from korzo.search.actions import rebuild
from korzo.web.tests.scenes import crowd, make_product, make_reply, make_topic, say
from tests.cast import Cast, let_worker_finish, signed_in


def page(address: str, person: Member | None = None) -> str:
    answer = signed_in(person).get(f"/search/{address}")
    assert answer.status_code == 200
    return str(answer.text)


def titles(html: str) -> list[str]:
    found = re.findall(r'<p class="title"[^>]*><a href="[^"]*">(.*?)</a>', html)
    return [unescape(re.sub(r"<[^>]+>", "", one)) for one in found]


def test_an_empty_box_says_what_it_is_for(town: Community) -> None:
    html = page("")
    assert "Put words in quotes" in html
    assert '<meta name="robots" content="noindex">' in html
    assert "autofocus" in html


def test_it_brings_all_kinds_together(town: Community, space: Space, cast: Cast) -> None:
    product = make_product("ridge-3", title="Ridge 3", description_plain="For mud.")
    topic = make_topic(space, cast.tea, title="Is the Ridge 3 good in mud?", question=True, product=product)
    answer = post_reply(topic, actor=cast.luka, written=Written("The ridge is fine."), backfilled=True)
    accept_answer(answer, actor=cast.tea)
    say(product, cast.luka, 4, title="Ridge of my life")
    rebuild()
    let_worker_finish()
    html = page("?q=ridge")
    assert titles(html) == ["Ridge of my life", "Is the Ridge 3 good in mud?", "Is the Ridge 3 good in mud?"]
    assert 'href="/products/ridge-3/"' in html
    assert "<mark>Ridge</mark>" in html
    assert html.count("Solved") == 2
    chips = re.findall(r'class="chip" href="([^"]*)"[^>]*>(\w+)(?: <span class="xs">(\d+)</span>)?', html)
    assert [(name, number) for _url, name, number in chips] == [
        ("All", ""), ("Topics", "1"), ("Replies", "1"), ("Products", "1"), ("Reviews", "1")
    ]  # fmt: skip
    assert titles(page(unescape(chips[2][0]))) == ["Is the Ridge 3 good in mud?"]
    assert titles(page("?q=ridge&kind=product")) == []
    assert "Ridge 3" in page("?q=ridge&kind=product")


def test_people_are_found_by_name_and_town(town: Community, cast: Cast) -> None:
    Member.objects.filter(pk=cast.tea.pk).update(town="Nitra")
    rebuild()
    for words in ("tea", "nitra", "TEA", "@tea"):
        assert f'href="{cast.tea.get_absolute_url()}"' in page(f"?q={words}")
    assert "Nothing found" in page("?q=example.com")


def test_the_panel_narrows_it_down(town: Community, space: Space, cast: Cast) -> None:
    mine = make_topic(space, cast.tea, title="Socks of wool", question=True)
    other = make_topic(space, cast.ivo, title="Socks of silk")
    rebuild()
    assert len(titles(page("?q=socks"))) == 2
    assert titles(page("?q=socks&by=tea")) == titles(page("?q=socks&by=@Tea")) == [mine.title]
    assert titles(page(f"?q=socks&space={space.slug}&by=ivo&when=week&language=en")) == [other.title]
    assert titles(page("?q=&by=ivo")) == [other.title]
    for nothing in ("by=nobody", "solved=1", "language=fa", "product=none"):
        html = page(f"?q=socks&{nothing}")
        assert ("Nothing found here" in html, titles(html)) == (True, []), nothing
    html = page("?q=socks&by=nobody")
    assert '<details class="search-narrow" open>' in html
    assert 'href="?q=socks"' in html
    # What we do not know is no limit.
    assert len(titles(page("?q=socks&space=nowhere&when=never&language=xx&kind=odd"))) == 2


def test_a_slip_of_the_pen_is_understood_and_said(town: Community, space: Space, cast: Cast) -> None:
    make_topic(space, cast.tea, title="Waterproof socks")
    rebuild()
    html = page("?q=waterprof+%3Cb%3E")
    assert "Nothing found" in html
    html = page("?q=waterprof")
    assert titles(html) == ["Waterproof socks"]
    assert re.search(r"Nothing was found for <q>waterprof</q>.*<strong>waterproof</strong>", html)


def test_nothing_found_leads_to_people_who_may_know(town: Community) -> None:
    html = page("?q=zzzz")
    assert "Nothing found" in html
    assert 'href="/talk/"' in html


def test_there_is_more(town: Community, space: Space, cast: Cast) -> None:
    for number in range(23):
        make_topic(space, cast.tea, title=f"Socks number {number}")
    rebuild()
    first = page("?q=socks")
    more = re.search(r'class="btn block" href="([^"]*)"', first)
    assert more is not None
    second = page(unescape(more.group(1)))
    assert (len(titles(first)), len(titles(second))) == (20, 3)
    assert not set(titles(first)) & set(titles(second))
    assert 'class="btn block"' not in second


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '"><img src=x>', "'; DROP TABLE", "a" * 4000])
def test_what_somebody_typed_stays_words(town: Community, space: Space, cast: Cast, words: str) -> None:
    make_topic(space, cast.tea, title="<script>alert(1)</script> socks")
    rebuild()
    client = signed_in(None)
    for answer in (
        client.get("/search/", {"q": words, "after": words, "by": words, "kind": words}),
        client.get("/search/", {"q": f"{words} socks alert"}),
        client.get("/search/offers/", {"q": words}),
    ):
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img src=x>" not in answer.text


def test_titles_are_offered_while_somebody_types(town: Community, space: Space, cast: Cast) -> None:
    make_topic(space, cast.tea, title="Ridges in <b>October</b>")
    make_product("ridge-3", title="Ridge 3")
    make_reply(make_topic(space, cast.ivo, title="Something else"), cast.tea)
    rebuild()
    client = signed_in(None)
    answer = client.get("/search/offers/", {"q": "ridg"})
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["HX-Trigger"] == '{"korzo:say": "2 suggestions"}'
    assert answer.text.count('role="option"') == 2
    assert "<mark>Ridges</mark> in &lt;b&gt;October" in answer.text
    assert 'data-url="/products/ridge-3/"' in answer.text
    for nothing in ("", "r", "zzz"):
        answer = client.get("/search/offers/", {"q": nothing})
        assert ("option" in answer.text, "HX-Trigger" in answer) == (False, False)


def test_drafts_are_offered_to_the_team_alone(town: Community, cast: Cast) -> None:
    make_product("secret-4", title="Secret 4", state="draft")
    rebuild()
    for person, sees in ((None, False), (cast.tea, False), (cast.ivo, False), (cast.sara, True)):
        assert ("Secret 4" in page("?q=secret", person)) is sees
        assert ("secret-4" in signed_in(person).get("/search/offers/", {"q": "secr"}).text) is sees


def test_the_field_in_the_bar_works_without_scripts(town: Community) -> None:
    html = signed_in(None).get("/").text
    form = re.search(r'<form class="search-pill[^>]*>.*?</form>', html, re.DOTALL)
    assert form is not None
    assert 'action="/search/"' in form.group()
    assert 'name="q"' in form.group()
    assert 'role="combobox"' in form.group()


def count_queries(address: str) -> int:
    client = signed_in(None)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_a_full_page_asks_no_more_than_a_short_one(town: Community, space: Space, cast: Cast) -> None:
    people = crowd(6)
    topic = make_topic(space, cast.tea, title="Pairs of socks", pictured=True)
    make_reply(topic, cast.ivo)
    say(make_product("socks-1", title="Socks 1"), cast.tea, body="Good pairs of socks, all of them.")
    rebuild()
    before = (count_queries("/search/?q=pairs+socks"), count_queries("/search/?q=socks&kind=topic"))
    for number, person in enumerate(people):
        make_reply(make_topic(space, person, title=f"Pairs of socks {number}", pictured=True), person)
        say(make_product(f"socks-x{number}", title=f"Socks x{number}"), person, body="More pairs of socks.")
    rebuild()
    assert (count_queries("/search/?q=pairs+socks"), count_queries("/search/?q=socks&kind=topic")) == before


def test_what_somebody_muted_says_is_not_found_and_they_themselves_are(
    town: Community, space: Space, cast: Cast
) -> None:
    mine, other = make_topic(space, cast.tea, title="Socks of wool"), make_topic(space, cast.ivo, title="Socks of silk")
    rebuild()
    mute_member(cast.tea, actor=cast.luka)
    assert titles(page("?q=socks", cast.luka)) == [other.title]
    assert set(titles(page("?q=socks", cast.ivo))) == {mine.title, other.title}
    assert f'href="{cast.tea.get_absolute_url()}"' in page("?q=tea", cast.luka)
