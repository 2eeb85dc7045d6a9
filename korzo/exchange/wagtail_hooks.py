"""Moving a community, in the back office. A hidden menu is no check: each view asks for itself."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.exchange import staff
from korzo.exchange.permissions import EXCHANGE
from korzo.members.permissions import can, person_of

# Behind what is needed every day.
MENU_ORDER = 900


class ExchangeMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), EXCHANGE)


@hooks.register("register_admin_urls")
def exchange_urls() -> list[URLPattern]:
    # Under `imports/`, where the edge lets large files through.
    return [
        path("imports/community/", staff.exchange, name="staff_exchange"),
        path("imports/community/<int:pk>/", staff.one_import, name="staff_exchange_import"),
        path("imports/community/<int:pk>/begin/", staff.begin, name="staff_exchange_begin"),
        path("imports/community/<int:pk>/drop/", staff.drop, name="staff_exchange_drop"),
        path("imports/community/<int:pk>/undo/", staff.undo, name="staff_exchange_undo"),
        path("imports/community/<int:pk>/rows.csv", staff.rejects, name="staff_exchange_rejects"),
        path("imports/community/export/", staff.export, name="staff_exchange_export"),
        path("imports/community/export/<int:pk>/drop/", staff.drop_export, name="staff_exchange_export_drop"),
        path("imports/community/export/<str:token>/", staff.download, name="staff_exchange_download"),
    ]


@hooks.register("register_house_menu_item")
def exchange_menu() -> MenuItem:
    return ExchangeMenuItem(
        _("Move a community"), reverse_lazy("staff_exchange"), name="exchange", icon_name="download", order=MENU_ORDER
    )
