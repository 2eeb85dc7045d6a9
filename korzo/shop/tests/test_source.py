import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from korzo.shop.files.records import FileRefused
from korzo.shop.files.source import Source, open_source, unguarded
from korzo.shop.tests.exports import write


def cells_of(source: Source) -> list[list[str]]:
    return [row.cells for row in source.rows(source.columns())]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
     ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32")],
)  # fmt: skip
def test_it_finds_the_encoding(tmp_path: Path, encoding: str, found: str) -> None:
    path = write(tmp_path, "a.csv", "Name,Town\nZuzana Kráľová,Žilina\nНестор,Львів\n", encoding)
    source = open_source(path)
    assert source.encoding == found
    assert source.header == ("Name", "Town")
    assert cells_of(source) == [["Zuzana Kráľová", "Žilina"], ["Нестор", "Львів"]]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", "Filip Dvořák;Brno\nJiří Němec;České Budějovice\nJana Růžičková;Plzeň\n"),
        ("cp1250", "Łukasz Żak;Kraków\nMałgorzata Wójcik;Łódź\nKatarzyna Dąbrowska;Gdańsk\n"),
        ("cp1250", "Kovács Ildikó;Győr\nSzűcs Ödön;Pécs\nTóth Béla;Székesfehérvár\n"),
        ("cp1250", "Zuzana Kráľová;Žilina\nPeter Horváth;Nitra\nMilan Bača;Ružomberok\n"),
        ("cp1252", "René Lefèvre;Besançon\nÉlodie Garçon;Orléans\nBenoît Rivière;Nîmes\n"),
        ("cp1252", "José Muñoz;Málaga\nÍñigo Ibáñez;Cádiz\nMaría Peña;León\n"),
        ("cp1252", "Niccolò Pérez;Cantù\nGiosuè;Forlì\n"),
        ("cp1252", "Åsa Lindström;Malmö\nØyvind Sæther;Tromsø\n"),
        ("cp1251", "Оксана Ткач;Львів\nТарас Бондар;Київ\nІрина Мельник;Ужгород\n"),
    ],
)
def test_it_guesses_the_windows_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    source = open_source(write(tmp_path, "a.csv", "Name;Town\n" + text, encoding))
    assert [";".join(cells) for cells in cells_of(source)] == text.splitlines()


def test_it_proves_utf8_over_the_whole_file(tmp_path: Path) -> None:
    """The first accent may come after a million plain lines."""
    path = write(tmp_path, "a.csv", "Name\n" + "plain\n" * 300_000 + "Žofia\n")
    assert cells_of(open_source(path))[-1] == ["Žofia"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_it_finds_separator_and_line_ends(tmp_path: Path, separator: str, newline: str) -> None:
    text = newline.join(
        [
            separator.join(cells)
            for cells in (["Name", '"Note, long; and | odd"', "Town"], ["Tea", '"a\nb"', "Ljubljana"])
        ]
    )
    source = open_source(write(tmp_path, "a.csv", text + newline))
    assert source.separator == separator
    assert cells_of(source) == [["Tea", "a\nb", "Ljubljana"]]


def test_it_obeys_the_sep_line_of_excel(tmp_path: Path) -> None:
    source = open_source(write(tmp_path, "a.csv", "sep=;\r\nName;Price, in euro, with tax, for you\r\nTea;5\r\n"))
    assert (source.separator, source.header) == (";", ("Name", "Price, in euro, with tax, for you"))
    assert [row.line for row in source.rows(source.columns())] == [3]


def test_it_counts_lines_as_an_editor_does(tmp_path: Path) -> None:
    source = open_source(write(tmp_path, "a.csv", 'Name,Note\nTea,"one\ntwo\nthree"\n\nIvo,x\n,\nLuka,y\n'))
    assert [(row.line, row["name"]) for row in source.rows(source.columns())] == [(2, "Tea"), (6, "Ivo"), (8, "Luka")]


def test_it_pads_short_rows_and_trims_headers_and_cells(tmp_path: Path) -> None:
    source = open_source(write(tmp_path, "a.csv", '\n " Name " ,\u00a0Town,Name,,\n Tea \nIvo,Žilina,second\n'))
    rows = list(source.rows(source.columns()))
    assert source.header[-1] == "Name"
    assert [(row["name"], row["town"], row["absent"]) for row in rows] == [("Tea", "", ""), ("Ivo", "Žilina", "")]


def test_it_drops_nul_bytes(tmp_path: Path) -> None:
    assert cells_of(open_source(write(tmp_path, "a.csv", "Name,Town\nT\0ea,Ljubljana\n\0\0\n"))) == [
        ["Tea", "Ljubljana"]
    ]


def test_it_bears_a_quotation_mark_that_is_not_doubled(tmp_path: Path) -> None:
    source = open_source(write(tmp_path, "a.csv", 'Name,Size\nTube 5" long,5\nTea,"4" x\n'))
    assert cells_of(source)[0] == ['Tube 5" long', "5"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('Name,Note\nTea,x\nIvo,"began and nev', 3),
        ('Name,Note\nTea,x\nIvo,"a\nb\nc', 3),
        ("Name,Note,Town\nTea,x,y\nIvo,x", 3),
    ],
)
def test_it_refuses_a_file_that_was_cut_off(tmp_path: Path, text: str, line: int) -> None:
    source = open_source(write(tmp_path, "orders.csv", text))
    with pytest.raises(FileRefused) as refusal:
        cells_of(source)
    assert refusal.value.line == line
    assert str(refusal.value) == (
        f"orders.csv is cut off: it ends in the middle of the row on line {line}. Please export it again."
    )


def test_it_takes_a_last_row_without_line_end(tmp_path: Path) -> None:
    assert len(cells_of(open_source(write(tmp_path, "a.csv", 'Name,Note\nTea,"x"')))) == 1
    assert len(cells_of(open_source(write(tmp_path, "b.csv", "Name,Note\nTea\nIvo")))) == 2


def test_it_refuses_a_mark_that_swallows_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'Name,Note\nTea,x\nIvo,"never closed\n' + "Luka,some text that goes on\n" * 100_000)
    with pytest.raises(FileRefused, match=r"never closed|line 3"):
        cells_of(open_source(path))


def workbook() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "looks_like"),
    [
        (workbook(), "an Excel workbook"),
        (b"PK\x03\x04rubbish", "a packed file"),
        (b"%PDF-1.7\n...", "a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "a web page, perhaps a sign-in page"),
        (b"<?xml version='1.0'?><rss/>", "an XML file"),
        (b'[{"id": 1}]', "a JSON file"),
        (b"\x1f\x8b\x08\x00", "a packed file"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (bytes(range(256)) * 4, "a program or a database"),
    ],
)
def test_it_says_what_a_wrong_file_looks_like(tmp_path: Path, content: bytes, looks_like: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refusal:
        open_source(path)
    assert str(refusal.value) == f"orders.csv looks like {looks_like}, not like a CSV file. Please export it as CSV."


def test_it_refuses_an_empty_file(tmp_path: Path) -> None:
    for content in ("", " \n\n", ",,,\n;;\n"):
        with pytest.raises(FileRefused, match="empty"):
            open_source(write(tmp_path, "a.csv", content))


def test_it_refuses_utf8_with_a_damaged_letter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Name\nŽofia\nKráľ\nČ".encode() + b"\xff\nTea\n")
    with pytest.raises(FileRefused) as refusal:
        open_source(path)
    assert refusal.value.line == 4


@pytest.mark.parametrize(
    ("text", "bare"),
    [("'1234567890", "1234567890"), ('="0012"', "0012"), ("'+421900", "+421900"), ("'=SUM(A1)", "=SUM(A1)"),
     ("'s-Hertogenbosch", "'s-Hertogenbosch"), ("O'Neill", "O'Neill"), ("", "")],
)  # fmt: skip
def test_it_takes_off_the_guard_of_an_id(text: str, bare: str) -> None:
    assert unguarded(text) == bare


CELL = st.text(st.characters(blacklist_categories=["Cs", "Cc"], whitelist_characters="\n\t"), max_size=20)


@settings(max_examples=60)
@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3).filter(any), min_size=1, max_size=8),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_it_reads_back_any_table(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], separator: str, encoding: str
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([["Name", "Note", "Town"], *rows])
    source = open_source(write(tmp_path_factory.mktemp("table"), "a.csv", text.getvalue(), encoding))
    assert cells_of(source) == rows
