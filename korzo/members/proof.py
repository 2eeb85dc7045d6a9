"""A proof of work instead of a puzzle: the browser counts for a second, a robot for a thousand accounts all day.

The protocol is ALTCHA's first version (SHA-256 of salt and number). Without JavaScript nobody can count; such a form
passes too, but far fewer of them per hour and address (see `FORMS_WITHOUT_PROOF_PER_HOUR`).
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta

from altcha import v1
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

# About a second of counting on a phone.
NUMBER_MAX = 60_000
LIFE = timedelta(minutes=20)
FORMS_WITHOUT_PROOF_PER_HOUR = 5
HOUR_SECONDS = 3600


@dataclass(frozen=True)
class Challenge:
    """What `korzo-proof` in the page needs to start counting."""

    algorithm: str
    challenge: str
    maxnumber: int
    salt: str
    signature: str


def new_challenge() -> Challenge:
    made = v1.create_challenge(
        v1.ChallengeOptions(algorithm="SHA-256", max_number=NUMBER_MAX, hmac_key=_key(), expires=timezone.now() + LIFE)
    )
    return Challenge(made.algorithm, made.challenge, made.max_number, made.salt, made.signature)


def is_proven(payload: str) -> bool:
    """Whether the browser did its counting for a challenge of ours that nobody has used before."""
    try:
        right, _reason = v1.verify_solution(payload, _key(), check_expires=True)
        challenge = json.loads(base64.b64decode(payload))["challenge"]
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    # One answer can be spelled in many ways, so it is the challenge that counts once.
    return right and cache.add(f"proof:{challenge}", 1, timeout=int(LIFE.total_seconds()))


def may_pass_without(address: str) -> bool:
    """A browser without JavaScript cannot count; a few per hour and address may pass."""
    key = f"without-proof:{timezone.now():%Y%m%d%H}:{address}"
    count = cache.get(key, 0) + 1
    # Not `incr`: the cache in files would forget after five minutes what it counted up.
    cache.set(key, count, timeout=HOUR_SECONDS)
    return bool(count <= FORMS_WITHOUT_PROOF_PER_HOUR)


def _key() -> str:
    return hashlib.sha256(b"korzo.proof" + settings.SECRET_KEY.encode()).hexdigest()
