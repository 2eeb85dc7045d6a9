"""The pages of groups, for members, keepers and the team."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from korzo.groups.actions import Ways, ask_to_join, set_ways
from korzo.groups.models import Group, GroupMember, GroupRequest
from korzo.groups.queries import all_for, people_in
from korzo.groups.tests.scenes import a_group, a_photo, crowd, kept_by, put_in
from korzo.members.queries import holds
from tests.cast import Cast, let_worker_finish, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_guests_are_led_to_the_door(cast: Cast) -> None:
    a_group(cast)
    for path in ("/groups/", "/groups/walkers/", "/groups/walkers/keeping/"):
        answer = signed_in(None).get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")


def test_members_find_join_and_leave(cast: Cast) -> None:
    put_in(a_group(cast), cast, cast.tea)
    browser = signed_in(cast.luka)
    listed = browser.get("/groups/").content.decode()
    assert "Slow is fine." in listed
    assert "1 person" in listed
    page = browser.get("/groups/walkers/").content.decode()
    assert 'value="join"' in page
    assert ">Tea<" in page
    answer = browser.post("/groups/walkers/membership/", {"do": "join"}, follow=True)
    assert "You are in it" in answer.content.decode()
    assert holds(cast.luka, "group:walkers")
    browser.post("/groups/walkers/membership/", {"do": "leave"})
    assert not holds(cast.luka, "group:walkers")
    assert browser.post("/groups/walkers/membership/", {"do": "dance"}).status_code == 302


def test_a_former_handle_leads_on(cast: Cast) -> None:
    group = a_group(cast)
    set_ways(group, actor=cast.sara, handle="hikers", ways=Ways())
    answer = signed_in(cast.luka).get("/groups/walkers/")
    assert (answer.status_code, answer["Location"]) == (302, "/groups/hikers/")
    assert signed_in(cast.luka).get("/groups/nobody/").status_code == 404


def test_requests_go_through_the_keepers_page(cast: Cast) -> None:
    group = kept_by(a_group(cast, entry=Group.Entry.REQUEST), cast, cast.tea)
    browser, keeper = signed_in(cast.luka), signed_in(cast.tea)
    browser.post("/groups/walkers/membership/", {"do": "ask"})
    assert 'value="take_back"' in browser.get("/groups/walkers/").content.decode()
    assert browser.get("/groups/walkers/keeping/").status_code == 403
    assert 'value="accept"' in keeper.get("/groups/walkers/keeping/").content.decode()
    keeper.post("/groups/walkers/keeping/people/", {"do": "accept", "member": cast.luka.pk})
    assert holds(cast.luka, group.key)
    keeper.post("/groups/walkers/keeping/people/", {"do": "remove", "member": cast.luka.pk})
    assert not holds(cast.luka, group.key)
    ask_to_join(group, actor=cast.luka)
    keeper.post("/groups/walkers/keeping/people/", {"do": "decline", "member": cast.luka.pk})
    assert GroupRequest.objects.get().declined_at is not None
    for sent in ({"do": "remove", "member": "x"}, {"do": "accept", "member": "9" * 40}, {"do": "accept"}):
        assert keeper.post("/groups/walkers/keeping/people/", sent).status_code == 404


def test_keepers_add_and_describe(cast: Cast) -> None:
    kept_by(a_group(cast), cast, cast.tea)
    keeper = signed_in(cast.tea)
    path = "/groups/walkers/keeping/people/"
    assert keeper.post(path, {"do": "add", "handle": "@Luka"}).status_code == 302
    refused = keeper.post(path, {"do": "add", "handle": "nobody"})
    assert refused.status_code == 422
    assert "Nobody here has this name." in refused.content.decode()
    assert keeper.post(path, {"do": "add", "handle": "luka"}).status_code == 422
    keeper.post("/groups/walkers/keeping/", {"name": "Ramblers", "description": "Slow.", "picture": a_photo()})
    group = Group.objects.get()
    assert (group.name, group.description, bool(group.picture)) == ("Ramblers", "Slow.", True)
    assert keeper.get(group.picture_url).status_code == 200
    former = Path(group.picture)
    sent = {"name": "Ramblers", "picture": SimpleUploadedFile("us.jpg", b"no picture")}
    assert keeper.post("/groups/walkers/keeping/", sent).status_code == 422
    assert Group.objects.get().picture == str(former)


def test_the_team_opens_changes_and_ends(cast: Cast) -> None:
    staff = signed_in(cast.sara)
    sent = {"name": "Walkers", "handle": "@walkers", "entry": "closed", "mentioned_by": "members", "description": ""}
    assert staff.post("/staff/members/groups/new/", sent | {"handle": "tea"}).status_code == 422
    assert staff.post("/staff/members/groups/new/", sent).status_code == 302
    group = Group.objects.get()
    path = f"/staff/members/groups/{group.pk}/"
    assert staff.get("/staff/members/groups/").content.decode().count("@walkers") == 1
    staff.post(f"{path}keepers/", {"handle": "tea", "do": "name"})
    assert GroupMember.objects.get(member=cast.tea).keeper_since is not None
    assert staff.post(f"{path}keepers/", {"handle": "nobody", "do": "name"}).status_code == 422
    staff.post(f"{path}keepers/", {"handle": "tea", "do": "free"})
    assert GroupMember.objects.get(member=cast.tea).keeper_since is None
    assert staff.post(path, sent | {"handle": "hikers", "entry": "open"}).status_code == 302
    group.refresh_from_db()
    assert (group.handle, group.entry) == ("hikers", "open")
    assert staff.post(f"{path}end/").status_code == 302
    assert staff.get(path).status_code == 404


def test_a_moderator_is_not_the_team(cast: Cast) -> None:
    group = a_group(cast)
    browser = signed_in(cast.ivo)
    assert browser.post(f"/staff/members/groups/{group.pk}/end/").status_code == 403
    assert browser.post(f"/staff/members/groups/{group.pk}/keepers/", {"handle": "ivo"}).status_code == 403
    group.refresh_from_db()
    assert group.ended_at is None


def test_faces_come_page_by_page(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    group = kept_by(a_group(cast), cast, cast.tea)
    GroupMember.objects.bulk_create([GroupMember(group=group, member=one) for one in crowd(70)])
    with django_assert_num_queries(5):
        first = people_in(group, 0)
    assert (first.count, first.pages, first.shown[0].face.name, len(first.shown)) == (71, 2, "Tea", 60)
    assert len(people_in(group, 99).shown) == 11
    a_group(cast, "others")
    with django_assert_num_queries(3):
        assert [one.people for one in all_for(cast.tea)] == [71, 0]


def test_members_find_groups_and_guests_do_not(cast: Cast) -> None:
    a_group(cast)
    let_worker_finish()
    assert "/groups/walkers/" in signed_in(cast.luka).get("/search/?q=walkers").content.decode()
    assert "/groups/walkers/" not in signed_in(None).get("/search/?q=walkers").content.decode()
