from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from korzo.activity.models import Activity
from korzo.kit.errors import Refused
from korzo.kit.money import Money
from korzo.shop.actions import import_files as importing
from korzo.shop.actions.connect import connect_shop
from korzo.shop.actions.import_files import FilesRefused, Progress, import_files
from korzo.shop.actions.pictures import FETCH_ATTEMPTS_MAX, fetch_pictures, keep_pictures_from
from korzo.shop.models import (
    Connection,
    Customer,
    ImportReject,
    ImportRun,
    Order,
    OrderLine,
    Product,
    ProductPicture,
    Refund,
    Variant,
)
from korzo.shop.tests.exports import CUSTOMER_HEADER, OLD_PRODUCT_HEADER, ORDER_HEADER, order, table, write
from korzo.shop.tests.kamzo import CUSTOMERS, ORDERS, PRODUCTS, RIDGE, SOAP, import_kamzo, kamzo, ridge, write_files
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TABLES = (Product, Variant, ProductPicture, Customer, Order, OrderLine, Refund)


def test_it_takes_over_catalogue_customers_and_orders(tmp_path: Path) -> None:
    run = import_kamzo(tmp_path)
    assert (run.state, run.created_count, run.changed_count, run.rejected_count) == ("finished", 7, 0, 1)
    product = ridge()
    assert (product.title, product.kind, product.tags, product.state) == ("Ridge 3", "Trail shoe", ["trail"], "active")
    assert product.description_html == '<p dir="auto">Grips.</p>'
    assert (product.price, product.price_to, product.in_stock) == (Money(Decimal(139), "EUR"), Decimal(145), True)
    assert [(one.title, one.sku, one.stock) for one in product.variants.order_by("position")] == [
        ("Pine", "KZ-RID3-PIN-42", 3),
        ("Sand", "KZ-RID3-SAN-42", None),
    ]
    tea = Customer.objects.get(external_id="71")
    assert (tea.email, tea.name, tea.city, tea.member) == ("tea@example.com", "Tea Novak", "Ljubljana", None)


def test_it_finds_the_product_of_each_line_and_the_customer_of_each_order(tmp_path: Path) -> None:
    import_kamzo(tmp_path)
    first = Order.objects.get(number="#1001")
    assert first.customer is not None
    assert first.customer.external_id == "71"
    # The second line has no SKU, so its title decided.
    assert [(one.title, one.product and one.product.handle) for one in first.lines.order_by("position")] == [
        ("Ridge 3", "ridge-3"),
        ("Shoe Soap", "shoe-soap"),
    ]
    guest = Order.objects.get(number="#1003")
    assert (guest.email, guest.customer) == ("ben@example.com", None)
    [refund] = Refund.objects.all()
    assert (refund.order.number, refund.amount) == ("#1002", Decimal("143.90"))


def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:
    import_kamzo(tmp_path)
    before = {model: list(model.objects.order_by("pk").values()) for model in TABLES}
    activities = Activity.objects.count()
    run = import_files(kamzo(), tmp_path)
    assert (run.created_count, run.changed_count, run.same_count) == (0, 0, 7)
    assert {model: list(model.objects.order_by("pk").values()) for model in TABLES} == before
    assert Activity.objects.count() == activities


def test_it_records_one_activity_however_many_orders_came(tmp_path: Path, cast: Cast) -> None:
    write_files(tmp_path)
    run = import_files(kamzo(), tmp_path, actor=cast.sara)
    [finished] = Activity.objects.filter(verb="shop.import_finished")
    assert finished.data == {"run_id": run.pk, "created": 7, "changed": 0, "rejected": 1}
    assert (finished.actor_id, finished.actor_kind) == (cast.sara.pk, "staff")


def test_it_writes_only_what_changed(tmp_path: Path) -> None:
    import_kamzo(tmp_path)
    cheaper = RIDGE | {"Variant Price": "99.00", "Title": "Ridge 3 (last pairs)"}
    write(tmp_path, "products.csv", table(OLD_PRODUCT_HEADER, [cheaper, SOAP]))
    changed = [*ORDERS[:1], *ORDERS[2:]]
    write(tmp_path, "orders.csv", table(ORDER_HEADER, changed))
    run = import_files(kamzo(), tmp_path)
    assert (run.created_count, run.changed_count, run.same_count) == (0, 2, 5)
    product = ridge()
    # The address stays although the name changed.
    assert (product.title, product.price) == ("Ridge 3 (last pairs)", Money(Decimal(99), "EUR"))
    sand = Variant.objects.get(sku="KZ-RID3-SAN-42")
    assert sand.gone_at is not None
    assert [one.title for one in Order.objects.get(number="#1001").lines.all()] == ["Ridge 3"]


def test_lines_find_their_product_when_the_catalogue_comes_later(tmp_path: Path) -> None:
    write(tmp_path, "orders.csv", table(ORDER_HEADER, ORDERS))
    import_files(kamzo(), tmp_path)
    assert OrderLine.objects.filter(product__isnull=True).count() == 4
    write_files(tmp_path)
    import_files(kamzo(), tmp_path)
    assert OrderLine.objects.filter(product__isnull=True).count() == 0


def test_it_keeps_rejected_rows_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "out" / "rejected.csv"
    folder = tmp_path / "in"
    folder.mkdir()
    write_files(folder)
    bad = order(1004, Total="see invoice", Email="=cmd()@example.com")
    write(folder, "orders.csv", table(ORDER_HEADER, [*ORDERS, bad | {"Email": "x@example.com"}]))
    run = import_files(kamzo(), folder, reject_file=path)
    assert [(one.file, one.line, one.column) for one in run.rejects.order_by("file")] == [
        ("customers.csv", 4, "Email"),
        ("orders.csv", 6, "Total"),
    ]
    text = path.read_text(encoding="utf-8-sig")
    assert "“see invoice” is not an amount of money." in text
    assert text.splitlines()[0] == "file,line,column,reason,row"


def test_it_refuses_faulty_files_before_anything_is_written(tmp_path: Path) -> None:
    write_files(tmp_path)
    write(tmp_path, "orders.csv", table(ORDER_HEADER, ORDERS)[:-40] + '"cut')
    write(tmp_path, "extra.csv", "colour,size\n1,2\n")
    with pytest.raises(FilesRefused) as refusal:
        import_files(kamzo(), tmp_path)
    assert {fault.file for fault in refusal.value.faults} == {"orders.csv", "extra.csv"}
    assert [model.objects.count() for model in TABLES] == [0] * len(TABLES)
    assert ImportRun.objects.count() == 0
    assert not Activity.objects.filter(verb__startswith="shop.").exists()


def test_it_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no folder"):
        import_files(kamzo(), tmp_path / "nowhere")


def test_only_the_team_may_import(tmp_path: Path, cast: Cast) -> None:
    write_files(tmp_path)
    for person in (cast.tea, cast.ivo):
        with pytest.raises(Refused):
            import_files(kamzo(), tmp_path, actor=person)
    assert Order.objects.count() == 0


def many_orders(folder: Path, count: int) -> None:
    write(folder, "orders.csv", table(ORDER_HEADER, [order(number) for number in range(1, count + 1)]))


class PowerCut(Exception):
    pass


def cut_power(progress: Progress) -> None:
    raise PowerCut


def test_a_broken_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    many_orders(tmp_path, 700)
    with pytest.raises(PowerCut):
        import_files(kamzo(), tmp_path, progress=cut_power)
    broken = ImportRun.objects.get()
    assert (broken.state, broken.records_done, Order.objects.count()) == ("failed", 500, 500)
    steps: list[Progress] = []
    run = import_files(kamzo(), tmp_path, progress=steps.append)
    assert run.pk == broken.pk
    assert (run.state, run.created_count, run.same_count, Order.objects.count()) == ("finished", 700, 0, 700)
    assert [step.records_done for step in steps] == [700]


def test_other_files_begin_a_new_run(tmp_path: Path) -> None:
    many_orders(tmp_path, 600)
    with pytest.raises(PowerCut):
        import_files(kamzo(), tmp_path, progress=cut_power)
    many_orders(tmp_path, 601)
    run = import_files(kamzo(), tmp_path)
    assert (run.created_count, run.same_count) == (101, 500)
    assert ImportRun.objects.count() == 2


def test_strict_is_all_or_nothing(tmp_path: Path) -> None:
    many_orders(tmp_path, 700)
    with pytest.raises(PowerCut):
        import_files(kamzo(), tmp_path, strict=True, progress=cut_power)
    assert Order.objects.count() == 0
    run = import_files(kamzo(), tmp_path, strict=True)
    assert (run.state, Order.objects.count(), run.created_count) == ("finished", 700, 700)


def test_two_imports_of_one_shop_do_not_run_at_a_time(tmp_path: Path) -> None:
    write_files(tmp_path)
    ImportRun.objects.create(connection=kamzo(), fingerprint="other")
    with pytest.raises(Refused, match="already running"):
        import_files(kamzo(), tmp_path)
    assert Order.objects.count() == 0


def test_a_killed_run_does_not_block_for_ever(tmp_path: Path) -> None:
    write_files(tmp_path)
    dead = ImportRun.objects.create(connection=kamzo(), fingerprint="other")
    ImportRun.objects.filter(pk=dead.pk).update(alive_at=dead.alive_at - importing.DEAD_AFTER * 2)
    assert import_files(kamzo(), tmp_path).state == "finished"


def test_namesakes_of_two_shops_get_their_own_address(tmp_path: Path) -> None:
    import_kamzo(tmp_path)
    import_files(connect_shop(name="Outlet", platform=Connection.Platform.SHOPIFY, currency="CZK"), tmp_path)
    assert sorted(Product.objects.values_list("handle", flat=True)) == [
        "ridge-3", "ridge-3-2", "shoe-soap", "shoe-soap-2",
    ]  # fmt: skip
    assert Product.objects.get(handle="ridge-3-2").currency == "CZK"


def test_a_row_twice_in_a_file_counts_once(tmp_path: Path) -> None:
    write(tmp_path, "products.csv", table(OLD_PRODUCT_HEADER, PRODUCTS))
    twice = [CUSTOMERS[0], CUSTOMERS[0] | {"Last Name": "Novakova"}]
    write(tmp_path, "customers.csv", table(CUSTOMER_HEADER, twice))
    import_files(kamzo(), tmp_path)
    [tea] = Customer.objects.all()
    assert tea.name == "Tea Novakova"


def test_long_values_are_cut_to_their_columns(tmp_path: Path) -> None:
    write(tmp_path, "p.csv", table(OLD_PRODUCT_HEADER, [RIDGE | {"Title": "T" * 400, "Variant SKU": "S" * 300}]))
    import_files(kamzo(), tmp_path)
    assert (len(ridge().title), len(ridge().variants.get().sku)) == (255, 120)


def test_pictures_from_a_folder_are_kept(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]  # pytest-django's own fixture
    import_kamzo(tmp_path)
    picture = ridge().pictures.get()
    assert (picture.url, picture.photo()) == ("", None)
    demo = Path(__file__).resolve().parents[2] / "project" / "demo" / "pictures" / "products"
    assert keep_pictures_from(demo) == 1
    picture.refresh_from_db()
    photo = picture.photo()
    assert photo is not None
    assert default_storage.exists(picture.file)
    assert photo.width > 0
    assert keep_pictures_from(demo) == 0


def test_a_picture_on_our_own_network_is_not_fetched(tmp_path: Path) -> None:
    """Whoever writes the file names the address: it must not make us call our own machines."""
    write(tmp_path, "p.csv", table(OLD_PRODUCT_HEADER, [RIDGE | {"Image Src": "https://127.0.0.1/ridge.webp"}]))
    import_files(kamzo(), tmp_path)
    assert fetch_pictures() == 0
    picture = ridge().pictures.get()
    assert (picture.file, picture.fetch_attempts) == ("", 1)
    for _again in range(FETCH_ATTEMPTS_MAX):
        fetch_pictures()
    picture.refresh_from_db()
    assert picture.fetch_attempts == FETCH_ATTEMPTS_MAX


@pytest.mark.parametrize(
    ("currency", "time_zone", "sentence"),
    [("EURO", "UTC", "not a currency"), ("EUR", "Mars/Crater", "no time zone")],
)
def test_it_refuses_a_shop_it_cannot_reckon_with(currency: str, time_zone: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        connect_shop(name="Odd", currency=currency, time_zone=time_zone)
    assert ImportReject.objects.count() == 0
    assert Connection.objects.count() == 0
