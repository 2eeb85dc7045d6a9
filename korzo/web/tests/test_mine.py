"""The lists that only oneself sees: Saved, and What you follow."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.notifications.models import Notice
from korzo.reactions.actions import follow, keep_bookmark, remind_due
from korzo.reactions.models import Bookmark, Follow
from tests.cast import Cast, let_worker_finish, signed_in
from tests.town import Town, make_town

type Queries = Callable[..., AbstractContextManager[object]]

DAY = timedelta(days=1)
SAVED, FOLLOWING = "/me/saved/", "/me/following/"
# Session, account, bell, community, the rows, and what they are about.
QUERIES = 6


@pytest.fixture
def town(cast: Cast) -> Town:
    return make_town(cast)


@pytest.mark.parametrize("role", ["member", "moderator", "staff", "owner"])
@pytest.mark.parametrize(("path", "words"), [(SAVED, "Nothing saved yet"), (FOLLOWING, "You follow nothing yet")])
def test_an_empty_list_leads_on(cast: Cast, role: str, path: str, words: str) -> None:
    page = signed_in(cast.by_role()[role]).get(path)
    assert words in page.text
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize("path", [SAVED, FOLLOWING, f"{SAVED}1/"])
def test_a_guest_is_led_to_the_door(cast: Cast, path: str) -> None:
    answer = signed_in(cast.nada).get(path)
    assert answer.headers["Location"] == f"/accounts/login/?next={path}"


def test_a_note_and_a_reminder(town: Town) -> None:
    kept = keep_bookmark("discussions.post", town.reply.pk, actor=town.cast.tea)
    tea = signed_in(town.cast.tea)
    page = f"{SAVED}{kept.pk}/"
    assert "Which wax for October?" in tea.get(page).text
    assert tea.post(page, {"note": "Try it.", "remind_on": "2001-01-01"}).status_code == 422
    assert tea.post(page, {"note": "Try it.", "remind_on": "soon"}).status_code == 422
    assert Bookmark.objects.get().note == ""
    assert tea.post(page, {"note": "Try it.", "remind_on": ""}).headers["Location"] == SAVED
    assert "Try it." in tea.get(SAVED).text
    assert signed_in(town.cast.luka).get(page).status_code == 404
    assert "Try it." not in signed_in(town.cast.luka).get(SAVED).text


def test_a_reminder_is_a_notice_that_leads_there(town: Town) -> None:
    tea = town.cast.tea
    keep_bookmark("discussions.post", town.reply.pk, actor=tea, note="Wax!", remind_on=timezone.now().date() + DAY)
    assert remind_due(timezone.now() + 3 * DAY) == 1
    let_worker_finish()
    notice = Notice.objects.get(member=tea, kind="reactions.reminder_due")
    assert notice.link == town.reply.get_absolute_url()
    assert "reminded today of something you saved" in signed_in(tea).get("/notices/").text


def test_what_is_taken_off_the_shelf_is_gone(town: Town) -> None:
    keep_bookmark("discussions.post", town.reply.pk, actor=town.cast.tea)
    sent = {"label": "discussions.post", "pk": town.reply.pk, "_method": "delete", "next": "saved"}
    answer = signed_in(town.cast.tea).post("/reactions/bookmarks/", sent)
    assert (answer.headers["Location"], Bookmark.objects.exists()) == (SAVED, False)


def test_each_line_is_changed_where_it_stands(town: Town) -> None:
    tea, product = town.cast.tea, town.product
    follow("shop.product", product.pk, actor=tea, level="watching")
    follow("members.member", town.cast.luka.pk, actor=tea, level="first_post")
    browser = signed_in(tea)
    page = browser.get(FOLLOWING).text
    assert "Ridge 3" in page
    assert "Luka" in page
    assert "You began it." in page
    assert "Luka" not in browser.get(f"{FOLLOWING}?kind=shop.product").text
    sent = {"key": f"shop.product:{product.pk}", "level": "muted", "next": "following"}
    assert browser.post("/reactions/follows/", sent).headers["Location"] == FOLLOWING
    assert Follow.objects.get(subject_label="shop.product").level == "muted"
    browser.post("/reactions/follows/", sent | {"_method": "delete"})
    assert not Follow.objects.filter(subject_label="shop.product").exists()


def test_a_member_is_followed_muted_and_blocked_from_their_page(town: Town) -> None:
    tea = signed_in(town.cast.tea)
    path = town.cast.luka.get_absolute_url()
    page = tea.get(path).text
    assert "Mute" in page
    assert "Block" in page
    tea.post("/members/settings/muted/", {"member": town.cast.luka.pk, "do": "block"})
    assert "You blocked this member." in tea.get(path).text
    assert "Block" not in tea.get(town.cast.tea.get_absolute_url()).text
    of_the_team = tea.get(town.cast.ivo.get_absolute_url()).text
    assert "Mute" in of_the_team
    assert "Block" not in of_the_team, "what the team says reaches everybody"
    assert "You blocked" not in signed_in(town.cast.luka).get(path).text


@pytest.mark.parametrize("count", [1, 25])
def test_long_lists_ask_as_often_as_short_ones(town: Town, count: int, django_assert_num_queries: Queries) -> None:
    tea = town.cast.tea
    Bookmark.objects.bulk_create(
        [Bookmark(subject_label="discussions.post", subject_id=n, member=tea) for n in range(10**6, 10**6 + count)]
    )
    Follow.objects.filter(member=tea).delete()
    Follow.objects.bulk_create(
        [Follow(subject_label="discussions.topic", subject_id=n, member=tea, level="muted") for n in range(count)]
    )
    browser = signed_in(tea)
    for path in (SAVED, FOLLOWING):
        browser.get(path)
        with django_assert_num_queries(QUERIES):
            browser.get(path)
