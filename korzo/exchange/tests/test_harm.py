"""Files that are broken, or made to do harm: each is refused with a sentence, or loses only the rows that are wrong."""

import gzip
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from korzo.discussions.models import Post, Space, Topic
from korzo.exchange.actions import look, receive_file
from korzo.exchange.models import Import, Reject
from korzo.exchange.reading.archive import LINE_BYTES_MAX, CutOff, lines_of
from korzo.exchange.reading.mend import mended
from korzo.exchange.tests.files import contents, neutral_file, neutral_rows, write_tar, write_zip
from korzo.exchange.tests.test_bring_in import bring

pytestmark = pytest.mark.django_db


def refused(path: Path) -> str:
    brought = look(receive_file(path).pk)
    assert brought.state == Import.State.FAULTY
    assert not Topic.objects.exists()
    return brought.sentence


def reasons(brought: Import) -> list[tuple[str, str]]:
    return sorted(Reject.objects.filter(brought=brought).values_list("source_id", "reason"))


@pytest.mark.parametrize(
    "name", ["../evil.jsonl", "/etc/evil.jsonl", "a/../../evil.jsonl", "..\\evil.jsonl", "C:/evil.jsonl"]
)
def test_no_path_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    members = contents(neutral_rows()) | {name: b"{}"}
    assert "outside of its folder" in refused(write_zip(tmp_path / "all.zip", members))
    assert "outside of its folder" in refused(write_tar(tmp_path / "all.tar.gz", members))


def test_no_link_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "all.tar"
    with tarfile.open(path, "w") as archive:
        entry = tarfile.TarInfo("people.jsonl")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry)
    assert "outside of its folder" in refused(path)


def test_bombs_are_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("posts.jsonl", b"0" * (40 * 1024 * 1024))
    assert "beyond all measure" in refused(tmp_path / "bomb.zip")
    (tmp_path / "rows.gz").write_bytes(gzip.compress(b"line\n" * 8_000_000))
    with pytest.raises(CutOff):
        for _number, _line in lines_of(tmp_path / "rows.gz"):
            pass


@pytest.mark.parametrize("content", [b"", b"nothing that we know", b"PK\x03\x04 half", b"\x1f\x8b half"])
def test_what_is_no_community_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "dump.sql"
    path.write_bytes(content)
    assert refused(path)


def test_an_archive_that_was_cut_off(tmp_path: Path) -> None:
    whole = write_tar(tmp_path / "all.tar.gz", contents(neutral_rows())).read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    assert "damaged or cut off" in refused(tmp_path / "cut.tar.gz")


def test_a_file_with_fewer_rows_than_it_says(tmp_path: Path) -> None:
    rows = neutral_rows()
    path = neutral_file(tmp_path / "all.zip", rows, counts={"posts": 99})
    assert "fewer rows" in reasons(look(receive_file(path).pk))[0][1]


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    assert "newer Korzo" in refused(neutral_file(tmp_path / "all.zip", version=2))


def test_a_huge_row_is_passed_over(tmp_path: Path) -> None:
    members = contents(neutral_rows())
    members["posts.jsonl"] = b'{"source_id": "' + b"x" * LINE_BYTES_MAX + b'"}\n' + members["posts.jsonl"]
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    brought = look(receive_file(path).pk)
    assert (brought.found["counts"]["posts"], brought.reject_count) == (5, 1)


def test_rows_that_do_not_fit_are_told_one_by_one(tmp_path: Path) -> None:
    rows = neutral_rows()
    rows["people"] += [{"name": "Nobody"}, {"source_id": "1"}]
    rows["posts"] += [
        {"source_id": "x1", "topic": "nowhere", "created_at": "2020-01-01T00:00:00Z"},
        {"source_id": "x2", "topic": "t1", "created_at": "yesterday"},
        {"source_id": "x3", "topic": "t1", "created_at": "2020-01-01T00:00:00Z", "evil": 1},
    ]
    assert reasons(look(receive_file(neutral_file(tmp_path / "all.zip", rows)).pk)) == [
        ("", "The row does not fit the format: source_id is missing."),
        ("1", "There is a row of the same id before it."),
        ("x1", "Its topic is not among the topics."),
        (
            "x2",
            "The row does not fit the format: created_at is no date and time with a zone, as in 2026-11-23T20:00:00Z.",
        ),
        ("x3", "The row does not fit the format: evil is no field of this row."),
    ]


def test_spaces_in_a_circle_stand_alone(tmp_path: Path) -> None:
    rows = neutral_rows()
    rows["spaces"] = [
        {"source_id": "s1", "name": "Rides", "parent": "s2"},
        {"source_id": "s2", "name": "Walks", "parent": "s1"},
        {"source_id": "s3", "name": "Swims", "parent": "s3"},
        {"source_id": "s4", "name": "Climbs", "parent": "none"},
    ]
    brought = bring(neutral_file(tmp_path / "all.zip", rows))
    assert brought.found["notes"]["circle_of_spaces"] >= 3
    assert set(Space.objects.values_list("name", flat=True)) == {"Rides", "Walks", "Swims", "Climbs"}


def test_no_script_and_no_place_of_another_house_survives(tmp_path: Path) -> None:
    rows = neutral_rows()
    rows["posts"][0]["html"] = (
        '<p onclick="x()">Words<script>alert(1)</script><a href="javascript:alert(1)">here</a></p>'
        '<figure data-ref="product:1"></figure><blockquote data-ref="quote:post:5:1">Quoted</blockquote>'
    )
    bring(neutral_file(tmp_path / "all.zip", rows))
    html = Post.objects.get(number=1, topic__title="Sunday on the ridge").html
    assert not any(word in html for word in ("script", "onclick", "data-ref"))
    assert "Quoted" in html


def test_a_picture_that_is_none_is_told(tmp_path: Path) -> None:
    members = contents(neutral_rows()) | {"files/ridge.png": b"<svg onload=alert(1)>"}
    brought = bring(write_zip(tmp_path / "all.zip", members))
    assert reasons(brought) == [("f1", "This is no picture that we can read.")]


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("KoÅ¡ice", "Košice"),
        ("Košice", "Košice"),
        ("grÃ¼n", "grün"),
        ("Ã", "Ã"),
        ("ÐŸÑ€Ð¸Ð²Ñ–Ñ‚", "Привіт"),
        ("Århus", "Århus"),
    ],
)
def test_letters_that_were_encoded_twice_are_mended(stored: str, meant: str) -> None:
    assert mended(stored) == meant


def test_a_single_file_may_be_packed(tmp_path: Path) -> None:
    out = BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as file:
        file.write(b"no dump at all\n")
    (tmp_path / "dump.sql.gz").write_bytes(out.getvalue())
    assert refused(tmp_path / "dump.sql.gz")
