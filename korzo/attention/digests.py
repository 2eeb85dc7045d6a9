"""Addresses as keyed hashes: good for asking "is it this one", useless for finding out whose it is."""

import hashlib
import hmac
import unicodedata
from contextlib import suppress

from django.conf import settings


def normal_form(address: str) -> str:
    """What counts as one mailbox: case and form of letters do not, what stands after a plus does."""
    cleaned = unicodedata.normalize("NFC", address.strip()).lower()
    name, at, domain = cleaned.rpartition("@")
    # What is no domain could not receive mail; its hash still stands for itself.
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{name}{at}{domain}"


def digest_of(address: str) -> str:
    """With today's key."""
    return _digest(settings.SECRET_KEY, address)


def digests_of(address: str) -> list[str]:
    """With today's key and those before it, for asking."""
    return [_digest(key, address) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _digest(secret: str, address: str) -> str:
    key = hashlib.sha256(b"korzo.attention.suppression" + secret.encode()).digest()
    return hmac.new(key, normal_form(address).encode(), hashlib.sha256).hexdigest()
