"""Signed values for links and forms. Each purpose has its own salt, so a value made for one cannot serve another."""

from datetime import timedelta
from typing import Any

from django.core import signing


class BadToken(Exception):
    """The value was not signed by us for this purpose, or it is too old."""


def sign(purpose: str, value: Any) -> str:
    return signing.dumps(value, salt=f"korzo.{purpose}", compress=True)


def unsign(purpose: str, token: str, *, max_age: timedelta) -> Any:
    try:
        return signing.loads(token, salt=f"korzo.{purpose}", max_age=max_age)
    except signing.BadSignature as error:
        raise BadToken(purpose) from error
