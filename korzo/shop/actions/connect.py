"""Name a shop system that we read."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.kit.generations import bump_on_commit
from korzo.kit.money import MoneyRefused, read_currency
from korzo.members.models import Member
from korzo.members.permissions import check_can
from korzo.shop.models import Connection
from korzo.shop.permissions import IMPORT


def connect_shop(
    *,
    name: str,
    platform: str = Connection.Platform.OTHER,
    currency: str = "EUR",
    time_zone: str = "UTC",
    product_url: str = "",
    actor: Member | None = None,
) -> Connection:
    """Add a shop or correct what was said about it. Without an actor it is the command line or the demo that asks."""
    if actor is not None:
        check_can(actor, IMPORT)
    try:
        code = read_currency(currency)
    except MoneyRefused as refusal:
        raise Refused(str(refusal)) from None
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(_("There is no time zone “%(name)s”.") % {"name": time_zone}) from None
    connection, _created = Connection.objects.update_or_create(
        name=name,
        platform=platform,
        defaults={
            "currency": code,
            "time_zone": time_zone,
            "product_url": product_url,
        },
    )
    # Pages of products lead to the shop.
    bump_on_commit("catalogue")
    return connection
