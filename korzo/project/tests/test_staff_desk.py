import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from korzo.activity.actions import send_out
from korzo.activity.models import Activity, Outgoing
from korzo.community.models import Community
from korzo.discussions.models import Space, Topic
from korzo.members.actions import erase, join
from korzo.members.models import Member
from korzo.moderation.actions import flag
from korzo.reviews.actions import mark_read
from tests.cast import Cast, let_worker_finish, signed_in
from tests.town import Town, make_town

DESK, MEMBERS, COMMUNITY = "/staff/", "/staff/members/", "/staff/community/"
SPACES, NEW_SPACE = "/staff/talk/", "/staff/talk/new/"
NIGHT_WALKS = {
    "name": "Night walks", "description": "With lamps.", "rules": "", "hue": "4", "main_kind": "discussion",
    "promise_hours": "48",
    "read_who": "everyone", "start_who": "role:member", "reply_who": "role:member",
}  # fmt: skip
FACE = {
    "name": "Klub KAMZO", "shop_name": "KAMZO", "brand": "#AA3311", "accent": "#224488", "neutral_hue": "200",
    "roundness": "0.5", "tagline": "Mud is temporary", "values_plain": "We lend.\n\n- tents",
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.KORZO_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


@pytest.fixture
def town(cast: Cast) -> Town:
    return make_town(cast)


def page(person: Member, path: str) -> str:
    answer = signed_in(person).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def figures(html: str) -> dict[str, str]:
    found = re.findall(r'<b class="staff-figure__value">([^<]*)</b><span>([^<]*)</span>', html)
    return {label: value for value, label in found}


def a_picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (900, 300), "#0b6b50").save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


# The desk


def test_it_tells_what_waits(town: Town) -> None:
    # Letters about what was said wait a while, lest their reader has seen it by then.
    Outgoing.objects.update(state="sent")
    html = page(town.cast.sara, DESK)
    # Tea has been here for a hundred days, and her question has an answer.
    assert figures(html) == {
        "Waiting for moderation": "0",
        "New members this week": "4",
        "Questions without an answer": "0",
        "Reviews to read": "1",
        "Oldest open delivery": "none",
    }
    assert "All questions have an answer. Good work." in html
    mark_read(town.review, actor=town.cast.ivo)
    Topic.objects.update(is_waiting=True)
    html = page(town.cast.ivo, DESK)
    assert "Oldest open delivery" not in figures(html)
    assert (figures(html)["Reviews to read"], figures(html)["Questions without an answer"]) == ("0", "1")
    assert "You have read them all." in html
    assert "Which wax for October?" in html


def test_it_shows_what_is_late(town: Town) -> None:
    send_out("testing.pigeon", key="letter-1", payload={})
    Outgoing.objects.update(created_at=timezone.now() - timedelta(seconds=90))
    html = page(town.cast.sara, DESK)
    assert re.fullmatch(r"9\d s", figures(html)["Oldest open delivery"])
    assert "needs-look" in html


def test_an_empty_house_has_a_calm_desk(cast: Cast) -> None:
    Member.objects.update(joined_at=timezone.now() - timedelta(days=30))
    let_worker_finish()
    html = page(cast.mira, DESK)
    assert set(figures(html).values()) == {"0", "none"}
    assert "Nobody new this week." in html


def test_the_desk_asks_no_more_of_a_busy_house(town: Town) -> None:
    def count_queries() -> int:
        client = signed_in(town.cast.sara)
        with CaptureQueriesContext(connection) as captured:
            client.get(DESK)
        return len(captured)

    before = count_queries()
    for number in range(10):
        join(email=f"guest{number}@example.com", name=f"Guest {number}", handle=f"guest{number}", backfilled=True)
    assert count_queries() == before


def test_it_tells_how_many_things_wait_for_moderation(town: Town) -> None:
    flag("discussions.post", town.reply.pk, actor=town.cast.tea, reason="spam")
    html = page(town.cast.ivo, DESK)
    assert figures(html)["Waiting for moderation"] == "1"
    assert 'needs-look"><a href="/staff/moderation/">' in html


# Members


def test_it_finds_people_by_name_handle_mail_and_role(town: Town) -> None:
    def names(query: str) -> set[str]:
        rows = re.findall(
            r'<td class="title"><a href="[^"]*"><bdi>([^<]*)</bdi>', page(town.cast.sara, MEMBERS + query)
        )
        return set(rows)

    assert names("") == {"Mira", "Sara", "Ivo", "Tea", "Luka"}
    assert names("?q=tea@example.com") == {"Tea"}
    assert names("?q=LUK") == {"Luka"}
    assert names("?role=moderator") == {"Ivo"}
    assert names("?role=emperor&q=ivo") == {"Ivo"}
    assert names("?p=99&q=luka") == {"Luka"}
    assert "Nobody fits these words." in page(town.cast.sara, f"{MEMBERS}?q=xylophone")
    erase(town.cast.luka)
    assert "Luka" not in names("")


def test_only_the_owner_sees_the_way_to_roles(town: Town) -> None:
    way = f'action="/staff/members/{town.cast.luka.pk}/role/"'
    assert way in page(town.cast.mira, MEMBERS)
    for person in (town.cast.ivo, town.cast.sara):
        assert way not in page(person, MEMBERS)


def test_the_owner_gives_a_role(town: Town) -> None:
    client = signed_in(town.cast.mira)
    answer = client.post(f"{MEMBERS}{town.cast.luka.pk}/role/", {"role": "moderator"})
    assert answer["Location"] == MEMBERS
    assert Member.objects.get(pk=town.cast.luka.pk).role == "moderator"
    assert "Luka has another role now." in client.get(MEMBERS).content.decode()
    assert signed_in(town.cast.luka).get(DESK).status_code == 200


@pytest.mark.parametrize("role", ["emperor", "", "OWNER"])
def test_a_role_that_is_none_is_not_given(town: Town, role: str) -> None:
    assert signed_in(town.cast.mira).post(f"{MEMBERS}{town.cast.luka.pk}/role/", {"role": role}).status_code == 404
    assert Member.objects.get(pk=town.cast.luka.pk).role == "member"


@pytest.mark.parametrize("who", ["tea", "ivo", "sara"])
def test_nobody_else_gives_roles(town: Town, who: str) -> None:
    client = signed_in(getattr(town.cast, who))
    for pk in (town.cast.luka.pk, getattr(town.cast, who).pk):
        assert client.post(f"{MEMBERS}{pk}/role/", {"role": "owner"}).status_code in {302, 403}
        assert Member.objects.get(pk=pk).role != "owner"


def test_the_owner_stays_owner_by_mistake(town: Town) -> None:
    client = signed_in(town.cast.mira)
    client.post(f"{MEMBERS}{town.cast.mira.pk}/role/", {"role": "member"})
    assert Member.objects.get(pk=town.cast.mira.pk).role == "owner"
    assert "can only be changed by another owner" in client.get(MEMBERS).content.decode()


def test_somebody_who_left_gets_no_role(town: Town) -> None:
    erase(town.cast.luka)
    assert signed_in(town.cast.mira).post(f"{MEMBERS}{town.cast.luka.pk}/role/", {"role": "staff"}).status_code == 404
    assert signed_in(town.cast.mira).post(f"{MEMBERS}999999/role/", {"role": "staff"}).status_code == 404


# Face and words


def test_it_changes_face_and_words(town: Town, folder: Path) -> None:
    client = signed_in(town.cast.sara)
    answer = client.post(COMMUNITY, {**FACE, "logo": a_picture(), "hero": a_picture()})
    assert (answer.status_code, answer["Location"]) == (302, COMMUNITY)
    community = Community.objects.get()
    assert (community.name, community.brand, community.neutral_hue) == ("Klub KAMZO", "#aa3311", 200)
    for name in (community.logo, community.hero, community.theme_file):
        assert (folder / "media" / name).is_file()
        assert signed_in(None).get(f"/media/{name}").status_code == 200
    home = signed_in(None).get("/").content.decode()
    for shown in (community.logo_url, community.theme_css_url, community.hero_url, "Mud is temporary"):
        assert shown in home
    assert "<li>tents</li>" in signed_in(None).get("/about/values/").content.decode()
    changed = Activity.objects.filter(verb="community.changed").latest("pk")
    assert (changed.actor_id, changed.actor_kind) == (town.cast.sara.pk, "staff")


def test_the_theme_is_served_as_a_stylesheet_for_long(town: Town) -> None:
    signed_in(town.cast.sara).post(COMMUNITY, FACE)
    answer = signed_in(None).get(Community.objects.get().theme_css_url)
    assert answer["Content-Type"].startswith("text/css")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "max-age=31536000" in answer["Cache-Control"]
    assert b"--brand: #aa3311" in answer.getvalue()


@pytest.mark.parametrize(
    "changes",
    [{"name": ""}, {"brand": "red"}, {"neutral_hue": "361"}, {"roundness": "1.6"}, {"shop_url": "javascript:alert(1)"}],
)
def test_a_face_that_cannot_be_changes_nothing(town: Town, changes: dict[str, str]) -> None:
    before = Community.objects.values().get()
    answer = signed_in(town.cast.sara).post(COMMUNITY, FACE | changes)
    assert answer.status_code == 422
    assert Community.objects.values().get() == before


@pytest.mark.parametrize("field", ["logo", "hero"])
def test_a_picture_that_is_none_is_named_at_its_field(town: Town, field: str) -> None:
    wrong = SimpleUploadedFile("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")
    answer = signed_in(town.cast.sara).post(COMMUNITY, {**FACE, field: wrong})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_the_form_shows_what_is_known(town: Town) -> None:
    assert 'value="Klub KAMZO"' in page(town.cast.sara, COMMUNITY)


# Spaces


def test_it_opens_a_space(town: Town) -> None:
    client = signed_in(town.cast.sara)
    answer = client.post(NEW_SPACE, NIGHT_WALKS)
    assert (answer.status_code, answer["Location"]) == (302, SPACES)
    space = Space.objects.get(slug="night-walks")
    assert (space.name, space.hue) == ("Night walks", 4)
    assert "Night walks" in client.get(SPACES).content.decode()


@pytest.mark.parametrize("changes", [{"name": ""}, {"hue": "13"}, {"hue": ""}, {"name": "x" * 61}])
def test_it_opens_no_space_without_a_name_or_colour(town: Town, changes: dict[str, str]) -> None:
    assert signed_in(town.cast.sara).post(NEW_SPACE, {**NIGHT_WALKS, **changes}).status_code == 422
    assert Space.objects.count() == 1


def test_a_second_space_of_that_name_is_refused_or_gets_its_own_address(town: Town) -> None:
    answer = signed_in(town.cast.sara).post(NEW_SPACE, {**NIGHT_WALKS, "name": "Trail talk"})
    assert answer.status_code in {302, 422}
    assert Space.objects.filter(slug="trail-talk").count() == 1
