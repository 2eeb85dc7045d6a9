import pytest
from pytest_django import Settings

from korzo.attention.actions import lift, suppress
from korzo.attention.digests import digest_of, normal_form
from korzo.attention.models import Suppression
from korzo.attention.rules import suppressions

pytestmark = pytest.mark.django_db


def test_one_mailbox_has_one_hash_however_it_is_written() -> None:
    assert digest_of(" Dana@EXAMPLE.com") == digest_of("dana@example.com")
    assert digest_of("dana@example.com") != digest_of("dana+shop@example.com")
    assert normal_form("Dana@Žltá.sk") == "dana@xn--lt-nia93d.sk"
    assert normal_form("no address") == "no address"


def test_the_address_is_not_kept() -> None:
    suppress("dana@example.com", reason=Suppression.Reason.COMPLAINT)
    suppress("dana@example.com", reason=Suppression.Reason.COMPLAINT)
    (row,) = Suppression.objects.all()
    assert "dana" not in f"{row.digest}{row.reason}{row}"
    assert suppressions("DANA@example.com") == {"complaint"}
    assert lift("dana@example.com", reason=Suppression.Reason.COMPLAINT)
    assert not lift("dana@example.com", reason=Suppression.Reason.COMPLAINT)
    assert suppressions("dana@example.com") == set()


def test_it_is_found_after_the_key_was_changed(settings: Settings) -> None:
    suppress("dana@example.com", reason=Suppression.Reason.HARD_BOUNCE)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key", [settings.SECRET_KEY]
    assert suppressions("dana@example.com") == {"hard_bounce"}
    settings.SECRET_KEY_FALLBACKS = []
    assert suppressions("dana@example.com") == set()
