#!/usr/bin/env python3
"""Write the exports of the demo shop to korzo/project/demo/shop/, byte for byte the same on every run.

    bin/demo-shop-files.py

Reads the catalogue, people and names beside them, and the reviews of the demo: who reviewed as a buyer, bought before.
Exactly seven rows cannot be read; the import shows them to the owner.
"""

import random
from pathlib import Path

from demo_shop import shopify, woocommerce
from demo_shop.catalogue import OUTLET, read_catalogue
from demo_shop.orders import Order, Till
from demo_shop.people import read_people

DEMO = Path(__file__).resolve().parent.parent / "korzo" / "project" / "demo"
SEED = 20261120


def main() -> None:
    chance = random.Random(SEED)
    source, shop = DEMO / "shop" / "source", DEMO / "shop"
    products = read_catalogue(source, chance)
    people = read_people(source, chance)
    orders = Till(products, people, chance).all_orders(DEMO / "reviews")
    main_orders = [order for order in orders if not order.is_outlet]
    outlet_orders = [order for order in orders if order.is_outlet]
    number(main_orders, first=1001)
    number(outlet_orders, first=5001)
    make_slips(main_orders, outlet_orders)

    (shop / "shopify").mkdir(exist_ok=True)
    (shop / "woocommerce").mkdir(exist_ok=True)
    in_main = [product for product in products if product.handle not in OUTLET]
    shopify.write_products(shop / "shopify" / "products_export.csv", in_main)
    shopify.write_customers(shop / "shopify" / "customers_export.csv", people, orders, chance)
    shopify.write_orders(shop / "shopify" / "orders_export.csv", main_orders)
    in_outlet = [product for product in products if product.handle in OUTLET]
    woocommerce.write_products(shop / "woocommerce" / "wc-product-export.csv", in_outlet)
    woocommerce.write_orders(shop / "woocommerce" / "order_export.csv", outlet_orders)


def number(orders: list[Order], *, first: int) -> None:
    for offset, order in enumerate(orders):
        order.number = first + offset


def make_slips(main_orders: list[Order], outlet_orders: list[Order]) -> None:
    """Five orders that nobody can read. Two customers more are spoiled in their own file."""
    spare = [order for order in main_orders if len(order.lines) == 1 and not order.person.handle]
    spare[100].slips = {"Total": "see invoice"}
    spare[900].slips = {"Currency": "EURO"}
    spare[1700].slips = {"Created at": "2026-02-30 09:15:00 +0000"}
    spare[2500].slips = {"Lineitem quantity": "a pair"}
    outlet = [order for order in outlet_orders if not order.person.handle]
    outlet[300].slips = {"order_total": "zadarmo"}


if __name__ == "__main__":
    main()
