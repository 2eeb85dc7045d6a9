"""Old addresses lead to where things stand now: never out of the house, and never to what somebody may not read."""

from pathlib import Path

import pytest
from django.test import Client

from korzo.discussions.actions import merge_topics
from korzo.discussions.models import Post, Space, Topic
from korzo.exchange.actions import undo
from korzo.exchange.actions.undo import begin_undo
from korzo.exchange.addresses import spelled, spelling
from korzo.exchange.models import Import, OldAddress
from korzo.exchange.tests.files import neutral_file, neutral_rows
from korzo.exchange.tests.test_bring_in import bring
from korzo.members.actions import erase
from korzo.members.models import Member
from tests.cast import Cast, let_worker_finish, signed_in


@pytest.mark.parametrize(
    ("address", "spelt"),
    [
        ("https://talk.old.example/t/some-slug/17/3?u=jo", "/t/17"),
        ("/forum/t/17", "/t/17"),
        ("/t/some-slug/17.json", "/t/17"),
        ("/u/Jo.Han/summary", "/u/jo.han"),
        ("/c/rides/7", "/c/7"),
        ("/tag/Old-Ridge", "/tag/old-ridge"),
        ("/c/above/below/7/l/latest", "/c/7"),
        ("/topic/12/a-slug/4", "/topic/12"),
        ("/post/9", "/post/9"),
        ("/category/3/a-name", "/category/3"),
        ("/forum/viewtopic.php?f=2&amp;t=17&start=15#p3", "/viewtopic.php?t=17"),
        ("viewtopic.php?f=2&t=17&p=33", "/viewtopic.php?p=33"),
        ("/viewforum.php?f=2", "/viewforum.php?f=2"),
        ("/viewtopic.php?t=1;drop", "/viewtopic.php"),
        ("/Old/Page.html", "/old/page.html"),
    ],
)
def test_each_thing_has_one_spelling(address: str, spelt: str) -> None:
    assert spelled(address) == spelt


def test_the_number_within_a_topic_is_told() -> None:
    assert spelling("/t/slug/17/3").number == 3


@pytest.fixture
def brought(db: None, tmp_path: Path) -> Import:
    rows = neutral_rows()
    rows["topics"][1]["addresses"] = ["/t/6"]
    rows["people"][0]["addresses"] = ["/u/Tea"]
    rows["spaces"][0]["addresses"] = ["/c/rides/7"]
    return bring(neutral_file(tmp_path / "all.zip", rows))


def test_it_leads_on_for_good(brought: Import) -> None:
    topic = Topic.objects.get(title="Sunday on the ridge")
    tea = Member.objects.get(name="Old Tea")
    second = Post.objects.get(topic=topic, number=2)
    third = Post.objects.get(topic=topic, number=3)
    places = {
        "/viewtopic.php?f=3&t=9": topic.get_absolute_url(),
        "/forum/viewtopic.php?f=3&t=9&sid=abc": topic.get_absolute_url(),
        "/t/any-slug/5": topic.get_absolute_url(),
        "/t/any-slug/5/2": f"{topic.get_absolute_url()}#post-{second.pk}",
        "/viewtopic.php?p=33": f"{topic.get_absolute_url()}#post-{third.pk}",
        "/old/ridge.html": f"{topic.get_absolute_url()}#post-{second.pk}",
        "/tag/ridge": "/tags/ridge/",
        "/c/rides/7": topic.space.get_absolute_url(),
        "/u/tea": tea.get_absolute_url(),
    }
    for old, new in places.items():
        answer = Client().get(old)
        assert (answer.status_code, answer.get("Location")) == (301, new), old
        assert "max-age=3600" in answer["Cache-Control"]
        # Nobody is sent on a second time.
        assert Client().get(new).status_code == 200, new


def test_what_nobody_knows_is_missing_as_before(brought: Import) -> None:
    for path in (
        "/t/other/999",
        "/viewtopic.php?t=999",
        "/viewtopic.php",
        "/viewtopic.php?t=//evil.example",
        "/nothing",
    ):
        assert Client().get(path).status_code == 404, path
    # A slash that was forgotten is still put there.
    assert Client().get("/talk")["Location"] == "/talk/"


def test_what_did_not_come_along_gets_an_answer_that_helps(brought: Import) -> None:
    answer = Client().get("/t/a-walk-to-the-lake/999/4")
    html = answer.content.decode()
    assert (answer.status_code, "/search/?q=a%20walk%20to%20the%20lake" in html) == (404, True)
    assert "from before" in Client().get("/viewtopic.php?t=999").content.decode()
    assert "from before" in Client().get("/tag/unknown").content.decode()
    # Our own addresses are not taken for theirs.
    assert "from before" not in Client().get("/talk/t/999/").content.decode()
    topic = Topic.objects.get(title="Sunday on the ridge")
    assert Client().get(topic.get_absolute_url().rstrip("/"))["Location"] == topic.get_absolute_url()


def test_a_topic_that_was_joined_to_another_is_found_there(cast: Cast, brought: Import) -> None:
    topic = Topic.objects.get(title="Sunday on the ridge")
    Topic.objects.filter(pk=topic.pk).update(kind="discussion")
    into = Topic.objects.get(title="Between us")
    Space.objects.filter(pk=into.space_id).update(read_key="")
    merge_topics(topic, actor=cast.sara, into=into)
    assert Client().get("/t/any-slug/5")["Location"] == Topic.objects.get(pk=into.pk).get_absolute_url()


def test_where_no_community_came_nothing_is_from_before(db: None) -> None:
    assert "from before" not in Client().get("/t/a-walk/999").content.decode()


def test_nothing_leads_out_of_the_house(brought: Import) -> None:
    OldAddress.objects.create(path="//evil.example", kind="topics", object_id=999_999, brought=brought)
    for path in ("//evil.example", "/%2f%2fevil.example/t/5", "/\\evil.example", "/t/5/https://evil.example"):
        answer = Client().get(path)
        place = answer.get("Location", "/")
        assert (place[:1], place[1:2] in {"/", "\\"}) == ("/", False), path


def test_a_closed_topic_does_not_tell_its_title(cast: Cast, brought: Import) -> None:
    for person in (None, cast.tea, cast.ivo):
        assert signed_in(person).get("/t/6").status_code == 404
    answer = signed_in(cast.sara).get("/t/6")
    assert (answer.status_code, answer["Cache-Control"]) == (301, "private, no-store")


def test_who_was_erased_is_found_under_no_old_address(brought: Import) -> None:
    erase(Member.objects.get(name="Old Tea"))
    let_worker_finish()
    assert not OldAddress.objects.filter(path="/u/tea").exists()
    assert Client().get("/u/tea").status_code == 404


def test_taken_out_they_lead_nowhere(brought: Import) -> None:
    begin_undo(brought, actor=None)
    undo(brought.pk)
    assert Client().get("/t/any/5").status_code == 404
