"""When a form was shown, signed; and a field that no person fills in. A guest's page says nothing of time."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from korzo.kit import parts
from korzo.kit.signing import sign
from korzo.members.models import Member
from korzo.ui.form_trap import FormTrap, read_trap
from tests.cast import Cast


def asked(person: Member | None, **fields: str) -> HttpRequest:
    request = RequestFactory().post("/", fields)
    request.user = person or AnonymousUser()
    return request


def rendered(person: Member | None) -> str:
    return parts.resolved(asked(person), render_to_string("ui/form_trap.html"))


def token(person: Member) -> str:
    found = re.search(r'name="form_time" value="([^"]+)"', rendered(person))
    assert found is not None
    return found[1]


def test_it_measures_from_showing_to_sending(cast: Cast) -> None:
    given = token(cast.tea)
    later = timezone.now() + timedelta(seconds=42)
    found = read_trap(asked(cast.tea, form_time=given), later)
    assert found.seconds == pytest.approx(42, abs=5)
    assert not found.filled


def test_it_shows_every_guest_the_same(cast: Cast) -> None:
    assert rendered(None) == rendered(None)
    assert "form_time" not in rendered(None)
    assert read_trap(asked(None), timezone.now()) == FormTrap(None, filled=False)


def test_it_knows_nothing_from_the_time_of_another(cast: Cast) -> None:
    given = token(cast.tea)
    assert read_trap(asked(cast.luka, form_time=given), timezone.now()).seconds is None
    assert read_trap(asked(None, form_time=given), timezone.now()).seconds is None


@pytest.mark.parametrize("value", ["", "1", "invented", "a:b:c"])
def test_it_knows_nothing_from_an_invented_time(cast: Cast, value: str) -> None:
    assert read_trap(asked(cast.tea, form_time=value), timezone.now()).seconds is None


@pytest.mark.parametrize("signed", [7, "x", [1], [None, "nan"], {"a": 1}])
def test_it_bears_what_another_version_signed(cast: Cast, signed: object) -> None:
    given = sign("ui.form_time", signed)
    assert read_trap(asked(cast.tea, form_time=given), timezone.now()).seconds is None


def test_it_never_counts_backwards(cast: Cast) -> None:
    given = token(cast.tea)
    assert read_trap(asked(cast.tea, form_time=given), timezone.now() - timedelta(minutes=1)).seconds == 0.0


def test_it_notices_who_fills_in_all_it_finds(cast: Cast) -> None:
    assert read_trap(asked(cast.tea, leave_this="https://win.example"), timezone.now()).filled
    html = rendered(cast.tea)
    assert 'aria-hidden="true"' in html
    assert 'tabindex="-1"' in html
    assert 'autocomplete="off"' in html
