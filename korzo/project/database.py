"""Where the data lives: SQLite in the data folder, or PostgreSQL by an address."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from korzo.kit.env import WrongSetting

# Answers to the needs of a community on SQLite: readers never wait for the writer, writers queue instead of failing.
_SQLITE_ON_CONNECT = ";".join(
    [
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=NORMAL",
        "PRAGMA mmap_size=134217728",
        "PRAGMA journal_size_limit=67108864",
        "PRAGMA cache_size=-20000",
        "PRAGMA temp_store=MEMORY",
    ]
)


def from_address(address: str, data: Path) -> dict[str, Any]:
    """Django's settings for `postgres://user:password@host:port/name`; an empty address means SQLite."""
    if not address:
        return sqlite(data / "korzo.sqlite3")
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise WrongSetting("KORZO_DATABASE must begin with postgres://, or stay empty for SQLite.")
    if not parts.path.strip("/"):
        raise WrongSetting("KORZO_DATABASE names no database: postgres://user:password@host:5432/korzo.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A transaction that reads and then writes would otherwise fail at once beside another writer.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": _SQLITE_ON_CONNECT,
        },
    }
