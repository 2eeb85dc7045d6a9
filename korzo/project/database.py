"""Where the data lives: SQLite in the data folder, or PostgreSQL by an address, with copies to read from."""

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

# A page that takes longer has lost its reader, and holds a thread that others wait for.
WEB_STATEMENT_SECONDS = 15
# Nobody waits for the worker, but a statement of an hour is a mistake and not work.
WORKER_STATEMENT_SECONDS = 3600
# A migration that waits for a lock makes all who come after it wait too: better it gives up and is run again.
PREPARE_LOCK_SECONDS = 3
# A transaction that does nothing for so long belongs to a process that hangs, and keeps rows locked.
IDLE_IN_TRANSACTION_SECONDS = 30
CONNECT_SECONDS = 5
CONNECTION_SECONDS_MAX = 600
REPLICAS_MAX = 8

PARTS_WITH_LIMITS = {"web": WEB_STATEMENT_SECONDS, "worker": WORKER_STATEMENT_SECONDS}


def databases(address: str, replicas: list[str], data: Path, part: str) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default`, and `replica1` and so on. `part` is the process that asks: web, worker, …"""
    if not address:
        if replicas:
            raise WrongSetting("KORZO_DATABASE_REPLICAS needs PostgreSQL: set KORZO_DATABASE too.")
        return {"default": sqlite(data / "korzo.sqlite3")}
    if len(replicas) > REPLICAS_MAX:
        raise WrongSetting(f"KORZO_DATABASE_REPLICAS may name {REPLICAS_MAX} addresses at most.")
    found = {"default": postgres(address, part)}
    for number, replica in enumerate(replicas, 1):
        known = postgres(replica, part, variable="KORZO_DATABASE_REPLICAS")
        # Tests have one database, whichever door they take.
        found[f"replica{number}"] = {**known, "TEST": {"MIRROR": "default"}}
    return found


def postgres(address: str, part: str, *, variable: str = "KORZO_DATABASE") -> dict[str, Any]:
    """Django's settings for `postgres://user:password@host:port/name?option=value`."""
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise WrongSetting(f"{variable} must begin with postgres://, or stay empty for SQLite.")
    if not parts.path.strip("/"):
        raise WrongSetting(f"{variable} names no database: postgres://user:password@host:5432/korzo.")
    own = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # A thread keeps its connection, so that threads times processes is all that the server ever sees.
        "CONN_MAX_AGE": CONNECTION_SECONDS_MAX,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": CONNECT_SECONDS,
            "application_name": f"korzo {part}".strip(),
            **own,
            "options": f"{_limits(part)} {own.get('options', '')}".strip(),
        },
    }


def _limits(part: str) -> str:
    """A person at the command line has the time that the work takes; the others have theirs."""
    limits = {}
    if part in PARTS_WITH_LIMITS:
        limits["statement_timeout"] = PARTS_WITH_LIMITS[part]
        limits["idle_in_transaction_session_timeout"] = IDLE_IN_TRANSACTION_SECONDS
    if part == "prepare":
        limits["lock_timeout"] = PREPARE_LOCK_SECONDS
    return " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items())


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "korzo.project.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A transaction that reads and then writes would otherwise fail at once beside another writer.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": _SQLITE_ON_CONNECT,
        },
    }
