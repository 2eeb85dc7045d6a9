from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from korzo.discussions import actions as discussions
from korzo.kit.errors import Missing
from korzo.notifications import actions, queries
from korzo.notifications.models import Notice
from korzo.notifications.tests.scenes import a_question, a_reply, notices_of
from tests.cast import Cast, let_worker_finish, signed_in

type Counts = Callable[[int], Any]

# Session, member, notices, faces, titles, activities with words of their own, community, unread notices.
PAGE_QUERIES = 8


def _told(cast: Cast) -> Notice:
    a_reply(a_question(cast.luka), cast.tea)
    return notices_of(cast.luka)[0]


def test_it_shows_what_is_new(cast: Cast) -> None:
    notice = _told(cast)
    page = signed_in(cast.luka).get("/notices/").content.decode()
    assert "Which size for wide feet?" in page
    assert f'id="notice-{notice.pk}"' in page
    assert "Mark all as read" in page
    assert "New:" in page


def test_opening_marks_it_read_and_leads_there(cast: Cast) -> None:
    notice = _told(cast)
    response = signed_in(cast.luka).post(f"/notices/{notice.pk}/read/", {"open": "1"})
    assert (response.status_code, response.headers["Location"]) == (302, notice.link)
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_marking_one_stays_on_the_list(cast: Cast) -> None:
    notice = _told(cast)
    client = signed_in(cast.luka)
    assert client.post(f"/notices/{notice.pk}/read/").headers["Location"] == "/notices/"
    page = client.get("/notices/").content.decode()
    assert f'href="{notice.link}"' in page


def test_marking_all(cast: Cast) -> None:
    _told(cast)
    other = Notice.objects.create(member=cast.tea, kind="reactions.given", key="x", activity_id=1)
    assert queries.unread_count(cast.luka) > 0
    response = signed_in(cast.luka).post("/notices/read/")
    assert response.headers["Location"] == "/notices/"
    assert queries.unread_count(cast.luka) == 0
    other.refresh_from_db()
    assert other.read_at is None


def test_reading_twice_keeps_the_first_time(cast: Cast) -> None:
    notice = _told(cast)
    first = timezone.now()
    actions.mark_read(notice.pk, actor=cast.luka, at=first)
    actions.mark_read(notice.pk, actor=cast.luka)
    notice.refresh_from_db()
    assert notice.read_at == first


@pytest.mark.parametrize("role", ["member", "moderator", "staff", "owner"])
def test_nobody_reads_the_notices_of_another(cast: Cast, role: str) -> None:
    notice = _told(cast)
    person = cast.by_role()[role]
    client = signed_in(person)
    assert f'id="notice-{notice.pk}"' not in client.get("/notices/").content.decode()
    assert client.post(f"/notices/{notice.pk}/read/", {"open": "1"}).status_code == 404
    with pytest.raises(Missing):
        actions.mark_read(notice.pk, actor=person)
    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.parametrize("address", ["/notices/", "/notices/settings/"])
def test_an_outsider_is_sent_to_sign_in(cast: Cast, address: str) -> None:
    response = signed_in(cast.nada).get(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", ["/notices/read/", "/notices/1/read/"])
def test_reading_by_get_changes_nothing(cast: Cast, address: str) -> None:
    notice = _told(cast)
    assert signed_in(cast.luka).get(address).status_code == 405
    notice.refresh_from_db()
    assert notice.read_at is None


def test_it_is_kind_when_empty(cast: Cast) -> None:
    page = signed_in(cast.luka).get("/notices/").content.decode()
    assert "All quiet" in page
    assert "Mark all as read" not in page


def test_the_bell_says_how_many(cast: Cast, django_assert_num_queries: Counts) -> None:
    for title in ("Which size for wide feet?", "Which laces last longest?"):
        a_reply(a_question(cast.luka, title), cast.tea)
    let_worker_finish()
    Notice.objects.filter(kind__startswith="loyalty.").delete()
    with django_assert_num_queries(1):
        assert queries.unread_count(cast.luka) == 2
    page = signed_in(cast.luka).get("/notices/settings/").content.decode()
    assert "Notices, 2 new" in page


def test_it_costs_the_same_however_many(cast: Cast, django_assert_num_queries: Counts) -> None:
    a_reply(a_question(cast.luka), cast.tea)
    own = a_reply(a_question(cast.tea, "Which laces are the longest?"), cast.luka)
    discussions.accept_answer(own, actor=cast.tea)
    let_worker_finish()
    client = signed_in(cast.luka)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get("/notices/")
    for title in ("Which laces last longest?", "Which socks do not slip?"):
        topic = a_question(cast.luka, title)
        for author in (cast.tea, cast.ivo, cast.sara):
            a_reply(topic, author)
    let_worker_finish()
    with django_assert_num_queries(PAGE_QUERIES):
        client.get("/notices/")


def test_a_long_list_comes_page_by_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "NOTICES_A_PAGE", 2)
    for number in range(3):
        Notice.objects.create(member=cast.tea, kind="reactions.given", key=f"hearts:{number}", activity_id=number)
    newest = queries.notices(cast.tea)
    page = signed_in(cast.tea).get("/notices/").content.decode()
    assert f"?before={newest[-1].pk}" in page
    older = queries.notices(cast.tea, before=newest[-1].pk)
    assert len(older) == 1
    assert older[0].pk not in {one.pk for one in newest}
    assert signed_in(cast.tea).get("/notices/", {"before": "9" * 40}).status_code == 200
