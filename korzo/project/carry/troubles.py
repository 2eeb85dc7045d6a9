"""What can go wrong with disks and servers, as a sentence."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.management.base import CommandError
from django.db import Error

from korzo.project.carry import Failed


@contextmanager
def in_words(what: str) -> Iterator[None]:
    """`what` is the beginning of the sentence: "The backup"."""
    try:
        yield
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        raise Failed(f"{what} broke off: {error.strerror or error}{place}.") from error
    except (psycopg.Error, sqlite3.Error, Error, CommandError) as error:
        raise Failed(f"{what} broke off, because of the database: {str(error).strip()}.") from error
