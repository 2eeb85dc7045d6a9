"""A PostgreSQL server for measurements, whose data stay for the next run. It writes to disk as one should.

Like the one of the tests (`tests.postgres`), but with its folder kept and nothing switched off.
"""

import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from bench.line import free_port
from tests.postgres import binaries

# As the guide to scaling says for a small server; all else is PostgreSQL's own choice.
OPTIONS = "-c shared_buffers=256MB -c max_connections=100 -c max_wal_size=2GB"


@dataclass(frozen=True)
class Server:
    port: int
    pid: int
    version: str

    def address(self, database: str) -> str:
        return f"postgres://korzo@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = "template1") -> None:
        self.drop(database)
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), sql.Identifier(template)))

    def drop(self, database: str) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def server(folder: Path) -> Iterator[Server | None]:
    """None where PostgreSQL is not installed."""
    programs = binaries()
    if programs is None:
        yield None
        return
    data, user, port = folder / "postgres", _server_user(), free_port()
    if user is not None and not data.exists():
        data.mkdir(parents=True)
        os.chown(data, user.pw_uid, user.pw_gid)
    if not (data / "PG_VERSION").is_file():
        _run(user, programs / "initdb", "-D", data, "-U", "korzo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    elif (data / "postmaster.pid").is_file():
        # A run that was killed left it behind.
        _run(user, programs / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop", check=False)
    options = f"{OPTIONS} -p {port} -h 127.0.0.1 -k ''"
    _run(user, programs / "pg_ctl", "-D", data, "-w", "-l", data / "server.log", "-o", options, "start")
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        yield Server(port, pid, _version(port))
    finally:
        _run(user, programs / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop")


def _version(port: int) -> str:
    with psycopg.connect(f"postgres://korzo@127.0.0.1:{port}/postgres") as connection:
        return str(connection.info.parameter_status("server_version")).split(" ", 1)[0]


def _server_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then it runs as the user that its package made, else as nobody."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _run(user: pwd.struct_passwd | None, *command: object, check: bool = True) -> None:
    words = [str(word) for word in command]
    if user is None:
        subprocess.run(words, check=check, stdout=subprocess.DEVNULL)
        return
    subprocess.run(
        words, check=check, stdout=subprocess.DEVNULL, user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/"
    )
