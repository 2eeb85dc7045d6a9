from datetime import timedelta
from pathlib import Path

import pytest

from korzo.members import actions as members
from korzo.members.queries import about
from korzo.shop.actions.erase import REJECTED_ROWS_KEPT, forget_rejected_rows
from korzo.shop.actions.import_files import import_files
from korzo.shop.models import Customer, ErasedMail, ImportReject, ImportRun, Order
from korzo.shop.tests.exports import CUSTOMER_HEADER, ORDER_HEADER, order, table, write
from korzo.shop.tests.kamzo import CUSTOMERS, ORDERS, import_kamzo, kamzo, prove_mail
from tests.cast import Cast, let_worker_finish

pytestmark = pytest.mark.django_db


def erase_tea(folder: Path, cast: Cast) -> None:
    prove_mail(cast.tea)
    import_kamzo(folder)
    members.erase(cast.tea)
    let_worker_finish()


def test_an_erased_member_leaves_the_sums_and_takes_the_rest(tmp_path: Path, cast: Cast) -> None:
    erase_tea(tmp_path, cast)
    tea = Customer.objects.get(external_id="71")
    assert (tea.email, tea.name, tea.phone, tea.city, tea.member) == ("", "", "", "", None)
    first = Order.objects.get(number="#1001")
    assert (first.email, first.member) == ("", None)
    assert first.total > 0
    assert first.lines.count() == 2
    # Nobody else is touched.
    assert Customer.objects.get(external_id="72").name == "Luka Marin"


def test_the_next_import_does_not_bring_them_back(tmp_path: Path, cast: Cast) -> None:
    erase_tea(tmp_path, cast)
    changed = CUSTOMERS[0] | {"Last Name": "Novakova", "Default Address City": "Maribor"}
    write(tmp_path, "customers.csv", table(CUSTOMER_HEADER, [changed, *CUSTOMERS[1:]]))
    write(tmp_path, "orders.csv", table(ORDER_HEADER, [*ORDERS, order(1010, Email="TEA@example.com")]))
    import_files(kamzo(), tmp_path)
    tea = Customer.objects.get(external_id="71")
    assert (tea.email, tea.name, tea.city) == ("", "", "")
    assert {one.email for one in Order.objects.filter(number__in=["#1001", "#1010"])} == {""}
    again = import_files(kamzo(), tmp_path)
    assert (again.created_count, again.changed_count) == (0, 0)


def test_a_key_made_from_the_address_goes_too(tmp_path: Path, cast: Cast) -> None:
    prove_mail(cast.tea)
    write(tmp_path, "customers.csv", table(CUSTOMER_HEADER, [CUSTOMERS[0] | {"Customer ID": ""}]))
    import_files(kamzo(), tmp_path)
    assert Customer.objects.get().external_id == "mail:tea@example.com"
    members.erase(cast.tea)
    let_worker_finish()
    import_files(kamzo(), tmp_path)
    [tea] = Customer.objects.all()
    assert tea.external_id.startswith("erased:")
    assert "tea" not in str(list(Customer.objects.values()))


def test_only_a_digest_of_the_address_stays(tmp_path: Path, cast: Cast) -> None:
    erase_tea(tmp_path, cast)
    [trace] = ErasedMail.objects.all()
    assert "tea" not in trace.digest


def test_a_member_gets_their_orders_with_the_export(tmp_path: Path, cast: Cast) -> None:
    prove_mail(cast.tea)
    import_kamzo(tmp_path)
    [first] = about(cast.tea)["orders"]
    assert (first["number"], first["lines"]) == ("#1001", ["1 × Ridge 3", "2 × Shoe Soap"])
    assert about(cast.ivo)["orders"] == []


def test_rejected_rows_are_forgotten_after_a_while(tmp_path: Path) -> None:
    import_kamzo(tmp_path)
    reject = ImportReject.objects.get()
    assert "Nobody" in reject.row
    assert forget_rejected_rows() == 0
    ImportRun.objects.update(started_at=reject.run.started_at - REJECTED_ROWS_KEPT - timedelta(hours=1))
    assert forget_rejected_rows() == 1
    reject.refresh_from_db()
    assert (reject.row, reject.line) == ("", 4)
