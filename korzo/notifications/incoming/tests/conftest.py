"""Replies by mail are on, and nobody came today: the limits of the first day are tried out where they are made."""

from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from pytest_django import Settings

from korzo.attention.models import ContactPolicy
from korzo.notifications.incoming.doorway import doorway
from korzo.notifications.tests.scenes import grown_up
from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    ContactPolicy.objects.create(quiet_from=0, quiet_until=0, community_max=500)
    grown = grown_up(make_cast())
    for member in (grown.mira, grown.sara, grown.ivo, grown.tea, grown.luka):
        EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return grown


@pytest.fixture(autouse=True)
def _open_door(settings: Settings, tmp_path: Path) -> None:
    settings.KORZO_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.KORZO_DOORWAY = doorway("pipe", "reply@talk.example", "")
