import re

import pytest

from korzo.kit.errors import Refused
from korzo.members.queries import about
from korzo.notifications import actions
from korzo.notifications.actions import Wish, wish_of
from korzo.notifications.models import Preference
from korzo.notifications.tests.scenes import a_question, a_reply
from tests.cast import Cast, let_worker_finish, signed_in


def mail_choice(page: str, verb: str) -> str:
    rows = page.split(f'name="mail:{verb}"', 1)[1].split("</select>", 1)[0]
    (chosen,) = re.findall(r'value="(\w+)" selected', rows)
    return str(chosen)


def test_it_offers_every_kind_with_our_defaults(cast: Cast) -> None:
    page = signed_in(cast.luka).get("/notices/settings/").content.decode()
    for label in (
        "Somebody replies in your topic",
        "Somebody mentions you",
        "Your answer is accepted",
        "Somebody likes what you wrote",
        "You got points",
        "You reached a new level",
    ):
        assert label in page
    assert mail_choice(page, "discussions.reply_posted") == "at_once"
    assert mail_choice(page, "reactions.given") == "no"
    assert 'name="site" value="reactions.given" checked' in page


def test_it_keeps_wishes(cast: Cast) -> None:
    response = signed_in(cast.luka).post(
        "/notices/settings/",
        {"site": ["reactions.given"], "mail:reactions.given": "at_once", "mail:nonsense": "at_once"},
    )
    assert response.headers["Location"] == "/notices/settings/"
    assert wish_of(cast.luka.pk, "reactions.given") == Wish(on_site=True, by_mail=True)
    assert wish_of(cast.luka.pk, "discussions.reply_posted") == Wish(on_site=False, by_mail=False)
    assert not Preference.objects.filter(kind="nonsense").exists()
    assert wish_of(cast.tea.pk, "discussions.reply_posted") == Wish(on_site=True, by_mail=True, by_push=True)


def test_an_outsider_cannot_wish(cast: Cast) -> None:
    with pytest.raises(Refused, match="sign in"):
        actions.choose({"reactions.given": Wish(on_site=True, by_mail=True)}, actor=cast.nada)
    assert not Preference.objects.exists()


def test_the_export_tells_notices_and_wishes(cast: Cast) -> None:
    a_reply(a_question(cast.luka), cast.tea)
    let_worker_finish()
    actions.choose({"reactions.given": Wish(on_site=True, by_mail=True)}, actor=cast.luka)
    exported = about(cast.luka)
    assert any("replied in" in one["notice"] for one in exported["notices"])
    assert exported["notice_settings"] == [
        {"kind": "reactions.given", "on_site": True, "by_mail": True, "by_push": False, "in_letter": False}
    ]
