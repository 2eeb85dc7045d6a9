import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from korzo.shop.files import Terms, read
from korzo.shop.files.dates import DateOrder
from korzo.shop.files.handles import handle_of
from korzo.shop.files.records import OrderRecord
from korzo.shop.tests.exports import CUSTOMER_HEADER, ORDER_HEADER, line, order, table, write


def test_it_finds_every_fault_before_anything_is_read(tmp_path: Path) -> None:
    write(tmp_path, "good.csv", table(CUSTOMER_HEADER, []))
    write(tmp_path, "cut.csv", table(ORDER_HEADER, [order(1), order(2, Notes="a long note")])[:-200] + ',"and th')
    write(tmp_path, "strange.csv", "colour,size\npine,42\n")
    write(tmp_path, "orders.xlsx", "PK\x03\x04[Content_Types].xml")
    write(tmp_path, "README.txt", "these are our files")
    write(tmp_path, ".DS_Store", "rubbish")
    write(tmp_path, "photo.webp", "rubbish")
    report = read(tmp_path).check()
    assert [file.name for file in report.files] == ["good.csv"]
    assert not report.is_sound
    assert {fault.file: fault.line for fault in report.faults} == {"cut.csv": 3, "strange.csv": 1, "orders.xlsx": 1}
    sentences = {fault.file: str(fault) for fault in report.faults}
    assert sentences["strange.csv"] == (
        "We do not know the columns of strange.csv. Is it an export of products, customers or orders?"
    )


def test_it_says_so_when_there_is_nothing(tmp_path: Path) -> None:
    report = read(tmp_path).check()
    assert [str(fault) for fault in report.faults] == [f"There are no CSV files in {tmp_path.name}."]
    assert not report.is_sound


def test_it_asks_for_the_order_of_day_and_month(tmp_path: Path) -> None:
    rows = [order(1) | {"Created at": "03/04/2026 10:00", "Paid at": "03/04/2026 10:00"}]
    write(tmp_path, "o.csv", table(ORDER_HEADER, rows))
    [fault] = read(tmp_path).check().faults
    assert str(fault) == "We cannot tell the day from the month in o.csv. Please say which of them comes first."
    terms = Terms(date_order=DateOrder.DAY_FIRST, now=datetime(2026, 11, 20, tzinfo=UTC))
    [record] = read(tmp_path, terms).orders()
    assert isinstance(record, OrderRecord)
    assert record.placed_at == datetime(2026, 4, 3, 10, tzinfo=UTC)


def test_it_refuses_dates_both_ways_round(tmp_path: Path) -> None:
    rows = [order(1) | {"Created at": "25/03/2026"}, order(2) | {"Created at": "03/25/2026"}]
    write(tmp_path, "o.csv", table(ORDER_HEADER, rows))
    [fault] = read(tmp_path).check().faults
    assert "both ways round" in str(fault)


def test_it_reads_parts_in_their_natural_order(tmp_path: Path) -> None:
    for part in (10, 2, 1):
        write(tmp_path, f"orders_{part}.csv", table(ORDER_HEADER, [order(part)]))
    records = [record for record in read(tmp_path).orders() if isinstance(record, OrderRecord)]
    assert [record.number for record in records] == ["#1", "#2", "#10"]


@pytest.mark.parametrize(
    ("title", "handle"),
    [("Ridge 2 (last pairs)", "ridge-2-last-pairs"), ("Žltý Šál & Čiapka", "zlty-sal-ciapka"), ("Straße", "strasse"),
     ("  --  ", ""), ("کفش کوه", "کفش-کوه"), ("Кросівки", "кросівки")],
)  # fmt: skip
def test_it_makes_a_handle(title: str, handle: str) -> None:
    assert handle_of(title) == handle


def test_it_reads_many_orders_in_little_memory(tmp_path: Path) -> None:
    rows = (each for number in range(4_000) for each in (order(number), line(number, "Brush", "9.00")))
    write(tmp_path, "o.csv", table(ORDER_HEADER, rows))
    files = read(tmp_path)
    tracemalloc.start()
    count = sum(isinstance(record, OrderRecord) for record in files.orders())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 4_000
    # The keys it has seen, and one record at a time: less than the 1.4 MB of the file.
    assert peak < 1024**2
