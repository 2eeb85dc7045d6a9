"""How trust grows, for everybody; and the pages of the team."""

import pytest

from korzo.activity.models import Activity
from korzo.discussions.actions import Rights, open_space
from korzo.members.queries import about
from korzo.trust.actions import give_level, recount, take_level
from korzo.trust.actions.thresholds import NUMBERS
from korzo.trust.models import Decision, Thresholds
from korzo.trust.tests.scenes import becomes_new, level_of, reads_for
from tests.cast import Cast, signed_in

HOW, STAFF = "/trust/", "/staff/trust/"


def numbers(**changed: int) -> dict[str, object]:
    return {**{name: getattr(Thresholds(), name) for name in NUMBERS}, "new_by_purchase": "on", **changed}


@pytest.mark.parametrize("role", ["outsider", "member", "moderator", "staff", "owner"])
def test_everybody_reads_what_the_levels_take(cast: Cast, role: str) -> None:
    page = signed_in(cast.by_role()[role]).get(HOW)
    assert page.status_code == 200
    assert "30 posts read" in page.content.decode()
    assert ("Your level: “Just arrived”" in page.content.decode()) == (role != "outsider")


def test_one_sees_ones_own_progress(cast: Cast) -> None:
    reads_for(cast.luka, topics=2, posts=40, minutes=3)
    page = signed_in(cast.luka).get(HOW).content.decode()
    assert "2 of 5" in page
    # What is done stays at what was asked for in the bar, and at what they did in words.
    assert 'value="30" max="30"' in page
    assert "40 of 30" in page


def test_the_owners_numbers_stand_there(cast: Cast) -> None:
    signed_in(cast.mira).post(STAFF, numbers(new_posts=77, new_minutes=0))
    page = signed_in(None).get(HOW).content.decode()
    assert "77 posts read" in page
    assert "minutes of reading" in page.split("<h3")[3]
    assert "minute" not in page.split("<h3")[2]


def test_who_was_set_back_reads_why(cast: Cast) -> None:
    give_level(cast.tea, level=2, actor=cast.sara, reason="Kind to everybody.")
    take_level(cast.tea, level=1, actor=cast.sara, reason="Was <b>rude</b> three times.")
    page = signed_in(cast.tea).get(HOW).content.decode()
    assert "Was &lt;b&gt;rude&lt;/b&gt; three times." in page
    assert "Sara" not in page
    assert "rude" not in signed_in(cast.luka).get(HOW).content.decode()


def test_spaces_stand_at_their_level_for_those_who_may_know(cast: Cast) -> None:
    open_space("Inner circle", actor=cast.mira, rights=Rights(read_key="trust:3"))
    open_space("Workshop", actor=cast.mira, rights=Rights(start_key="trust:2"))
    page = signed_in(None).get(HOW).content.decode()
    assert ("Workshop" in page, "Inner circle" in page) == (True, False)
    give_level(cast.tea, level=3, actor=cast.sara, reason="Kind to everybody.")
    assert "Inner circle" in signed_in(cast.tea).get(HOW).content.decode()


@pytest.mark.parametrize(("role", "status"), [("outsider", 302), ("member", 302), ("moderator", 403), ("staff", 200)])
def test_only_the_team_opens_their_pages(cast: Cast, role: str, status: int) -> None:
    client = signed_in(cast.by_role()[role])
    for path in (STAFF, f"{STAFF}members/{cast.luka.pk}/"):
        assert client.get(path).status_code == status
    found = client.get(f"{STAFF}find/", {"handle": "@Luka"})
    assert found.status_code == (302 if status == 200 else status)


@pytest.mark.parametrize("role", ["outsider", "member", "moderator"])
def test_nobody_else_changes_anything(cast: Cast, role: str) -> None:
    client = signed_in(cast.by_role()[role])
    client.post(STAFF, numbers(new_posts=1))
    client.post(f"{STAFF}members/{cast.luka.pk}/", {"choice": "give:4", "reason": "Because I can."})
    assert not Thresholds.objects.exists()
    assert not Decision.objects.exists()


def test_the_numbers_are_kept(cast: Cast) -> None:
    answer = signed_in(cast.sara).post(STAFF, numbers(new_posts=12))
    assert answer.status_code == 302
    assert Thresholds.objects.get().new_posts == 12
    assert Activity.objects.filter(verb="trust.thresholds_changed", actor_id=cast.sara.pk).count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"regular_posts_percent": 101}, "from 0 to 100"),
        ({"new_posts": 20_001}, "from 0 to 20,000"),
        ({"new_topics": 0, "new_posts": 0, "new_minutes": 0}, "everybody would be there at once"),
        ({"new_topics": ""}, "required"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(cast: Cast, changed: dict[str, int], sentence: str) -> None:
    answer = signed_in(cast.sara).post(STAFF, numbers(**changed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Thresholds.objects.exists()


def test_the_team_decides_on_a_members_page(cast: Cast) -> None:
    becomes_new(cast.luka)
    recount([cast.luka.pk])
    client, path = signed_in(cast.sara), f"{STAFF}members/{cast.luka.pk}/"
    assert client.post(path, {"choice": "give:4", "reason": "Kind to everybody."}).status_code == 302
    assert level_of(cast.luka) == 4
    assert client.post(path, {"choice": "take:0", "reason": "Sold the list of members."}).status_code == 302
    assert level_of(cast.luka) == 0
    page = client.get(path).content.decode()
    assert "Sold the list of members." in page
    assert client.post(path, {"choice": "free", "reason": "It was a mistake of ours."}).status_code == 302
    assert client.post(path, {"choice": "give:1", "reason": ""}).status_code == 422
    assert client.post(path, {"choice": "give:9", "reason": "Kind to everybody."}).status_code == 422


def test_who_is_not_there_is_not_found(cast: Cast) -> None:
    client = signed_in(cast.sara)
    assert client.get(f"{STAFF}members/999999/").status_code == 404
    answer = client.get(f"{STAFF}find/", {"handle": "nobody"})
    assert (answer.status_code, "Nobody here has this name." in answer.content.decode()) == (422, True)


def test_the_export_tells_level_and_decisions(cast: Cast) -> None:
    give_level(cast.tea, level=2, actor=cast.sara, reason="Kind to everybody.")
    told = about(cast.tea)["trust"]
    assert told["standing"][0]["level"] == 2
    assert [one["reason"] for one in told["decisions"]] == ["Kind to everybody."]
