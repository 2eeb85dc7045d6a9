"""The way of a shop's files through the back office, from the upload to the last rejected row."""

from datetime import timedelta
from os import utime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.shop.models import Connection, Customer, ImportRun, Order, Product
from korzo.shop.staff import imports, parcels, tasks
from korzo.shop.staff.parcels import Parcel, State
from korzo.shop.tests.exports import CUSTOMER_HEADER, OLD_PRODUCT_HEADER, ORDER_HEADER, table
from korzo.shop.tests.kamzo import CUSTOMERS, ORDERS, PRODUCTS
from korzo.shop.tests.test_staff_uploads import archive
from tests.cast import Cast, signed_in

GOOD = {
    "products.csv": table(OLD_PRODUCT_HEADER, PRODUCTS).encode(),
    "customers.csv": table(CUSTOMER_HEADER, CUSTOMERS[:2]).encode(),
    "orders.csv": table(ORDER_HEADER, ORDERS).encode(),
}
# One customer of three has no mail address.
WITH_BAD_ROW = {**GOOD, "customers.csv": table(CUSTOMER_HEADER, CUSTOMERS).encode()}
SAID = {"platform": "shopify", "shop_name": "Kamzo", "currency": "eur", "time_zone": "Europe/Bratislava"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.KORZO_DATA = tmp_path
    (tmp_path / "imports").mkdir()
    return tmp_path / "imports"


@pytest.fixture
def sara(cast: Cast) -> Client:
    return signed_in(cast.sara)


def upload(client: Client, files: dict[str, bytes], **said: str) -> Any:
    given = [SimpleUploadedFile(name, content) for name, content in files.items()]
    return client.post(reverse("staff_imports"), {**SAID, **said, "uploads": given})


def parcel_of(response: HttpResponse) -> Parcel:
    assert response.status_code == 302, response.content.decode()
    return parcels.load(response["Location"].rstrip("/").rpartition("/")[2])


def begin(client: Client, parcel: Parcel, **said: str) -> str:
    """What the page says afterwards."""
    url = reverse("staff_import_begin", args=[parcel.token])
    return client.post(url, said, follow=True).content.decode()


def work(parcel: Parcel) -> Parcel:
    tasks.import_parcel.func(parcel.token)
    return parcels.load(parcel.token)


def test_it_reads_shows_takes_over_and_forgets_the_files(sara: Client, folder: Path) -> None:
    parcel = parcel_of(upload(sara, WITH_BAD_ROW))
    page = sara.get(reverse("staff_import_parcel", args=[parcel.token])).content.decode()
    assert "The files are whole" in page
    assert "products.csv" in page
    assert "becomes a new shop" in page
    assert parcel.findings.records == {"products": 2, "customers": 2, "orders": 3}
    assert parcel.findings.rejected_count == 1
    assert not Connection.objects.exists()

    assert "It begins in a moment" in begin(sara, parcel)
    done = work(parcel)
    run = ImportRun.objects.get()
    assert (done.state, done.run_id) == (State.DONE, run.pk)
    assert not done.files.exists()
    assert Product.objects.count() == 2
    assert Customer.objects.count() == 2
    assert Order.objects.count() == 3

    gone = sara.get(reverse("staff_import_parcel", args=[parcel.token]))
    assert gone["Location"] == reverse("staff_import", args=[run.pk])
    page = sara.get(gone["Location"]).content.decode()
    assert "All done" in page
    assert "customers.csv" in page
    assert "hx-get" not in page
    rejected = sara.get(reverse("staff_import_rejects", args=[run.pk]))
    assert rejected["Content-Disposition"].startswith("attachment")
    text = b"".join(rejected).decode("utf-8-sig")
    assert text.startswith("file,line,column,reason,row")
    assert "customers.csv,4," in text


def test_it_takes_an_archive_and_knows_the_shop_again(sara: Client) -> None:
    packed = {"shop.zip": archive(*GOOD.items())}
    first = parcel_of(upload(sara, packed))
    begin(sara, first)
    work(first)
    again = parcel_of(upload(sara, packed, shop_name=" kamzo "))
    assert "which is here already" in sara.get(reverse("staff_import_parcel", args=[again.token])).content.decode()
    begin(sara, again)
    work(again)
    assert Connection.objects.get().name == "Kamzo"
    run = ImportRun.objects.order_by("-pk")[0]
    assert (run.created_count, run.changed_count, run.same_count) == (0, 0, 7)


def test_all_or_nothing_takes_nothing_where_a_row_is_bad(sara: Client) -> None:
    parcel = parcel_of(upload(sara, WITH_BAD_ROW, is_strict="on"))
    page = sara.get(reverse("staff_import_parcel", args=[parcel.token])).content.decode()
    assert "all or nothing" in page
    assert "customers.csv" in page
    assert "all or nothing" in begin(sara, parcel)
    assert parcels.load(parcel.token).state == State.SOUND
    assert not Connection.objects.exists()

    begin(sara, parcel, leave_out="1")
    work(parcel)
    assert Order.objects.count() == 3
    assert ImportRun.objects.get().rejected_count == 1


def test_all_or_nothing_takes_all_where_all_is_well(sara: Client) -> None:
    parcel = parcel_of(upload(sara, GOOD, is_strict="on"))
    begin(sara, parcel)
    assert parcels.load(parcel.token).is_strict
    assert work(parcel).state == State.DONE
    assert Order.objects.count() == 3


XLSX = archive(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"x"))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("orders.xlsx", XLSX, "Excel workbook"),
        ("orders.csv", XLSX, "Excel workbook"),
        ("orders.zip", XLSX, "Excel workbook"),
        ("orders.csv", GOOD["orders.csv"][:-40], "cut off"),
        ("orders.csv", b"", "empty"),
        ("orders.csv", GOOD["orders.csv"] + "é".encode() * 9 + b"\xff\r\n", "damaged letter"),
        ("orders.csv", b"A,B\n1,2\n", "do not know the columns"),
        ("shoe.png", b"\x89PNG", "not a CSV file"),
        ("evil.zip", archive(("../evil.csv", b"x")), "outside"),
        ("bomb.zip", archive(("orders.csv", b"0" * 30_000_000)), "beyond all measure"),
    ],
)
def test_it_refuses_a_wrong_file_beside_the_field(
    sara: Client, folder: Path, name: str, content: bytes, words: str
) -> None:
    answer = upload(sara, {"products.csv": GOOD["products.csv"], name: content})
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors["uploads"])
    # What was typed is still there, and nothing of the upload is.
    assert answer.context["form"]["shop_name"].value() == "Kamzo"
    assert list(folder.iterdir()) == []
    assert not Connection.objects.exists()
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"platform": "woocommerce"}, "uploads"),
        ({"platform": "other"}, "platform"),
        ({"currency": "EURO"}, "currency"),
        ({"currency": "XQX"}, "currency"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"shop_name": " "}, "shop_name"),
    ],
)
def test_it_says_which_answer_makes_no_sense(sara: Client, said: dict[str, str], field: str) -> None:
    answer = upload(sara, GOOD, **said)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_it_asks_for_files(sara: Client) -> None:
    answer = sara.post(reverse("staff_imports"), SAID)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["uploads"]


def test_a_large_upload_is_read_by_the_worker(sara: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "CHECKED_AT_ONCE_BYTES_MAX", 10)
    parcel = parcel_of(upload(sara, {"orders.csv": GOOD["orders.csv"][:-40]}))
    url = reverse("staff_import_parcel", args=[parcel.token])
    assert parcel.state == State.CHECKING
    page = sara.get(url).content.decode()
    assert "reading the files through" in page
    assert "every 2s" in page
    assert "not ready" in begin(sara, parcel)
    tasks.check_parcel.func(parcel.token)
    page = sara.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "cut off" in page
    assert "every 2s" not in page


def test_a_second_import_of_a_shop_waits_for_the_first(sara: Client) -> None:
    first, second = parcel_of(upload(sara, GOOD)), parcel_of(upload(sara, GOOD))
    begin(sara, first)
    assert "already running" in begin(sara, second)
    assert "begun already" in begin(sara, first)
    work(first)
    assert "already running" not in begin(sara, second)
    assert work(second).state == State.DONE
    assert ImportRun.objects.count() == 2


def test_it_refuses_kindly_where_another_run_came_first(sara: Client) -> None:
    parcel = parcel_of(upload(sara, GOOD))
    begin(sara, parcel)
    ImportRun.objects.create(connection=Connection.objects.get(), fingerprint="x")
    refused = work(parcel)
    assert refused.state == State.REFUSED
    assert not refused.files.exists()
    assert "already running" in sara.get(reverse("staff_import_parcel", args=[parcel.token])).content.decode()


def test_a_run_that_was_killed_goes_on_later(sara: Client) -> None:
    parcel = parcel_of(upload(sara, GOOD))
    begin(sara, parcel)
    run = ImportRun.objects.create(connection=Connection.objects.get(), fingerprint="x")
    parcels.save(parcels.load(parcel.token), run_id=run.pk, state=State.RUNNING)
    with pytest.raises(Refused):
        tasks.import_parcel.func(parcel.token)
    page = sara.get(reverse("staff_import", args=[run.pk])).content.decode()
    assert "Being taken over" in page
    ImportRun.objects.update(alive_at=timezone.now() - timedelta(hours=1))
    assert "goes on by itself" in sara.get(reverse("staff_import", args=[run.pk])).content.decode()
    assert work(parcel).state == State.DONE
    assert Order.objects.count() == 3


def test_the_page_of_a_run_tells_how_far_it_is(sara: Client) -> None:
    parcel = parcel_of(upload(sara, GOOD))
    begin(sara, parcel)
    run = ImportRun.objects.create(connection=Connection.objects.get(), fingerprint="x", created_count=5)
    parcels.save(parcels.load(parcel.token), run_id=run.pk, state=State.RUNNING, kind="orders", records_done=1)
    watched = sara.get(reverse("staff_import_parcel", args=[parcel.token]), headers={"HX-Request": "true"})
    assert watched.status_code == 204
    assert watched["HX-Redirect"] == reverse("staff_import", args=[run.pk])
    fragment = sara.get(watched["HX-Redirect"], headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert 'hx-trigger="every 2s"' in fragment
    assert 'value="71"' in fragment
    assert "every 2s" in sara.get(watched["HX-Redirect"]).content.decode()


def test_nobody_imports_in_the_name_of_somebody_who_left(sara: Client, cast: Cast) -> None:
    parcel = parcel_of(upload(sara, GOOD))
    begin(sara, parcel)
    Member.objects.filter(pk=cast.sara.pk).update(role=Member.Role.MEMBER)
    assert work(parcel).state == State.REFUSED
    assert not Product.objects.exists()


def test_files_can_be_dropped_but_not_while_they_are_read(sara: Client, folder: Path) -> None:
    parcel = parcel_of(upload(sara, GOOD))
    begin(sara, parcel)
    run = ImportRun.objects.create(connection=Connection.objects.get(), fingerprint="x")
    parcels.save(parcels.load(parcel.token), run_id=run.pk, state=State.RUNNING)
    url = reverse("staff_import_drop", args=[parcel.token])
    assert "running just now" in sara.post(url, follow=True).content.decode()
    ImportRun.objects.update(state=ImportRun.State.FAILED)
    assert "files are gone" in sara.post(url, follow=True).content.decode()
    assert list(folder.iterdir()) == []
    # The worker comes too late and finds nothing to do.
    tasks.import_parcel.func(parcel.token)


def test_forgotten_files_do_not_lie_about(sara: Client, folder: Path) -> None:
    parcel = parcel_of(upload(sara, GOOD))
    old = (timezone.now() - parcels.KEPT - timedelta(minutes=1)).timestamp()
    utime(folder / parcel.token, (old, old))
    assert tasks.discard_old_parcels.func() == 1
    assert list(folder.iterdir()) == []


def test_a_waiting_parcel_is_found_again(sara: Client) -> None:
    parcel = parcel_of(upload(sara, GOOD))
    page = sara.get(reverse("staff_imports"))
    assert reverse("staff_import_parcel", args=[parcel.token]) in page.content.decode()
    begin(sara, parcel)
    work(parcel)
    page = sara.get(reverse("staff_imports"))
    assert reverse("staff_import_parcel", args=[parcel.token]) not in page.content.decode()
    # The next time begins with what was said the last time.
    assert page.context["form"]["shop_name"].value() == "Kamzo"
