"""Saving and bringing back: what a busy community writes meanwhile is in it whole or not at all."""

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connections

from korzo.discussions.actions import Written, post_reply
from korzo.discussions.models import Topic
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.project.carry import Failed
from korzo.project.carry.backup import check_may_replace, keep_newest, key_mark, own_name, write_backup
from korzo.project.carry.building import compare, load, store_of
from korzo.project.carry.files import Area, Folder, Found, areas_of
from korzo.project.carry.form import Summary
from korzo.project.carry.progress import Progress
from korzo.project.carry.reading import Archive
from korzo.project.carry.stores import Home
from korzo.project.carry.tests.homes import rows_of, this_home
from korzo.project.carry.writing import UNFINISHED
from korzo.project.cli import EXIT_FAILED, EXIT_FINE, EXIT_REFUSED, main
from tests.cast import make_cast
from tests.installation import Place, place
from tests.town import Town, make_town

QUIET = Progress(is_shown=False)
WRITERS = 3


@pytest.fixture
def data(settings: LazySettings, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    settings.KORZO_DATA, settings.MEDIA_ROOT = folder, folder / "media"
    (folder / "media" / "products").mkdir(parents=True)
    return folder


@pytest.fixture
def twin(transactional_db: None, tmp_path: Path) -> Iterator[Place]:
    """Another installation whose database is as empty as this one was before the test."""
    with place(tmp_path / "twin") as made:
        yield made


@pytest.fixture
def town(twin: Place) -> Town:
    return make_town(make_cast())


def save(data: Path, path: Path, areas: list[Area] | None = None) -> Archive:
    areas = areas_of(data) if areas is None else areas
    write_backup(this_home(), data, path, areas=areas, secret_key="k", progress=QUIET)
    return Archive(path, lambda _bytes: None)


def home_of_twin(twin: Place) -> Home:
    return Home(twin.database, twin.data / "korzo.sqlite3")


def bring(archive: Archive, twin: Place) -> dict[str, list[dict[str, object]]]:
    """Into the twin; says what is there afterwards."""
    with closing(store_of(home_of_twin(twin))) as store:
        expected, changed = load(archive, store, QUIET)
    assert changed == 0
    with closing(store_of(home_of_twin(twin))) as store:
        compare(store, archive.about.tables, expected, QUIET)
        return {table.name: rows_of(store, table) for table in archive.about.tables}


def test_a_town_arrives_as_it_was(town: Town, data: Path, twin: Place, tmp_path: Path) -> None:
    archive = save(data, tmp_path / "town.tar")
    found = bring(archive, twin)
    assert {row["email"] for row in found["members_member"]} == set(Member.objects.values_list("email", flat=True))
    assert [row["total"] for row in found["shop_order"]] == ["99.0000"]
    (picture,) = found["media_picture"]
    assert (picture["key"], picture["widths"]) == (town.picture.key, [[320]])

    # The log is as strict as before, and numbers go on where they were.
    again = save_from(home_of_twin(twin), data, tmp_path / "again.tar")
    assert again.summary.tables == archive.summary.tables
    with closing(store_of(home_of_twin(twin))) as store, pytest.raises(Exception, match="activity is never deleted"):
        store.connection.execute("DELETE FROM activity_activity")  # type: ignore[attr-defined]  # Both have one.


def save_from(home: Home, data: Path, path: Path) -> Archive:
    write_backup(home, data, path, areas=[], secret_key="k", progress=QUIET)
    return Archive(path, lambda _bytes: None)


def test_what_is_written_meanwhile_is_in_it_whole_or_not(town: Town, data: Path, twin: Place, tmp_path: Path) -> None:
    stop = threading.Event()
    errors: list[Exception] = []

    def talk(writer: int) -> None:
        try:
            count = 0
            while not stop.is_set():
                topic, member = Topic.objects.get(), Member.objects.get(pk=town.cast.luka.pk)
                post_reply(topic, actor=member, written=Written(f"{writer} says {count}"), backfilled=True)
                count += 1
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    talkers = [threading.Thread(target=talk, args=(writer,)) for writer in range(WRITERS)]
    for talker in talkers:
        talker.start()
    try:
        archives = [save(data, tmp_path / f"{number}.tar") for number in range(4)]
    finally:
        stop.set()
        for talker in talkers:
            talker.join()
    assert errors == []

    sizes = []
    for archive in archives:
        found = bring(archive, twin)
        replies = Counter(row["topic_id"] for row in found["discussions_post"])
        assert {row["id"]: row["reply_count"] for row in found["discussions_topic"]} == {
            topic: count - 1 for topic, count in replies.items()
        }
        told = {
            row["data"][0]["post_id"]  # type: ignore[index]  # Rows are plain here.
            for row in found["activity_activity"]
            if row["verb"] == "discussions.reply_posted"
        }
        assert told == {row["id"] for row in found["discussions_post"] if row["number"] != 1}
        sizes.append(len(found["discussions_post"]))
        empty_again(twin, archive)
    assert sizes == sorted(sizes)
    assert sizes[-1] > 2


def empty_again(twin: Place, archive: Archive) -> None:
    """The log refuses to be emptied, so that the next one arrives at a house where nobody lived."""
    with closing(store_of(home_of_twin(twin))) as store:
        if store.vendor == "postgresql":
            store.connection.execute("SET session_replication_role = replica")  # type: ignore[attr-defined]
            for table in archive.about.tables:
                store.connection.execute(f"DELETE FROM {table.name}")  # type: ignore[attr-defined]
            return
        run = store.connection.execute  # type: ignore[attr-defined]
        triggers = run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            run(f"DROP TRIGGER {name}")
        for table in archive.about.tables:
            run(f"DELETE FROM {table.name}")
        for _name, made in triggers:
            run(made)


def test_files_come_with_it_and_lost_ones_are_named(twin: Place, data: Path, tmp_path: Path) -> None:
    (data / "media" / "products" / "here.webp").write_bytes(b"here")
    (data / "media" / "gone.webp").write_bytes(b"gone")
    (data / "media" / "link.webp").symlink_to("/etc/passwd")
    (data / "quarantine").mkdir()
    (data / "quarantine" / "waits").write_bytes(b"waits")
    (data / "secret-key").write_text("nobody else's")

    class Vanishing(Folder):
        """A folder of which a file is deleted after the database was looked at."""

        def open(self, name: str) -> Found:
            (self.path / "gone.webp").unlink(missing_ok=True)
            return super().open(name)

    areas: list[Area] = [Vanishing("media", data / "media"), Folder("quarantine", data / "quarantine")]
    archive = save(data, tmp_path / "files.tar", areas)
    found = {(area, name): content.read() for area, name, _at, content in archive.files()}
    assert found == {("media", "products/here.webp"): b"here", ("quarantine", "waits"): b"waits"}
    assert (archive.summary.gone, archive.summary.gone_count) == (["media/gone.webp"], 1)
    assert (archive.summary.files, archive.summary.file_bytes) == (2, 9)


def test_a_file_that_is_cut_short_breaks_it_off(twin: Place, data: Path, tmp_path: Path) -> None:
    (data / "media" / "one").write_bytes(b"long" * 100)

    class Shrinking(Folder):
        def open(self, name: str) -> Found:
            found = super().open(name)
            os.truncate(self.path / name, 3)
            return found

    with pytest.raises(Failed, match="files/media/one was cut short"):
        save(data, tmp_path / "files.tar", [Shrinking("media", data / "media")])
    assert [path.name for path in tmp_path.iterdir() if "files.tar" in path.name] == []


def test_the_command_saves_checks_and_clears_up(
    twin: Place, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = this_home()
    monkeypatch.setenv("KORZO_DATABASE", home.address)
    if not home.address:
        # A copy in its place, because the command looks where settings say.
        (data / "korzo.sqlite3").symlink_to(home.file)
    assert main(["backup"]) == EXIT_FINE
    (path,) = (data / "backups").iterdir()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert f"files in {path}" in capsys.readouterr().out
    assert main(["backup", "--check", str(path)]) == EXIT_FINE
    assert "It is whole: " in capsys.readouterr().out

    for day in range(1, 5):
        (path.parent / own_name(datetime(2026, 1, day, tzinfo=UTC))).touch()
    (path.parent / "notes.txt").touch()
    assert main(["backup", str(path.parent), "--keep", "2", "--quiet"]) == EXIT_FINE
    assert path.exists()
    assert len(list(path.parent.glob("korzo-*.tar"))) == 2
    assert (path.parent / "notes.txt").exists()

    path.write_bytes(path.read_bytes()[:-1])
    assert main(["backup", "--check", str(path)]) == EXIT_REFUSED
    assert "is damaged: its end is missing" in capsys.readouterr().err


def test_it_does_not_write_over_something_else(
    twin: Place, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = tmp_path / "photos.tar"
    photos.write_bytes(b"my photos")
    for arguments, sentence in (
        ([str(photos)], "is no backup of Korzo. Choose another name."),
        ([str(tmp_path / "nowhere" / "b.tar")], "There is no folder"),
        (["--keep", "0"], "--keep needs a number"),
        ([str(tmp_path / "b.tar"), "--keep", "3"], "--keep needs a number"),
        (["--check"], "Say which file to check"),
    ):
        assert main(["backup", *arguments]) == EXIT_REFUSED
        assert sentence in capsys.readouterr().err
    assert photos.read_bytes() == b"my photos"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is a thing of Linux")
def test_a_full_disk_is_told_and_leaves_nothing(
    twin: Place, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = this_home()
    monkeypatch.setenv("KORZO_DATABASE", home.address)
    if not home.address:
        (data / "korzo.sqlite3").symlink_to(home.file)
    real_open = os.open

    def on_full_disk(path: Any, flags: int, *rest: int, **more: Any) -> int:
        handle = real_open(path, flags, *rest, **more)
        if UNFINISHED in str(path):
            os.close(handle)
            return real_open("/dev/full", os.O_WRONLY)
        return handle

    monkeypatch.setattr(os, "open", on_full_disk)
    assert main(["backup"]) == EXIT_FAILED
    assert "The backup broke off: No space left on device" in capsys.readouterr().err
    assert list((data / "backups").iterdir()) == []


def test_there_must_be_something_to_save(data: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no community in"):
        save_from(Home("", tmp_path / "nowhere.sqlite3"), data, tmp_path / "b.tar")
    (tmp_path / "empty.sqlite3").touch()
    with pytest.raises(Refused, match="There is no community in"):
        save_from(Home("", tmp_path / "empty.sqlite3"), data, tmp_path / "b.tar")
    (tmp_path / "broken.sqlite3").write_bytes(b"SQLite format 3\0" + bytes(5000))
    with pytest.raises(Failed, match="could not be copied"):
        save_from(Home("", tmp_path / "broken.sqlite3"), data, tmp_path / "b.tar")
    assert not (tmp_path / "b.tar").exists()


def test_the_mark_of_a_key_tells_nothing_but_whether_it_is_the_same() -> None:
    assert key_mark("a") == key_mark("a") != key_mark("b")
    assert len(key_mark("a")) == 16


def test_only_what_we_named_is_removed(tmp_path: Path) -> None:
    ours = [own_name(datetime(2026, 1, day, tzinfo=UTC)) for day in range(1, 6)]
    for name in [*ours, "korzo.tar", "korzo-2026-01-01.tar"]:
        (tmp_path / name).touch()
    assert [path.name for path in keep_newest(tmp_path, 3)] == ours[:2]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*ours[2:], "korzo.tar", "korzo-2026-01-01.tar"])
    check_may_replace(tmp_path / "not there yet")
    assert Summary().rows == 0
