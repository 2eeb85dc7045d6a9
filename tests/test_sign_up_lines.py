"""How many accounts one line may open a day; nobody is named by what is kept for it."""

import pytest
from django.test import Client

from korzo.members.models import Member
from korzo.members.tests.doors import proven_form
from korzo.moderation.actions.origins import line_of
from korzo.moderation.models.spam import Rate

SIGN_UP = "/accounts/signup/"
HOME, OTHER = "93.184.216.34", "93.184.216.35"

pytestmark = pytest.mark.django_db


def sign_up(number: int, address: str, **more: str) -> int:
    client = Client(REMOTE_ADDR=address)
    return client.post(SIGN_UP, proven_form(client, f"z{number}@example.com") | more).status_code


def test_the_fourth_from_one_line_waits_for_tomorrow() -> None:
    assert [sign_up(n, HOME) for n in range(4)] == [302, 302, 302, 200]
    assert Member.objects.count() == 3
    assert sign_up(5, OTHER) == 302
    assert not any(HOME in one.key for one in Rate.objects.all())


def test_what_opens_no_account_is_not_counted() -> None:
    for number in range(4):
        assert sign_up(number, HOME, password1="short") == 200
    assert not Rate.objects.exists()
    assert sign_up(7, HOME) == 302


def test_a_proxy_that_nobody_told_us_about_shuts_nobody_out() -> None:
    assert [sign_up(n, "10.9.8.7") for n in range(10, 14)] == [302] * 4


@pytest.mark.parametrize(
    ("address", "line"),
    [
        (HOME, HOME),
        ("::ffff:93.184.216.34", HOME),
        ("2606:2800:220:1:248:1893:25c8:1946", "2606:2800:220:1::/64"),
        ("127.0.0.1", ""),
        ("10.1.2.3", ""),
        ("fe80::1", ""),
        ("nonsense", ""),
    ],
)
def test_a_line_is_what_a_home_has(address: str, line: str) -> None:
    assert line_of(address) == line
