"""The new takes the place of the old at one moment, and whoever is killed before or after it can be followed up."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection

from korzo.kit.errors import Refused
from korzo.project.carry import arrival
from korzo.project.carry.arrival import ArrivalInFile, arrival_at, declare_whole, fresh_arriving, settle, take_place
from korzo.project.carry.aside import ASIDE, Aside
from korzo.project.carry.backup import snapshot
from korzo.project.carry.postgres import connect
from korzo.project.carry.scratch import alone, scratch
from korzo.project.carry.stores import Home, home_of
from korzo.project.carry.tests.homes import empty_schema


def database(path: Path, word: str) -> Path:
    made = sqlite3.connect(path)
    made.execute("PRAGMA journal_mode=WAL")
    made.execute("CREATE TABLE members_member (name text)")
    made.execute("INSERT INTO members_member VALUES (?)", [word])
    made.commit()
    made.close()
    return path


def word_in(path: Path) -> str:
    opened = sqlite3.connect(path)
    try:
        return str(opened.execute("SELECT name FROM members_member").fetchone()[0])
    finally:
        opened.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An old community, and a new one that is nearly there."""
    folder = tmp_path / "data"
    for place, word in ((folder, "old"), (folder / "arriving", "new")):
        place.mkdir()
        database(place / "korzo.sqlite3", word)
    for place, word in ((folder, "old"), (folder / "arriving" / "files", "new")):
        for area in ("media", "mail"):
            (place / area).mkdir(parents=True)
            (place / area / word).touch()
    (folder / "cache").mkdir()
    (folder / "secret-key").write_text("stays")
    # What the process leaves that opened its house there.
    (folder / "arriving" / "mail").mkdir()
    return folder


def state(data: Path) -> tuple[str, list[str], list[str]]:
    names = [sorted(path.name for path in (data / area).iterdir()) for area in ("media", "mail")]
    return word_in(data / "korzo.sqlite3"), names[0], names[1]


def test_without_the_mark_the_old_stays(data: Path) -> None:
    assert settle(Home("", data / "korzo.sqlite3"), data) is None
    assert state(data) == ("old", ["old"], ["old"])
    with fresh_arriving(data) as folder:
        assert list(folder.iterdir()) == []
    assert not folder.exists()


def test_with_the_mark_the_new_counts(data: Path) -> None:
    # A community that was killed leaves the log of its last writes, and that must not reach the new one.
    (data / "korzo.sqlite3-wal").write_bytes(b"writes of the old")
    declare_whole(data)
    told = settle(Home("", data / "korzo.sqlite3"), data)
    assert told == "A restore that had been broken off at its very end was finished."
    assert state(data) == ("new", ["new"], ["new"])
    assert sorted(path.name for path in data.iterdir()) == ["korzo.sqlite3", "mail", "media", "secret-key"]
    assert settle(Home("", data / "korzo.sqlite3"), data) is None


KILLED_AT = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
steps = int(sys.argv[2])
def die(event, arguments):
    global steps
    if event in ("os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "os.mkdir"):
        steps -= 1
        if steps < 0:
            os.kill(os.getpid(), signal.SIGKILL)
from korzo.project.carry.arrival import take_place
sys.addaudithook(die)
take_place(Path(sys.argv[1]))
"""


def test_it_can_be_killed_at_every_step(data: Path, tmp_path: Path) -> None:
    """Before each change of a folder in turn; the next one finishes what was begun."""
    declare_whole(data)
    root = Path(arrival.__file__).parents[3]
    for steps in range(100):
        tried = tmp_path / f"tried-{steps}"
        shutil.copytree(data, tried)
        done = subprocess.run([sys.executable, "-c", KILLED_AT, tried, str(steps), root], check=False)
        assert done.returncode in {0, -9}
        settle(Home("", tried / "korzo.sqlite3"), tried)
        assert state(tried) == ("new", ["new"], ["new"])
        assert not (tried / "arriving").exists() or list((tried / "arriving").iterdir()) == []
        if done.returncode == 0:
            break
    assert steps > 8


def test_it_refuses_while_somebody_uses_the_database(data: Path) -> None:
    home = Home("", data / "korzo.sqlite3")
    code = (
        "import sqlite3, sys; other = sqlite3.connect(sys.argv[1]); "
        "other.execute('SELECT * FROM members_member').fetchall(); print('in', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, home.file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "in\n"
        arriving = ArrivalInFile(home, data)
        with pytest.raises(Refused, match=r"Korzo is using .* at this moment"):
            arriving.check_free(replace=True)
        with pytest.raises(Refused, match=r"Korzo is using .* at this moment"):
            arriving.complete()
        other.kill()
    arriving.check_free(replace=True)
    with pytest.raises(Refused, match="Add --replace"):
        arriving.check_free(replace=False)
    assert state(data) == ("old", ["old"], ["old"])


@pytest.mark.parametrize("content", [None, b"", b"this was a database once" * 100])
def test_what_cannot_be_read_is_not_thrown_away_unasked(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "korzo.sqlite3"
    if content is not None:
        path.write_bytes(content)
    arriving = ArrivalInFile(Home("", path), tmp_path)
    arriving.check_free(replace=True)
    if content:
        with pytest.raises(Refused, match="Add --replace"):
            arriving.check_free(replace=False)
    else:
        arriving.check_free(replace=False)


def test_files_on_another_drive_are_put_beside_those_that_are_there(
    data: Path, tmp_path: Path, settings: LazySettings
) -> None:
    settings.MEDIA_ROOT = data / "media"
    drive = tmp_path / "drive"
    shutil.move(data / "media", drive)
    (data / "media").symlink_to(drive)
    shutil.rmtree(data / "arriving")
    with fresh_arriving(data):
        places = arrival.places_for_files(data)
        places["media"].keep("pictures/a/1.webp", (tmp_path / "drive" / "old").open("rb"), 1.0)
        declare_whole(data)
    take_place(data)
    assert sorted(path.name for path in drive.iterdir()) == ["old", "pictures"]
    assert (data / "media").is_symlink()
    assert list((data / "mail").iterdir()) == []


def test_one_at_a_time(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(Refused, match="Another restore or move is at work"), alone(tmp_path):
        pass
    with alone(tmp_path):
        pass


def test_folders_of_the_dead_are_removed(tmp_path: Path) -> None:
    (tmp_path / "meanwhile-dead").mkdir()
    with scratch(tmp_path) as first, scratch(tmp_path) as second:
        assert first.is_dir()
        assert second.is_dir()
        assert not (tmp_path / "meanwhile-dead").exists()
        assert first.stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == []


def test_an_address_is_shown_without_its_password() -> None:
    assert (
        home_of("postgres://korzo:secret@db.example:5433/shop", Path()).shown == "postgres://korzo@db.example:5433/shop"
    )
    assert home_of("sqlite", Path("/var/korzo")) == home_of("", Path("/var/korzo"))


# PostgreSQL: the old is set aside in a schema of its own.


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    with empty_schema() as made:
        with connect(made) as server:
            server.execute("CREATE TABLE members_member (id serial PRIMARY KEY, name text)")
            server.execute(
                "CREATE TABLE members_grant (id int GENERATED BY DEFAULT AS IDENTITY, of int REFERENCES members_member)"
            )
            server.execute("INSERT INTO members_member (name) VALUES ('old')")
            server.execute("CREATE VIEW members_view AS SELECT name FROM members_member")
            server.execute("CREATE TYPE members_mood AS ENUM ('fine')")
            server.execute("CREATE TEXT SEARCH CONFIGURATION members_words (COPY = simple)")
            server.execute(
                "CREATE FUNCTION members_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
            )
            server.execute(
                "CREATE TRIGGER refuse BEFORE UPDATE ON members_member FOR EACH ROW EXECUTE FUNCTION members_refuse()"
            )
        yield made
        with connect(made) as server:
            server.execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")


def content(address: str) -> list[str]:
    with connect(address) as server:
        return [name for (name,) in server.execute("SELECT name FROM members_member").fetchall()]


def test_it_is_put_back_as_it_was(address: str, tmp_path: Path) -> None:
    home = Home(address, tmp_path / "korzo.sqlite3")
    with connect(address) as server:
        before = Aside(server)._things("carry_tests")
        assert len(before) == 6
        Aside(server).set_aside()
        assert Aside(server)._things("carry_tests") == []
        server.execute("CREATE TABLE members_member (name text)")
        server.execute("INSERT INTO members_member VALUES ('half')")
        server.execute("CREATE FUNCTION members_refuse() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    with pytest.raises(Refused, match="was broken off"), snapshot(home, tmp_path):
        pass
    assert (
        settle(home, tmp_path)
        == "A restore or move that had been broken off was undone: what was there before is back."
    )
    with connect(address) as server:
        assert Aside(server)._things("carry_tests") == before
        server.execute("INSERT INTO members_member (name) VALUES ('next')")
    assert content(address) == ["old", "next"]
    assert settle(home, tmp_path) is None


def test_it_is_let_go_once_the_new_is_whole(address: str, tmp_path: Path) -> None:
    home = Home(address, tmp_path / "korzo.sqlite3")
    with fresh_arriving(tmp_path), arrival_at(home, tmp_path) as arriving:
        with pytest.raises(Refused, match="Add --replace"):
            arriving.check_free(replace=False)
        arriving.check_free(replace=True)
        arriving.begin(["members"])
        with connect(address) as server:
            server.execute("CREATE TABLE members_member (name text)")
            server.execute("INSERT INTO members_member VALUES ('new')")
        # Whoever else would settle now is told to wait.
        with pytest.raises(Refused, match="at work in this database"):
            settle(home, tmp_path)
        with arrival_at(home, tmp_path) as second, pytest.raises(Refused, match="Another restore or move"):
            second.check_free(replace=True)
        arriving.complete()
    assert content(address) == ["new"]
    assert settle(home, tmp_path) is None
    with connect(address) as server:
        assert not Aside(server).is_unfinished()


def test_killed_after_the_mark_the_new_counts(address: str, tmp_path: Path) -> None:
    home = Home(address, tmp_path / "korzo.sqlite3")
    with connect(address) as server:
        Aside(server).set_aside()
        server.execute("CREATE TABLE members_member (name text)")
        server.execute("INSERT INTO members_member VALUES ('new')")
    (tmp_path / "arriving").mkdir()
    declare_whole(tmp_path)
    assert settle(home, tmp_path) == "A restore that had been broken off at its very end was finished."
    assert content(address) == ["new"]


def test_a_second_attempt_throws_the_first_away(address: str, tmp_path: Path) -> None:
    with connect(address) as server:
        Aside(server).set_aside()
        server.execute("CREATE TABLE members_member (name text)")
        Aside(server).set_aside()
        assert Aside(server)._things("carry_tests") == []
        Aside(server).put_back()
    assert content(address) == ["old"]


def test_tables_of_others_are_left_alone(address: str, tmp_path: Path) -> None:
    with connect(address) as server:
        server.execute("CREATE TABLE invoices (id int)")
    home, told = Home(address, tmp_path / "x"), r"Another program has tables in .*: invoices"
    with arrival_at(home, tmp_path) as arriving, pytest.raises(Refused, match=told):
        arriving.begin(["members"])
    assert content(address) == ["old"]


def test_it_does_not_wait_for_ever(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with psycopg.connect(address) as reader:
        reader.execute("SELECT * FROM members_member")
        with connect(address) as server:
            server.execute("SET lock_timeout = '200ms'")
            with pytest.raises(Refused, match="did not let go of it"):
                Aside(server).set_aside()
    assert content(address) == ["old"]


def test_it_refuses_while_a_part_of_korzo_is_connected(address: str, tmp_path: Path) -> None:
    web = psycopg.connect(address, application_name="korzo web")
    home = Home(address, tmp_path)
    with web, arrival_at(home, tmp_path) as arriving, pytest.raises(Refused, match="Korzo is using"):
        arriving.check_free(replace=True)


def test_it_says_that_the_database_does_not_answer(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="The database does not answer"):
        connect("postgres://nobody@127.0.0.1:1/nothing")
