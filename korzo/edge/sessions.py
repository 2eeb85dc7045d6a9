"""Sessions in the database whose keys sign themselves, so that the edge tells a forged one without asking anybody.

A key is 24 random characters and 16 of their HMAC. Whoever sends an invented key is a guest to the edge and costs no
more than a guest does.
"""

import hashlib
import hmac
import string
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone
from django.utils.crypto import get_random_string

from korzo.edge.recording import lasts, reads, remembered
from korzo.kit import generations

RANDOM_LENGTH = 24
SIGNATURE_LENGTH = 16
_ALPHABET = string.ascii_lowercase + string.digits


class SessionStore(DatabaseStore):
    """`SESSION_ENGINE` names this module."""

    def load(self) -> dict[str, Any]:
        """Asked at each request of a member and hardly ever changed, so it is remembered until somebody saves it."""
        key = self.session_key
        if key is None:
            return {}
        if not (encoded := remembered("session", key, make=lambda: self._read(key))):
            self._session_key = None
            return {}
        return dict(self.decode(encoded))

    def _read(self, key: str) -> str:
        """As it stands in the database; empty where there is none, or no longer."""
        reads(f"session:{key}")
        # The stubs do not know this method.
        row = cast("Any", self)._get_session_from_db()
        if row is None:
            return ""
        lasts((row.expire_date - timezone.now()).total_seconds())
        return str(row.session_data)

    def save(self, must_create: bool = False) -> None:
        super().save(must_create=must_create)
        self._forget(self.session_key)

    def delete(self, session_key: str | None = None) -> None:
        gone = session_key or self.session_key
        super().delete(session_key)
        self._forget(gone)

    def _forget(self, key: str | None) -> None:
        """At once where no transaction is open, and for all processes."""
        if key is not None:
            generations.bump_on_commit(f"session:{key}")

    def _get_new_session_key(self) -> str:
        while True:
            key = signed(get_random_string(RANDOM_LENGTH, _ALPHABET))
            if not self.exists(key):
                return key

    async def _aget_new_session_key(self) -> str:
        while True:
            key = signed(get_random_string(RANDOM_LENGTH, _ALPHABET))
            if not await self.aexists(key):
                return key

    def _validate_session_key(self, key: str) -> bool:
        return bool(key) and is_genuine(key)


def signed(text: str) -> str:
    return text + _signature(settings.SECRET_KEY, text)


@lru_cache(maxsize=10_000)
def is_genuine(key: str) -> bool:
    """Signed by us, with today's secret key or one of those before it."""
    if len(key) != RANDOM_LENGTH + SIGNATURE_LENGTH or not key.isascii():
        return False
    text, signature = key[:RANDOM_LENGTH], key[RANDOM_LENGTH:]
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(_signature(secret, text), signature) for secret in secrets)


def _signature(secret: str, text: str) -> str:
    key = hashlib.blake2b(secret.encode(), person=b"korzo session").digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:SIGNATURE_LENGTH]
