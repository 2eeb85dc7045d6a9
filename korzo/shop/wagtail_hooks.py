"""The shop in the back office: its pages, and their entries in the menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.members.permissions import can, person_of
from korzo.shop.permissions import IMPORT, SEE_ORDERS
from korzo.shop.staff import imports, orders, products
from korzo.shop.staff.team import SEE_PRODUCTS


class ShopMenuItem(MenuItem):
    """Shown to those who may open it. The page behind it asks again."""

    def __init__(self, *args: Any, ability: str, **kwargs: Any) -> None:
        self.ability = ability
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), self.ability)


@hooks.register("register_admin_urls")
def shop_urls() -> list[URLPattern]:
    return [
        path("products/", products.products, name="staff_products"),
        path("orders/", orders.orders, name="staff_orders"),
        path("orders/<int:pk>/", orders.order, name="staff_order"),
        path("imports/", imports.imports, name="staff_imports"),
        path("imports/<int:pk>/", imports.run, name="staff_import"),
        path("imports/<int:pk>/rejects/", imports.rejects, name="staff_import_rejects"),
        path("imports/files/<slug:token>/", imports.parcel, name="staff_import_parcel"),
        path("imports/files/<slug:token>/begin/", imports.begin, name="staff_import_begin"),
        path("imports/files/<slug:token>/drop/", imports.drop, name="staff_import_drop"),
    ]


@hooks.register("register_shop_menu_item")
def products_item() -> MenuItem:
    return ShopMenuItem(
        _("Products"), reverse_lazy("staff_products"), name="products", icon_name="tag", order=10, ability=SEE_PRODUCTS
    )


@hooks.register("register_shop_menu_item")
def orders_item() -> MenuItem:
    return ShopMenuItem(
        _("Orders"), reverse_lazy("staff_orders"), name="orders", icon_name="list-ul", order=20, ability=SEE_ORDERS
    )


@hooks.register("register_shop_menu_item")
def imports_item() -> MenuItem:
    return ShopMenuItem(
        _("Imports"), reverse_lazy("staff_imports"), name="imports", icon_name="upload", order=30, ability=IMPORT
    )
