"""The pages and signs of reading: who may send them, what they answer, and that pages of guests stay the same bytes."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from korzo.discussions.actions import Sign, note_reading, note_visit
from korzo.discussions.actions.read_on import SIGNS_A_MINUTE_MAX
from korzo.discussions.models import Post, Reader, Space, Topic, TopicReading
from korzo.discussions.tests.talk import make_reply, make_space, make_topic
from korzo.members import queries as members
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db

OWN = {"Origin": "http://testserver"}


@pytest.fixture
def talk(space: Space, town: Cast) -> Topic:
    topic = make_topic(space, town.tea)
    for _n in range(25):
        make_reply(topic, town.ivo)
    topic.refresh_from_db()
    return topic


def sign(client: Client, topic: Topic, **fields: str) -> int:
    return client.post(f"/talk/t/{topic.pk}/reading/", fields).status_code


def ids(topic: Topic) -> str:
    return ",".join(str(pk) for pk in Post.objects.filter(topic=topic).order_by("number").values_list("pk", flat=True))


def test_a_page_tells_what_was_read(talk: Topic, town: Cast) -> None:
    client = signed_in(town.luka)
    assert sign(client, talk) == 204
    assert sign(client, talk, read=ids(talk), seconds="12") == 204
    row = TopicReading.objects.get(reader=town.luka.pk)
    assert (row.last_read_number, row.seconds) == (26, 12)


def test_the_page_shows_the_way_on(talk: Topic, town: Cast) -> None:
    client = signed_in(town.luka)
    first = ids(talk).split(",")
    sign(client, talk, read=",".join(first[:22]))
    html = client.get(talk.get_absolute_url()).text
    assert f'href="/talk/t/{talk.pk}/unread/" rel="nofollow" data-next="{first[22]}"' in html
    assert "new-line" not in html
    answer = client.get(f"/talk/t/{talk.pk}/unread/")
    assert answer["Location"] == f"{talk.get_absolute_url()}?after=21#post-{first[22]}"
    assert signed_in(None).get(f"/talk/t/{talk.pk}/unread/")["Location"] == talk.get_absolute_url()


@pytest.mark.parametrize("fields", [{}, {"read": "x,-1,99999999999999999999,,²", "seconds": "-5"}])
def test_nonsense_changes_nothing(talk: Topic, town: Cast, fields: dict[str, str]) -> None:
    assert sign(signed_in(town.luka), talk, **fields) == 204
    assert TopicReading.objects.get().last_read_number == 0


def test_only_members_send_signs(talk: Topic, town: Cast) -> None:
    hidden = make_topic(make_space(town, "The team", read="role:staff"), town.sara)
    guest = signed_in(None)
    assert sign(guest, talk, read=ids(talk)) == 204
    assert guest.post("/talk/reading/visit/").status_code == 204
    assert guest.post("/talk/reading/all/")["Location"].startswith("/accounts/login/")
    assert guest.get("/talk/for-you/")["Location"].startswith("/accounts/login/")
    assert guest.get("/talk/reading/")["Location"].startswith("/accounts/login/")
    assert sign(signed_in(town.luka), hidden, read=ids(hidden)) == 404
    assert signed_in(town.luka).get(f"/talk/t/{hidden.pk}/unread/").status_code == 404
    assert not TopicReading.objects.exists()


def test_signs_are_posts_with_a_token(talk: Topic, town: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.luka)
    assert sign(client, talk, read=ids(talk)) == 403
    assert client.get(f"/talk/t/{talk.pk}/reading/").status_code == 405
    assert client.get("/talk/reading/visit/").status_code == 405
    assert client.get("/talk/reading/all/").status_code == 405
    assert not Reader.objects.exists()


def test_too_many_signs_get_429(talk: Topic, town: Cast) -> None:
    client = signed_in(town.luka)
    for _n in range(SIGNS_A_MINUTE_MAX):
        note_visit(actor=town.luka)
    assert sign(client, talk, read=ids(talk)) == 429
    assert client.post("/talk/reading/visit/").status_code == 429


def test_without_scripts_a_picture_tells(talk: Topic, town: Cast) -> None:
    client = signed_in(town.luka)
    html = client.get(talk.get_absolute_url()).content.decode()
    address = f"/talk/t/{talk.pk}/reading/page.gif?until=21"
    assert f'<img class="visually-hidden" src="{address}"' in html
    assert not TopicReading.objects.exists()
    for strange in ({"Sec-Fetch-Site": "cross-site"}, {"Referer": "https://evil.example/"}, {}):
        client.get(address, headers=strange)
    client.head(address, headers={"Sec-Fetch-Site": "same-origin"})
    signed_in(None).get(address, headers={"Sec-Fetch-Site": "same-origin"})
    assert not TopicReading.objects.exists()
    answer = client.get(address, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == ("image/gif", True)
    assert TopicReading.objects.get().last_read_number == 21


def test_opening_a_topic_asks_once_beside_reactions_and_writes_nothing_of_it(talk: Topic, town: Cast) -> None:
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=[]))
    client = signed_in(town.luka)
    with CaptureQueriesContext(connection) as captured:
        html = client.get(talk.get_absolute_url()).content.decode()
    assert f'<korzo-reading class="live" url="/talk/t/{talk.pk}/reading/">' in html
    [asked] = [query["sql"] for query in captured if "reading" in query["sql"] or "_reader" in query["sql"]]
    assert "reactions_bookmark" in asked


def test_a_list_asks_once(talk: Topic, space: Space, town: Cast) -> None:
    for n in range(5):
        make_topic(space, town.tea, title=f"Another topic {n}")
    note_visit(actor=town.luka)
    client = signed_in(town.luka)
    for path in (space.get_absolute_url(), "/"):
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        assert len([one for one in captured if "discussions_reader" in one["sql"]]) == 1, path


def test_a_guest_sees_nothing_of_it(talk: Topic, space: Space) -> None:
    guest = signed_in(None)
    for path in (talk.get_absolute_url(), space.get_absolute_url(), "/"):
        html = guest.get(path).content.decode()
        assert "korzo-reading" not in html
        assert "news-mark" not in html
        assert "korzo-visit" not in html


def test_a_list_shows_what_is_new(talk: Topic, space: Space, town: Cast) -> None:
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=[int(pk) for pk in ids(talk).split(",")]))
    client = signed_in(town.luka)
    assert "news-mark" not in client.get(space.get_absolute_url()).content.decode()
    make_reply(talk, town.ivo)
    make_reply(talk, town.ivo)
    html = client.get(space.get_absolute_url()).content.decode()
    assert "2 new</a>" in html
    assert f'href="/talk/t/{talk.pk}/unread/"' in html


def test_new_for_you_has_a_page(talk: Topic, town: Cast) -> None:
    client = signed_in(town.luka)
    html = client.get("/talk/for-you/").content.decode()
    assert talk.title in html
    assert "Also new" in html
    assert client.post("/talk/reading/all/")["Location"] == "/talk/for-you/"
    html = client.get("/talk/for-you/").content.decode()
    assert talk.title not in html
    assert "You have read it all" in html


def test_the_switch_is_in_the_settings(talk: Topic, town: Cast) -> None:
    client = signed_in(town.luka)
    sign(client, talk, read=ids(talk))
    html = client.get("/talk/reading/").content.decode()
    assert 'name="remembers" checked' in html
    client.post("/talk/reading/", {})
    assert not TopicReading.objects.exists()
    assert 'name="remembers" checked' not in client.get("/talk/reading/").content.decode()
    assert sign(client, talk, read=ids(talk)) == 204
    assert not TopicReading.objects.exists()
    client.post("/talk/reading/", {"remembers": "on"})
    assert Reader.objects.get().remembers


def test_the_export_tells_all_of_it(talk: Topic, town: Cast) -> None:
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=[int(pk) for pk in ids(talk).split(",")], seconds=30))
    told = json.loads(json.dumps(members.about(town.luka), default=str))
    found = json.dumps(told)
    assert '"reading_places"' in found
    assert '"last_read_number": 26' in found
    assert '"posts_read": 26' in found
