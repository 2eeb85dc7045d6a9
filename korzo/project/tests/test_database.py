"""What the addresses in an owner's environment become, for each part of the house."""

import argparse
import sqlite3
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError, connection

from korzo.kit.env import WrongSetting
from korzo.project import preparation
from korzo.project.cli import command_line, web
from korzo.project.database import REPLICAS_MAX, databases
from korzo.project.installation import this_installation
from korzo.project.supervisor import web_command
from korzo.project.tasks import checkpoint

ADDRESS = "postgres://korzo:p%40ss@db.example:5433/town?sslmode=require"


def options(part: str, address: str = ADDRESS) -> dict[str, Any]:
    found: dict[str, Any] = databases(address, [], Path(), part)["default"]["OPTIONS"]
    return found


def test_nothing_said_means_sqlite(tmp_path: Path) -> None:
    found = databases("", [], tmp_path, "web")
    assert list(found) == ["default"]
    assert (found["default"]["ENGINE"], found["default"]["NAME"]) == (
        "korzo.project.sqlite",
        tmp_path / "korzo.sqlite3",
    )


def test_an_address_is_taken_apart() -> None:
    found = databases(ADDRESS, [], Path(), "web")["default"]
    assert [found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "town", "korzo", "p@ss", "db.example", "5433",
    ]  # fmt: skip
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (600, True)


def test_each_part_has_its_time() -> None:
    assert options("web")["options"] == "-c statement_timeout=15s -c idle_in_transaction_session_timeout=30s"
    assert options("worker")["options"] == "-c statement_timeout=3600s -c idle_in_transaction_session_timeout=30s"
    assert options("prepare")["options"] == "-c lock_timeout=3s"
    assert options("manage")["options"] == ""
    assert (options("web")["application_name"], options("web")["sslmode"]) == ("korzo web", "require")
    own = options("web", "postgres://u@h/n?options=-c%20work_mem%3D8MB&application_name=mine")
    assert own["options"].endswith("=30s -c work_mem=8MB")
    assert own["application_name"] == "mine"


def test_copies_stand_beside_it() -> None:
    found = databases(ADDRESS, ["postgres://u@one/town", "postgres://u@two/town"], Path(), "web")
    assert {name: one["HOST"] for name, one in found.items()} == {
        "default": "db.example", "replica1": "one", "replica2": "two",
    }  # fmt: skip
    assert found["replica1"]["TEST"] == {"MIRROR": "default"}


@pytest.mark.parametrize(
    ("address", "copies", "words"),
    [
        ("mysql://u@h/n", [], "KORZO_DATABASE must begin"),
        ("postgres://u@h", [], "KORZO_DATABASE names no database"),
        ("", ["postgres://u@h/n"], "KORZO_DATABASE_REPLICAS needs PostgreSQL"),
        (ADDRESS, ["http://h/n"], "KORZO_DATABASE_REPLICAS must begin"),
        (ADDRESS, ["postgres://u@h/n"] * (REPLICAS_MAX + 1), "at most"),
    ],
)
def test_what_cannot_be_is_refused(address: str, copies: list[str], words: str) -> None:
    with pytest.raises(WrongSetting, match=words):
        databases(address, copies, Path(), "web")


def test_as_many_web_processes_as_wished(monkeypatch: pytest.MonkeyPatch) -> None:
    def workers(command: list[str]) -> str:
        return command[command.index("--workers") + 1]

    assert workers(web_command(this_installation())) == "1"
    monkeypatch.setenv("KORZO_WEB_PROCESSES", "4")
    assert workers(web_command(this_installation())) == "4"
    assert workers(web_command(replace(this_installation(), web_processes=7))) == "7"
    assert command_line().parse_args(["web", "--workers", "3"]).workers == 3
    with pytest.raises(WrongSetting, match="--workers 0 is out of range"):
        web.run(argparse.Namespace(workers=0))
    monkeypatch.setenv("KORZO_WEB_PROCESSES", "33")
    with pytest.raises(WrongSetting, match="KORZO_WEB_PROCESSES"):
        this_installation()


@pytest.mark.parametrize(
    ("code", "tries", "expected"), [("55P03", 3, None), ("55P03", 99, CommandError), ("57P01", 1, OperationalError)]
)
def test_a_migration_that_waits_for_a_table_tries_again(
    code: str, tries: int, expected: type[Exception] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[int]()

    def busy(*_given: object, **_more: object) -> None:
        asked.append(1)
        if len(asked) <= tries:
            raise OperationalError from psycopg.errors.lookup(code)()

    monkeypatch.setattr(preparation, "call_command", busy)
    monkeypatch.setattr(preparation, "LOCK_PAUSE_SECONDS", 0.0)
    with pytest.raises(expected) if expected else nullcontext():
        preparation.migrate_patiently(Migrate())
    assert len(asked) == min(tries + (expected is None), preparation.LOCK_TRIES_MAX)


@pytest.mark.django_db(transaction=True)
def test_the_log_of_sqlite_is_shortened_at_night() -> None:
    if connection.vendor != "sqlite":
        assert checkpoint.func() is False
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE long_log (words text)")
        cursor.executemany("INSERT INTO long_log VALUES (%s)", [("x" * 5_000,)] * 200)
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    assert log.stat().st_size > 0
    assert checkpoint.func() is True
    assert log.stat().st_size == 0

    # Somebody who keeps reading is waited for a little and then left in peace.
    reader = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM long_log").fetchone()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM long_log")
    assert checkpoint.func() is False
    reader.close()
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 20_000
        cursor.execute("DROP TABLE long_log")
