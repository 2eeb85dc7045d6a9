"""The pages of the contests, each for those who come to it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from korzo.community.actions import set_up
from korzo.contests.actions import cancel_contest, cast_vote, enter, hide_entry, keep_time, make_contest, name_juror
from korzo.contests.models import Contest, Entry, Mark, Vote
from korzo.contests.phases import Phase
from korzo.contests.tests.scenes import (
    DAY,
    STORY,
    a_contest,
    a_file,
    a_pictured_entry,
    a_plan,
    an_entry,
    crowd,
    grow_up,
    sent,
)
from korzo.media.models import Picture
from korzo.writing.queries import draft_of
from tests.cast import Cast, signed_in

GOOD = {"title": "Three days of rain", "body": STORY, "body_format": "text", "rights": "on"}


@pytest.fixture(autouse=True)
def old(cast: Cast) -> None:
    grow_up(cast)


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_the_list_is_warm_when_it_is_empty(cast: Cast) -> None:
    assert "No contest is on just now" in text_of(Client(), "/contests/")
    make_contest(a_plan(timezone.now() + DAY, title="Secret"), actor=cast.mira)
    assert "Secret" not in text_of(Client(), "/contests/")


def test_the_list_shows_what_is_on_and_what_was(cast: Cast) -> None:
    a_contest(cast, title="Rain")
    over = a_contest(cast, Phase.DONE, title="Snow")
    keep_time()
    page = text_of(Client(), "/contests/")
    assert page.index("On now") < page.index("Rain") < page.index("Over") < page.index("Snow")
    assert over.get_absolute_url() in page


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.COMING, "Entries are welcome from"),
        (Phase.ENTRY, "Entries are welcome until"),
        (Phase.VOTE, "The vote is open until"),
        (Phase.COUNTING, "The count is on"),
    ],
)
@pytest.mark.parametrize("role", ["outsider", "member", "moderator", "staff", "owner"])
def test_a_contest_in_each_phase_for_everybody(cast: Cast, phase: Phase, words: str, role: str) -> None:
    contest = a_contest(cast, phase)
    an_entry(contest, cast.luka)
    page = text_of(signed_in(cast.by_role()[role]), contest.get_absolute_url())
    assert words in page
    assert "do not count" in page
    assert ("Three days of rain" in page) is True


def test_what_the_team_prepares_is_for_the_team(cast: Cast) -> None:
    draft = make_contest(a_plan(timezone.now() + DAY), actor=cast.mira)
    statuses = [
        signed_in(one).get(draft.get_absolute_url()).status_code for one in (None, cast.tea, cast.ivo, cast.sara)
    ]
    assert statuses == [404, 404, 404, 200]


def test_a_gallery_with_pictures_and_votes(cast: Cast) -> None:
    contest = a_contest(cast, Phase.VOTE, kind="pictures")
    entry = a_pictured_entry(contest, cast.luka)
    page = text_of(signed_in(cast.tea), contest.get_absolute_url())
    assert "korzo-gallery" in page
    assert "data-gallery" in page
    assert f'action="/contests/entries/{entry.pk}/vote/"' in page
    assert "You have 3 votes to give." in page
    assert f'action="/contests/entries/{entry.pk}/vote/"' not in text_of(
        signed_in(cast.luka), contest.get_absolute_url()
    )
    assert "younger than this contest" in text_of(signed_in(cast.luka), contest.get_absolute_url())


def test_leafing_shows_each_entry_once(cast: Cast) -> None:
    contest = a_contest(cast)
    made = {an_entry(contest, one, f"Number {n}").pk for n, one in enumerate(crowd(30))}
    first = text_of(Client(), contest.get_absolute_url())
    more = re.search(r'rel="next" href="(\?part=2&amp;hour=\d+)#entries"', first)
    assert more is not None
    second = text_of(Client(), contest.get_absolute_url() + more[1].replace("&amp;", "&"))
    seen = [int(pk) for page in (first, second) for pk in re.findall(r'id="entry-(\d+)"', page)]
    assert (len(seen), set(seen)) == (30, made)
    assert Client().get(contest.get_absolute_url() + "?part=99999").status_code == 404
    assert Client().get(contest.get_absolute_url() + "?part=x&hour=-1").status_code == 200


@pytest.mark.parametrize("count", [2, 12])
def test_the_pages_ask_as_often_for_two_as_for_twelve(cast: Cast, count: int) -> None:
    contest = a_contest(cast, Phase.VOTE)
    entries = [an_entry(contest, one, f"Number {n}") for n, one in enumerate(crowd(count))]
    over = a_contest(cast, Phase.DONE)
    for n, one in enumerate(crowd(count, name="more")):
        an_entry(over, one, f"Number {n}")
    keep_time()
    guest, tea = Client(), signed_in(cast.tea)
    pages = {
        "list": (guest, "/contests/"),
        "contest": (guest, contest.get_absolute_url()),
        "contest of a member": (tea, contest.get_absolute_url()),
        "entry": (guest, entries[0].get_absolute_url()),
        "results": (guest, f"{over.get_absolute_url()}results/"),
    }
    asked = {name: queries(client, path) for name, (client, path) in pages.items()}
    assert asked == {"list": 3, "contest": 10, "contest of a member": 18, "entry": 8, "results": 7}


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_it_takes_part_without_scripts(cast: Cast) -> None:
    contest = a_contest(cast, kind="pictures")
    tea, path = signed_in(cast.tea), f"{contest.get_absolute_url()}entries/new/"
    page = text_of(tea, path)
    assert 'name="files" multiple' in page
    assert "I took these pictures myself" in page
    response = tea.post(path, {**GOOD, "body": "", "files": [a_file()], "alt": "A hut"})
    entry = Entry.objects.get()
    assert (response.status_code, response["Location"]) == (302, entry.get_absolute_url())
    assert entry.entry_pictures.get().picture.alt == "A hut"
    assert not Picture.objects.filter(claimed_at__isnull=True).exists()


def test_a_guest_signs_in_first(cast: Cast) -> None:
    contest = a_contest(cast)
    path = f"{contest.get_absolute_url()}entries/new/"
    assert Client().get(path)["Location"] == f"/accounts/login/?next={path}"
    assert Client().post(path, GOOD).status_code == 302
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("member", 200), ("moderator", 200), ("staff", 403), ("owner", 403)])
def test_the_team_does_not_take_part(cast: Cast, role: str, status: int) -> None:
    contest = a_contest(cast)
    person = signed_in(cast.by_role()[role])
    path = f"{contest.get_absolute_url()}entries/new/"
    assert person.get(path).status_code == status
    if status == 403:
        assert person.post(path, GOOD).status_code in {403, 422}
        assert not Entry.objects.exists()


def test_errors_stand_beside_the_field_and_nothing_is_lost(cast: Cast) -> None:
    contest = a_contest(cast)
    tea, path = signed_in(cast.tea), f"{contest.get_absolute_url()}entries/new/"
    response = tea.post(path, {"title": "Rain <b>", "body": STORY, "files": [a_file()]})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Please confirm this" in page
    assert 'value="Rain &lt;b&gt;"' in page
    assert STORY in page
    assert f'name="pictures" value="{Picture.objects.get().pk}" checked' in page


def test_a_form_that_was_open_over_the_end(cast: Cast) -> None:
    """A clear sentence, the words on the page, and a draft of them."""
    contest = a_contest(cast)
    Contest.objects.filter(pk=contest.pk).update(entries_until=timezone.now() - timedelta(seconds=1))
    path = f"{contest.get_absolute_url()}entries/new/"
    response = signed_in(cast.tea).post(path, GOOD)
    page = response.content.decode()
    assert response.status_code == 422
    assert "so this one came too late. What you wrote is kept as a draft." in page
    assert STORY in page
    draft = draft_of(cast.tea, f"contest:{contest.pk}")
    assert draft is not None
    assert (draft.plain, draft.fields["title"]) == (STORY, "Three days of rain")
    assert signed_in(cast.tea).post(path, {**GOOD, "title": "Again"}).status_code == 422
    assert not Entry.objects.exists()


def test_it_changes_and_withdraws(cast: Cast) -> None:
    contest = a_contest(cast)
    entry = an_entry(contest, cast.tea)
    tea, address = signed_in(cast.tea), entry.get_absolute_url()
    assert 'value="Three days of rain"' in text_of(tea, f"{address}edit/")
    assert tea.post(f"{address}edit/", {**GOOD, "title": "Two days"})["Location"] == address
    assert "Two days" in text_of(Client(), address)
    assert "Withdraw this entry?" in text_of(tea, f"{address}withdrawal/")
    assert tea.post(f"{address}withdrawal/")["Location"] == contest.get_absolute_url()
    assert tea.get(address).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("outsider", 302), ("moderator", 403), ("staff", 403), ("owner", 403)])
@pytest.mark.parametrize("page", ["edit", "withdrawal"])
def test_an_entry_is_its_authors_alone(cast: Cast, role: str, status: int, page: str) -> None:
    entry = an_entry(a_contest(cast), cast.tea)
    person = signed_in(cast.by_role()[role])
    path = f"{entry.get_absolute_url()}{page}/"
    assert person.get(path).status_code == status
    assert person.post(path, GOOD).status_code in {302, 403, 422}
    entry.refresh_from_db()
    assert (entry.version, entry.is_standing) == (1, True)


def test_an_entry_that_waits_and_one_that_is_hidden(cast: Cast) -> None:
    contest = a_contest(cast, entries_each=2)
    held = enter(contest, actor=cast.luka, sent=sent(trap_filled=True))
    luka = signed_in(cast.luka)
    assert "Somebody of the team looks at this entry first" in text_of(luka, held.get_absolute_url())
    assert "waits for the team" in text_of(luka, contest.get_absolute_url())
    assert signed_in(cast.tea).get(held.get_absolute_url()).status_code == 404
    entry = an_entry(contest, cast.tea)
    hide_entry(entry.pk, actor=cast.ivo, reason="A stolen picture.")
    assert "A stolen picture." in text_of(signed_in(cast.tea), entry.get_absolute_url())
    assert Client().get(entry.get_absolute_url()).status_code == 404
    assert "Report this entry" in text_of(luka, an_entry(contest, cast.ivo).get_absolute_url())


def test_it_votes_with_and_without_scripts(cast: Cast) -> None:
    contest = a_contest(cast, Phase.VOTE, votes_each=1)
    entry, other = an_entry(contest, cast.luka), an_entry(contest, cast.ivo, "Other")
    tea, path = signed_in(cast.tea), f"{entry.get_absolute_url()}vote/"
    back = f"{contest.get_absolute_url()}#entry-{entry.pk}"
    assert tea.post(path, {"next": back})["Location"] == back
    assert tea.post(path, {"next": "https://elsewhere.example/"})["Location"] == entry.get_absolute_url()
    assert Vote.objects.count() == 1
    assert tea.post(f"{other.get_absolute_url()}vote/").status_code == 403
    response = tea.post(path, {"_method": "delete", "next": back}, headers={"HX-Request": "true"})
    fragment = response.content.decode()
    assert 'aria-pressed="false"' in fragment
    assert 'hx-swap-oob="true"' in fragment
    assert "You have 1 vote to give." in fragment
    assert 'name="next"' in fragment
    assert not Vote.objects.exists()
    assert Client().post(path).status_code == 403


def test_a_juror_goes_from_entry_to_entry(cast: Cast) -> None:
    contest = a_contest(cast, Phase.JURY, judging="jury")
    first, second = an_entry(contest, cast.tea, "First"), an_entry(contest, cast.luka, "Second")
    name_juror(contest, actor=cast.mira, handle="ivo")
    ivo = signed_in(cast.ivo)
    assert "You have judged 0 of 2 entries." in text_of(ivo, contest.get_absolute_url())
    assert "0 of 2 done" in text_of(ivo, f"{contest.get_absolute_url()}jury/")
    marks = {f"mark-{one.pk}": "4" for one in contest.criteria.all()}
    path = f"{first.get_absolute_url()}marks/"
    assert text_of(ivo, path).count('type="radio"') == 10
    assert ivo.post(path, {}).status_code == 422
    assert ivo.post(path, marks)["Location"] == f"{second.get_absolute_url()}marks/"
    assert ivo.post(f"{second.get_absolute_url()}marks/", marks)["Location"] == f"{contest.get_absolute_url()}jury/"
    assert Mark.objects.count() == 4


@pytest.mark.parametrize(("role", "status"), [("outsider", 302), ("member", 404), ("staff", 404), ("owner", 404)])
def test_the_table_of_the_jury_is_closed(cast: Cast, role: str, status: int) -> None:
    contest = a_contest(cast, Phase.JURY, judging="jury")
    entry = an_entry(contest, cast.luka)
    person = signed_in(cast.by_role()[role])
    assert person.get(f"{contest.get_absolute_url()}jury/").status_code == status
    assert person.get(f"{entry.get_absolute_url()}marks/").status_code == status
    assert person.post(f"{entry.get_absolute_url()}marks/").status_code == status


def test_results_for_everybody(cast: Cast) -> None:
    contest = a_contest(cast, Phase.VOTE, kind="pictures")
    entries = [a_pictured_entry(contest, one, f"Number {n}") for n, one in enumerate(crowd(4))]
    for entry in entries[:2]:
        cast_vote(entry, actor=cast.tea)
    cast_vote(entries[1], actor=cast.luka)
    address = f"{contest.get_absolute_url()}results"
    assert Client().get(f"{address}/").status_code == 404
    keep_time(contest.results_at)
    page = text_of(Client(), f"{address}/")
    assert page.count('class="winner ') == 3
    assert "Votes given: 3. Counted: 2. Not counted, because the account is younger than the contest: 1." in page
    assert "by lot" in page
    table = Client().get(f"{address}.csv")
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert len(table.content.decode().splitlines()) == 5
    sealed = Client().get(f"{address}.json").content.decode()
    assert sealed == Contest.objects.get(pk=contest.pk).result.document
    hide_entry(entries[0].pk, actor=cast.ivo, reason="x")
    assert "Entry 1, no longer shown" in text_of(Client(), f"{address}/")


def test_called_off_it_says_why(cast: Cast) -> None:
    contest = a_contest(cast)
    cancel_contest(contest, actor=cast.mira, reason="Our server stood under water.")
    assert "Our server stood under water." in text_of(Client(), contest.get_absolute_url())
    assert "Called off" in text_of(Client(), "/contests/")


def test_home_tells_of_it_while_it_is_on(cast: Cast) -> None:
    set_up(actor_id=cast.mira.pk)
    assert "Wet feet" not in text_of(Client(), "/")
    a_contest(cast)
    assert "Wet feet, happy faces" in text_of(Client(), "/")
