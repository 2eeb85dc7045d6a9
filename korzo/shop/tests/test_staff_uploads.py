"""What an owner may upload, and what is refused before it is read."""

import io
import stat
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from korzo.kit.errors import Refused
from korzo.shop.staff import uploads

CSV = b"Handle,Title\nridge,Ridge 2\n"


def archive(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as target:
        for name, data in entries:
            target.writestr(name, data)
    return packed.getvalue()


def take(folder: Path, name: str, data: bytes) -> list[str]:
    uploads.unpack([SimpleUploadedFile(name, data)], folder)
    return sorted(path.name for path in folder.iterdir())


def refusal(folder: Path, name: str, data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        take(folder, name, data)
    return refused.value.sentence


def test_it_takes_tables_and_leaves_the_rest_in_the_archive(tmp_path: Path) -> None:
    packed = archive(
        ("export/products.csv", CSV),
        ("export/old/products.csv", CSV),
        ("__MACOSX/._products.csv", b"x"),
        ("export/.hidden.csv", b"x"),
        ("export/shoe.png", b"x"),
        ("readme.md", b"x"),
    )
    assert take(tmp_path, "shop.zip", packed) == ["products-2.csv", "products.csv"]
    assert (tmp_path / "products.csv").read_bytes() == CSV


def test_it_takes_several_files_of_one_name(tmp_path: Path) -> None:
    files = [SimpleUploadedFile("orders.csv", CSV), SimpleUploadedFile("orders.csv", CSV)]
    assert uploads.unpack(files, tmp_path) == 2 * len(CSV)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["orders-2.csv", "orders.csv"]


@pytest.mark.parametrize("name", ["../evil.csv", "a/../../evil.csv", "/etc/evil.csv", "..\\evil.csv", "C:\\evil.csv"])
def test_it_does_not_open_an_archive_that_wants_out(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    entry = zipfile.ZipInfo("x")
    entry.filename = name
    assert "outside" in refusal(folder, "shop.zip", archive((entry, CSV)))
    assert [path.name for path in tmp_path.rglob("*")] == ["inside"]


def test_it_does_not_follow_links(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("products.csv")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "outside" in refusal(tmp_path, "shop.zip", archive((entry, b"/etc/passwd")))


def test_it_stops_a_bomb_while_it_grows(tmp_path: Path) -> None:
    packed = archive(("orders.csv", b"0" * (40 * uploads.MEGABYTE)))
    assert "beyond all measure" in refusal(tmp_path, "shop.zip", packed)
    written = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert written < 100 * len(packed) + uploads.MEGABYTE


def test_it_trusts_no_declared_size(tmp_path: Path) -> None:
    packed = bytearray(archive(("orders.csv", b"0" * (40 * uploads.MEGABYTE))))
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = packed.find(sign) + offset
        packed[at : at + 4] = (1000).to_bytes(4, "little")
    assert refusal(tmp_path, "shop.zip", bytes(packed))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 5 * uploads.MEGABYTE


def test_it_counts_files_and_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "FILES_MAX", 2)
    many = archive(*((f"{number}.csv", CSV) for number in range(3)))
    assert "more than 2 files" in refusal(tmp_path, "shop.zip", many)
    monkeypatch.setattr(uploads, "CONTENTS_BYTES_MAX", 10)
    assert "more than 2 files" in refusal(tmp_path, "shop.zip", archive(("a.csv", CSV)))
    monkeypatch.setattr(uploads, "PACKED_BYTES_MAX", 10)
    assert "larger than" in refusal(tmp_path, "orders.csv", CSV)


def test_it_refuses_more_than_the_whole_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UNPACKED_BYTES_MAX", 100)
    monkeypatch.setattr(uploads, "RATIO_FREE_BYTES", 1000)
    packed = archive(("a.csv", CSV * 3), ("b.csv", CSV * 3))
    assert "Unpacked, the files are larger" in refusal(tmp_path, "shop.zip", packed)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("shop.zip", b"this is no archive", "damaged"),
        ("shop.zip", archive(("a.csv", CSV * 50))[:-60], "damaged"),
        ("shop.zip", archive(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"x")), "Excel"),
        ("shop.zip", archive(("shoe.png", b"x")), "no CSV files"),
        ("shoe.png", b"\x89PNG", "not a CSV file"),
        ("orders", b"", ""),
    ],
    # An archive holds the time it was made at, which is no name for a test.
    ids=["no archive", "cut off", "a workbook", "no tables", "a picture", "no name"],
)
def test_it_says_what_it_cannot_open(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    if words:
        assert words in refusal(tmp_path, name, data)
    else:
        # The reader says that it is empty.
        assert take(tmp_path, name, data) == ["orders"]


def test_it_refuses_a_locked_archive(tmp_path: Path) -> None:
    packed = bytearray(archive(("a.csv", CSV)))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.find(sign) + offset] |= 1
    assert "password" in refusal(tmp_path, "shop.zip", bytes(packed))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../evil.csv", "evil.csv"),
        ("a\u202evsc.csv", "a_vsc.csv"),
        ("...csv", "csv"),
        ("Objednávky č. 1.CSV", "Objednávky č. 1.csv"),
    ],
)
def test_it_keeps_names_only_to_recognise_them(tmp_path: Path, given: str, kept: str) -> None:
    folder = uploads._Folder(tmp_path)
    folder.take(given, [CSV], bytes_max=1000, too_large="")
    assert [path.name for path in tmp_path.iterdir()] == [kept]
