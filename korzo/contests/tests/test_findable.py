"""Contests are found: in the menu while one is on, by search engines, in feeds, by whoever shares a link."""

from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.utils import timezone

from korzo.contests.actions import announce_contest, cancel_contest, hide_entry, keep_time, make_contest
from korzo.contests.models import Contest
from korzo.contests.phases import Phase
from korzo.contests.queries import is_one_on
from korzo.contests.tests.scenes import DAY, a_contest, a_plan, an_entry, grow_up
from tests.cast import Cast, signed_in
from tests.linked_data import check, graph, links, metas

ATOM = "{http://www.w3.org/2005/Atom}"
PLACE = '<a class="place" href="/contests/"'


@pytest.fixture(autouse=True)
def old(cast: Cast) -> None:
    grow_up(cast)


def html_of(path: str) -> str:
    answer = signed_in(None).get(path)
    assert answer.status_code == 200
    return answer.text


def test_the_menu_names_it_while_one_is_on(cast: Cast) -> None:
    assert PLACE not in html_of("/talk/")
    make_contest(a_plan(timezone.now() - DAY), actor=cast.mira)
    coming = make_contest(a_plan(timezone.now() + DAY), actor=cast.mira)
    announce_contest(coming, actor=cast.mira)
    assert not is_one_on()
    contest = a_contest(cast)
    assert is_one_on()
    keep_time()
    assert PLACE in html_of("/talk/")
    cancel_contest(contest, actor=cast.mira, reason="No snow.")
    assert PLACE not in html_of("/talk/")


def test_it_leaves_the_menu_with_its_results(cast: Cast) -> None:
    contest = a_contest(cast, Phase.COUNTING)
    assert is_one_on()
    keep_time(now=contest.results_at)
    assert not is_one_on()


def test_its_pages_say_what_they_are(cast: Cast) -> None:
    contest = a_contest(cast, Phase.DONE)
    entry = an_entry(contest, cast.tea)
    keep_time()
    for path in (contest.get_absolute_url(), f"{contest.get_absolute_url()}results/", entry.get_absolute_url()):
        html = html_of(path)
        assert links(html, "canonical")[0]["href"] == f"{settings.KORZO_URL}{path}"
        assert metas(html)["og:type"] == "article"
        assert metas(html)["og:title"]
        check(graph(html, "BreadcrumbList"))
    work = graph(html_of(entry.get_absolute_url()), "Article")
    check(work)
    assert work["author"]["name"] == cast.tea.name
    assert work["articleBody"].startswith("It rained for two days")
    assert metas(html_of(entry.get_absolute_url()))["description"]
    assert links(html_of("/contests/"), "canonical")


def test_what_nobody_may_find_asks_not_to_be_found(cast: Cast) -> None:
    assert "noindex" in metas(html_of("/contests/"))["robots"]
    contest = a_contest(cast)
    assert "noindex" in metas(html_of(f"{contest.get_absolute_url()}?part=2"))["robots"]
    draft = make_contest(a_plan(timezone.now() + DAY), actor=cast.mira)
    html = signed_in(cast.mira).get(draft.get_absolute_url()).text
    assert "noindex" in metas(html)["robots"]
    assert links(html, "alternate") == []


def test_the_map_lists_them(cast: Cast) -> None:
    contest = a_contest(cast, Phase.DONE)
    entry, hidden = an_entry(contest, cast.tea), an_entry(contest, cast.ivo, "Another one")
    hide_entry(hidden.pk, actor=cast.sara, reason="Not theirs.")
    make_contest(a_plan(timezone.now() + DAY), actor=cast.mira)
    keep_time()
    assert "/sitemap-contests-1.xml" in html_of("/sitemap.xml")
    listed = html_of("/sitemap-contests-1.xml")
    for path in ("/contests/", contest.get_absolute_url(), f"{contest.get_absolute_url()}results/"):
        assert f"<loc>{settings.KORZO_URL}{path}</loc>" in listed
    assert listed.count("<loc>") == 3
    entries = html_of("/sitemap-entries-1.xml")
    assert f"<loc>{settings.KORZO_URL}{entry.get_absolute_url()}</loc>" in entries
    assert hidden.get_absolute_url() not in entries


def test_what_is_sent_in_can_be_followed_in_a_reader(cast: Cast) -> None:
    contest = a_contest(cast)
    an_entry(contest, cast.tea, "Three days of rain")
    hidden = an_entry(contest, cast.ivo, "Not for all")
    hide_entry(hidden.pk, actor=cast.sara, reason="Not theirs.")
    atom = ET.fromstring(signed_in(None).get(f"{contest.get_absolute_url()}feed.atom").content)
    assert [one.findtext(f"{ATOM}title") for one in atom.findall(f"{ATOM}entry")] == ["Three days of rain"]
    rss = ET.fromstring(signed_in(None).get(f"{contest.get_absolute_url()}feed.rss").content)
    assert [one.findtext("title") for one in rss.findall("channel/item")] == ["Three days of rain"]
    assert "@" not in ET.tostring(rss, encoding="unicode")
    named = links(html_of(contest.get_absolute_url()), "alternate")
    assert [one["href"].removeprefix(f"{settings.KORZO_URL}{contest.get_absolute_url()}") for one in named] == [
        "feed.atom",
        "feed.rss",
    ]


def test_a_draft_has_no_feed(cast: Cast) -> None:
    draft = make_contest(a_plan(timezone.now() + DAY), actor=cast.mira)
    for person in (None, cast.mira):
        assert signed_in(person).get(f"/contests/{draft.pk}/feed.atom").status_code == 404
    assert Contest.objects.count() == 1
