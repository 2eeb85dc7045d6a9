import pytest

from korzo.attention.models import ContactLog
from korzo.notifications.actions import Wish, choose, choose_manner, wish_of
from korzo.notifications.models import Manner, Notice, Preference
from korzo.notifications.tests.scenes import a_question, a_reply
from tests.cast import Cast, let_worker_finish, signed_in

REPLY, WATCHED = "discussions.reply_posted", "notifications.watched_reply"


@pytest.mark.parametrize(
    ("preset", "of_reply", "of_watched"),
    [
        ("for_me", Wish(True, True, by_push=True), Wish(True, False)),
        ("everything", Wish(True, True, by_push=True), Wish(True, True, by_push=True)),
        ("letter", Wish(True, False, in_letter=True), Wish(True, False, in_letter=True)),
    ],
)
def test_three_choices_at_first_sight(cast: Cast, preset: str, of_reply: Wish, of_watched: Wish) -> None:
    response = signed_in(cast.luka).post("/notices/settings/manner/", {"preset": preset, "rhythm": "never"})
    assert response.headers["Location"] == "/notices/settings/"
    assert (wish_of(cast.luka.pk, REPLY), wish_of(cast.luka.pk, WATCHED)) == (of_reply, of_watched)
    page = signed_in(cast.luka).get("/notices/settings/").content.decode()
    assert f'value="{preset}" checked' in page
    assert Manner.objects.get().rhythm == ("weekly" if preset == "letter" else "never")
    assert (Manner.objects.get().next_letter_at is not None) is (preset == "letter")


def test_a_single_wish_holds_until_another_manner_is_chosen(cast: Cast) -> None:
    choose({REPLY: Wish(on_site=False, by_mail=False)}, actor=cast.luka)
    choose_manner("for_me", actor=cast.luka, rhythm="daily")
    assert not Preference.objects.exists()
    choose({REPLY: Wish(on_site=False, by_mail=False)}, actor=cast.luka)
    choose_manner("for_me", actor=cast.luka, rhythm="weekly")
    assert wish_of(cast.luka.pk, REPLY).is_none
    choose_manner("everything", actor=cast.luka)
    assert wish_of(cast.luka.pk, REPLY).by_mail


@pytest.mark.parametrize(
    "wrong", [{"preset": "loud"}, {"preset": "letter", "rhythm": "hourly"}, {"preset": "letter", "hour": "24"}]
)
def test_nonsense_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    assert signed_in(cast.luka).post("/notices/settings/manner/", wrong).status_code == 422
    assert not Manner.objects.exists()


@pytest.mark.parametrize("path", ["/notices/settings/manner/", "/notices/devices/", "/notices/devices/1/goodbye/"])
def test_an_outsider_is_sent_to_sign_in(cast: Cast, path: str) -> None:
    response = signed_in(cast.nada).post(path, {"preset": "letter"})
    assert response.headers["Location"].startswith("/accounts/login/")
    assert not Manner.objects.exists()


def test_the_list_of_what_was_sent_says_what_it_was(cast: Cast) -> None:
    a_reply(a_question(cast.luka), cast.tea)
    let_worker_finish()
    assert Notice.objects.filter(member=cast.luka).exists()
    assert ContactLog.objects.get(member=cast.luka).source.startswith("notice:")
    page = signed_in(cast.luka).get("/sent/").content.decode().replace("\u2068", "").replace("\u2069", "")
    assert "Tea replied in “Which size for wide feet?”" in page
    assert ">Waits<" in page
