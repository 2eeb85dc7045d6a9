"""The one file: whatever is wrong with it is found before anything else is done with it."""

import gzip
import hashlib
import io
import json
import random
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from korzo.kit.errors import Refused
from korzo.project.carry.form import FORMAT, SEAL_BYTES, About, Summary, TableSummary, file_of
from korzo.project.carry.lines import Sum
from korzo.project.carry.reading import Archive
from korzo.project.carry.tests.homes import EVERYTHING
from korzo.project.carry.writing import UNFINISHED, Writer, entry_line, new_file

ABOUT = About("1.0", "2026-11-23T10:00:00+00:00", "sqlite", [("members", "0001_first_tables")], [EVERYTHING], "x", True)
LINES = [json.dumps([number, "ženy, ગુજરાતી, فارسی"]) for number in range(1, 400)]
PICTURE = b"RIFF" + bytes(range(256)) * 40


def make(path: Path) -> Path:
    found = Sum()
    with new_file(path) as file:
        writer = Writer(file, ABOUT)
        writer.add_rows("everything", iter(LINES))
        for line in LINES:
            found.add(line)
        for name in ("media/pictures/abc/320.webp", "media/a name with ž.webp", "mail/one.eml"):
            writer.add_file(f"files/{name}", io.BytesIO(PICTURE), len(PICTURE), 1_700_000_000)
        writer.finish(Summary({"everything": TableSummary(found.rows, found.digest, 400)}, 3, 3 * len(PICTURE)))
        writer.close()
    return path


def seal(path: Path) -> None:
    """As somebody would who wants a file of theirs to be taken for a backup."""
    content = path.read_bytes()
    path.write_bytes(content + f"korzo-sha256 {hashlib.sha256(content).hexdigest()}\n".encode())


def opened(path: Path) -> Archive:
    return Archive(path, lambda _bytes: None)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return make(tmp_path / "backup.tar")


def test_it_holds_what_was_put_in(backup: Path) -> None:
    archive = opened(backup)
    assert (archive.about, archive.summary.rows, archive.summary.tables["everything"].number) == (ABOUT, 399, 400)
    assert [line.rstrip("\n") for line in archive.lines("everything")] == LINES
    found = {(area, name): content.read() for area, name, _at, content in archive.files()}
    assert found == {
        ("media", "pictures/abc/320.webp"): PICTURE,
        ("media", "a name with ž.webp"): PICTURE,
        ("mail", "one.eml"): PICTURE,
    }


def test_it_is_an_ordinary_archive_for_its_owner_alone(backup: Path) -> None:
    with tarfile.open(backup) as archive:
        assert archive.getnames()[0] == "korzo-backup.json"
        part = archive.extractfile("tables/everything/000001.jsonl.gz")
        assert part is not None
        assert gzip.decompress(part.read()).decode().splitlines() == LINES
    assert backup.stat().st_mode & 0o777 == 0o600


def test_it_finds_damage_at_any_byte(backup: Path) -> None:
    content = backup.read_bytes()
    chance = random.Random(20261123)
    places = [0, 1, 511, 512, len(content) - 1, len(content) - SEAL_BYTES, len(content) - SEAL_BYTES - 1]
    for place in [*places, *(chance.randrange(len(content)) for _ in range(300))]:
        damaged = bytearray(content)
        damaged[place] ^= chance.randrange(1, 256)
        backup.write_bytes(damaged)
        with pytest.raises(Refused, match=r"is damaged|is no backup of Korzo"):
            opened(backup)


def test_it_finds_a_missing_end(backup: Path) -> None:
    content = backup.read_bytes()
    chance = random.Random(7)
    for length in [0, 1, 100, len(content) - 1, *(chance.randrange(len(content)) for _ in range(100))]:
        backup.write_bytes(content[:length])
        with pytest.raises(Refused, match=r"is damaged|is no backup of Korzo"):
            opened(backup)
    backup.write_bytes(content + b"\n")
    with pytest.raises(Refused, match="its end is missing"):
        opened(backup)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 another archive", b"korzo-backup.json\n", b"\0" * 4096])
def test_it_refuses_a_file_of_somebody_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "photos.zip"
    path.write_bytes(content)
    with pytest.raises(Refused):
        opened(path)


def test_it_refuses_an_archive_of_somebody_else(tmp_path: Path) -> None:
    path = tmp_path / "photos.tar"
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo("photos/1.jpg"))
    with pytest.raises(Refused, match="is no backup of Korzo"):
        opened(path)


def forged(path: Path, change: Callable[[tarfile.TarFile, list[bytes]], None]) -> Path:
    """A backup whose sums are all right, with something in it that we never put there."""
    entries: list[bytes] = []
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        add(archive, entries, "korzo-backup.json", json.dumps(ABOUT.as_json()).encode())
        change(archive, entries)
        add(archive, entries, "entries.jsonl", b"".join(entries))
        add(archive, entries, "summary.json", json.dumps(Summary().as_json()).encode())
    seal(path)
    return path


def add(archive: tarfile.TarFile, entries: list[bytes], name: str, content: bytes, **more: object) -> None:
    known = tarfile.TarInfo(name)
    known.size = len(content)
    for key, value in more.items():
        setattr(known, key, value)
    archive.addfile(known, io.BytesIO(content))
    entries.append(entry_line(name, len(content), hashlib.sha256(content).hexdigest()))


def test_a_forged_one_with_nothing_bad_in_it_would_pass(tmp_path: Path) -> None:
    opened(forged(tmp_path / "backup.tar", lambda archive, entries: add(archive, entries, "files/media/a", b"x")))


@pytest.mark.parametrize(
    "name",
    [
        "../secret-key", "/etc/passwd", "files/media/../../secret-key", "files/media//etc", "files/media/./a",
        "files/data/korzo.sqlite3", "files/media", "files/media/a\\..\\b", "secret-key", "tables/a/../b.jsonl.gz",
        "tables/a b/000001.jsonl.gz", "files/media/" + "x" * 2000, "korzo-backup.json",
    ],
)  # fmt: skip
def test_it_refuses_names_that_lead_elsewhere(tmp_path: Path, name: str) -> None:
    path = forged(tmp_path / "backup.tar", lambda archive, entries: add(archive, entries, name, b"x"))
    with pytest.raises(Refused, match="is damaged"):
        opened(path)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_it_refuses_what_is_no_plain_file(tmp_path: Path, kind: bytes) -> None:
    path = forged(
        tmp_path / "backup.tar",
        lambda archive, entries: add(archive, entries, "files/media/a", b"", type=kind, linkname="/etc/passwd"),
    )
    with pytest.raises(Refused, match="is damaged"):
        opened(path)


def test_it_refuses_a_table_that_is_not_named(tmp_path: Path) -> None:
    path = forged(
        tmp_path / "backup.tar",
        lambda archive, entries: add(archive, entries, "tables/odd/000001.jsonl.gz", gzip.compress(b"[]\n")),
    )
    with pytest.raises(Refused, match="tables that it does not name"):
        opened(path)


def test_it_refuses_a_newer_form(tmp_path: Path) -> None:
    path = tmp_path / "backup.tar"
    with tarfile.open(path, "w") as archive:
        entries: list[bytes] = []
        newer = {"format": FORMAT + 1, "version": "9.0"}
        add(archive, entries, "korzo-backup.json", json.dumps(newer).encode())
        add(archive, entries, "entries.jsonl", b"".join(entries))
        add(archive, entries, "summary.json", b"{}")
    seal(path)
    with pytest.raises(Refused, match=r"made by Korzo 9\.0, which is newer"):
        opened(path)


def test_the_name_of_a_file_stays_within_its_area() -> None:
    assert file_of("files/media/pictures/a/320.webp") == ("media", "pictures/a/320.webp")
    assert file_of("files/media/..hidden") == ("media", "..hidden")
    assert [file_of(name) for name in ("files/media/", "files/media/..", "files/other/a", "files/media/a\0b")] == [
        None
    ] * 4


def test_a_file_that_broke_off_never_bears_the_name(tmp_path: Path) -> None:
    def break_off() -> None:
        with new_file(tmp_path / "backup.tar") as file:
            file.write(b"half")
            raise EOFError

    with pytest.raises(EOFError):
        break_off()
    assert list(tmp_path.iterdir()) == []


def test_it_clears_up_after_others_and_leaves_those_at_work(tmp_path: Path) -> None:
    abandoned = tmp_path / f".backup.tar.00000000{UNFINISHED}"
    abandoned.touch()
    with new_file(tmp_path / "one.tar"):
        assert not abandoned.exists()
        with new_file(tmp_path / "two.tar"):
            assert len(list(tmp_path.glob(f".one.tar.*{UNFINISHED}"))) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.tar", "two.tar"]
