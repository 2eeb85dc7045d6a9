from pathlib import Path

import pytest

from korzo.activity.models import Activity
from korzo.members import actions as members
from korzo.members.models import Grant
from korzo.members.queries import holds
from korzo.shop.actions.import_files import import_files
from korzo.shop.actions.link import link_customer, link_customers
from korzo.shop.models import Customer, Order, Product
from korzo.shop.queries import find_order_line, orders_of, owned_products, owners_among
from korzo.shop.tests.exports import ORDER_HEADER, order, table, write
from korzo.shop.tests.kamzo import ORDERS, import_kamzo, kamzo, prove_mail, ridge
from tests.cast import Cast, let_worker_finish

pytestmark = pytest.mark.django_db


def test_whoever_confirms_a_mail_gets_their_orders(tmp_path: Path, cast: Cast) -> None:
    import_kamzo(tmp_path)
    prove_mail(cast.tea)
    members.confirm_mail(cast.tea)
    assert not orders_of(cast.tea).exists()
    let_worker_finish()
    assert [one.number for one in orders_of(cast.tea)] == ["#1001"]
    tea = Customer.objects.get(external_id="71")
    assert tea.member == cast.tea
    assert tea.linked_at is not None
    [linked] = Activity.objects.filter(verb="shop.customer_linked")
    assert (linked.member_id, linked.data["orders"]) == (cast.tea.pk, 1)


def test_a_mail_that_nobody_proved_gives_nothing(tmp_path: Path, cast: Cast) -> None:
    import_kamzo(tmp_path)
    assert link_customer(cast.tea) == 0
    assert not orders_of(cast.tea).exists()
    assert not Grant.objects.exists()
    assert not Activity.objects.filter(verb="shop.customer_linked").exists()


def test_an_import_links_members_who_proved_their_mail_before(tmp_path: Path, cast: Cast) -> None:
    prove_mail(cast.tea)
    prove_mail(cast.luka)
    import_kamzo(tmp_path)
    assert Order.objects.filter(member=cast.tea).count() == 1
    assert Order.objects.filter(member=cast.luka).count() == 1
    assert link_customers() == 0


def test_a_guest_who_joins_finds_their_order(tmp_path: Path, cast: Cast) -> None:
    import_kamzo(tmp_path)
    ben = members.join(email="ben@example.com", name="Ben", handle="ben")
    prove_mail(ben)
    assert link_customer(ben) == 1
    assert [one.number for one in orders_of(ben)] == ["#1003"]


def test_what_is_paid_and_kept_is_granted(tmp_path: Path, cast: Cast) -> None:
    prove_mail(cast.tea)
    prove_mail(cast.luka)
    import_kamzo(tmp_path)
    assert [one.handle for one in owned_products(cast.tea)] == ["ridge-3", "shoe-soap"]
    assert holds(cast.tea, f"owns:{ridge().pk}")
    # He sent it back.
    assert not holds(cast.luka, f"owns:{ridge().pk}")
    assert list(owned_products(cast.luka)) == []
    assert owners_among(ridge().pk, {cast.tea.pk, cast.luka.pk}) == {cast.tea.pk}


def test_the_proof_of_purchase_is_the_first_line_that_was_kept(tmp_path: Path, cast: Cast) -> None:
    prove_mail(cast.tea)
    prove_mail(cast.luka)
    import_kamzo(tmp_path)
    line = find_order_line(cast.tea, ridge())
    assert line is not None
    assert (line.order.number, line.variant and line.variant.title) == ("#1001", "Pine")
    assert find_order_line(cast.luka, ridge()) is None
    assert find_order_line(cast.ivo, ridge()) is None
    assert find_order_line(None, ridge()) is None


def test_a_refund_takes_the_grant_back(tmp_path: Path, cast: Cast) -> None:
    prove_mail(cast.tea)
    import_kamzo(tmp_path)
    refunded = order(1001, Email="tea@example.com", Financial_Status="refunded", Refunded_Amount="143.90")
    write(tmp_path, "orders.csv", table(ORDER_HEADER, [refunded, *ORDERS[2:]]))
    import_files(kamzo(), tmp_path)
    assert not holds(cast.tea, f"owns:{ridge().pk}")
    assert not Grant.objects.filter(member=cast.tea).exists()


@pytest.mark.parametrize(
    "cells",
    [
        {"Financial Status": "pending", "Paid at": ""},
        {"Financial Status": "voided"},
        {"Cancelled at": "2026-03-13 08:00:00 +0000"},
        {"Financial Status": "partially_paid"},
    ],
)
def test_what_is_not_paid_is_not_owned(tmp_path: Path, cast: Cast, cells: dict[str, str]) -> None:
    prove_mail(cast.tea)
    import_kamzo(tmp_path)
    write(tmp_path, "orders.csv", table(ORDER_HEADER, [ORDERS[0] | cells]))
    import_files(kamzo(), tmp_path)
    assert list(owned_products(cast.tea)) == list(Product.objects.none())
    assert find_order_line(cast.tea, ridge()) is None


def test_linking_is_recorded_once(tmp_path: Path, cast: Cast) -> None:
    prove_mail(cast.tea)
    import_kamzo(tmp_path)
    write(tmp_path, "orders.csv", table(ORDER_HEADER, [*ORDERS, order(1009, Email="tea@example.com")]))
    import_files(kamzo(), tmp_path)
    assert orders_of(cast.tea).count() == 2
    assert Activity.objects.filter(verb="shop.customer_linked").count() == 1
