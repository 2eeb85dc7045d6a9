import pytest
from django.test import Client

from korzo.kit import signing
from korzo.members import actions as members
from korzo.notifications.actions import Wish, wish_of
from korzo.notifications.envelope import unsubscribe_token
from korzo.notifications.models import Preference
from tests.cast import Cast, signed_in

REPLY = "discussions.reply_posted"


def _link(cast: Cast, kind: str = REPLY) -> str:
    return f"/notices/unsubscribe/{unsubscribe_token(cast.luka.pk, kind)}/"


def test_opening_the_link_changes_nothing(cast: Cast) -> None:
    response = Client().get(_link(cast))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Somebody replies in your topic" in page
    assert "csrfmiddlewaretoken" not in page
    assert not response.cookies
    assert not Preference.objects.exists()


def test_one_click_of_a_mail_program_is_enough(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(_link(cast), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not response.cookies
    assert wish_of(cast.luka.pk, REPLY) == Wish(on_site=True, by_mail=False, by_push=True)
    assert wish_of(cast.luka.pk, "discussions.member_mentioned").by_mail is True
    assert client.post(_link(cast), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Preference.objects.count() == 1


def test_the_other_button_ends_all(cast: Cast) -> None:
    page = Client().post(_link(cast), {"every": "1"}).content.decode()
    assert "You get no more mail about news here." in page
    assert not Preference.objects.filter(member=cast.luka, by_mail=True).exists()
    assert wish_of(cast.luka.pk, "discussions.member_mentioned") == Wish(on_site=True, by_mail=False, by_push=True)


def test_it_keeps_the_wish_for_the_site(cast: Cast) -> None:
    Preference.objects.create(member=cast.luka, kind=REPLY, on_site=False, by_mail=True)
    Client().post(_link(cast))
    assert wish_of(cast.luka.pk, REPLY) == Wish(on_site=False, by_mail=False)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_link_is_answered_and_does_nothing(cast: Cast, method: str) -> None:
    forged = signing.sign("something.else", [cast.luka.pk, REPLY])
    for token in ("nonsense", forged):
        response = getattr(Client(), method)(f"/notices/unsubscribe/{token}/")
        assert response.status_code == 200
        assert "We do not know this link" in response.content.decode()
    assert not Preference.objects.exists()


def test_it_names_its_member_whoever_is_signed_in(cast: Cast) -> None:
    signed_in(cast.tea).post(_link(cast))
    assert wish_of(cast.luka.pk, REPLY).by_mail is False
    assert wish_of(cast.tea.pk, REPLY).by_mail is True


def test_it_writes_nothing_about_the_erased(cast: Cast) -> None:
    link = _link(cast)
    members.erase(cast.luka)
    assert Client().post(link).status_code == 200
    assert not Preference.objects.exists()
