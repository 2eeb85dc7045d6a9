"""Orders, for the team. A list of a hundred thousand is never counted: it goes on from the last row that was seen."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.kit.errors import Missing
from korzo.members.models import Member
from korzo.shop.models import Connection, Order, OrderLine
from korzo.shop.permissions import SEE_ORDERS, visible_orders
from korzo.shop.staff.team import team_member

ROWS_ON_PAGE = 50
TEXT_CHARS_MAX = 254
# Somebody who bought for years has some hundreds; the rest is found by their mail address.
ORDERS_OF_CUSTOMER_MAX = 20


@dataclass(frozen=True)
class OrdersPage:
    rows: list[Order]
    # Where the next page begins; empty on the last one.
    older: str
    is_first: bool


@dataclass(frozen=True)
class LineRow:
    line: OrderLine
    total: Decimal | None


@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    person = team_member(request, SEE_ORDERS)
    text, state, currency, before = (
        request.GET.get(name, "").strip()[:TEXT_CHARS_MAX] for name in ("q", "state", "currency", "before")
    )
    shown = {
        "page_title": _("Orders"),
        "header_icon": "list-ul",
        "page": _page(_found(person, text, state, currency), before),
        "text": text,
        "state": state,
        "states": Order.FinancialStatus.choices,
        "currency": currency.upper(),
        "currencies": Connection.objects.order_by("currency").values_list("currency", flat=True).distinct(),
        "query": urlencode({"q": text, "state": state, "currency": currency}),
    }
    return render(request, "shop/staff/orders.html", shown)


@require_safe
def order(request: HttpRequest, pk: int) -> HttpResponse:
    person = team_member(request, SEE_ORDERS)
    found = visible_orders(person).select_related("connection", "customer", "member").filter(pk=pk).first()
    if found is None:
        raise Missing(str(pk))
    others = visible_orders(person).filter(customer=found.customer).exclude(pk=pk).order_by("-placed_at", "-pk")
    shown = {
        "page_title": _("Order %(number)s") % {"number": found.number},
        "header_icon": "list-ul",
        "order": found,
        "lines": [_line_row(line) for line in found.lines.select_related("product").order_by("position")],
        "refunds": list(found.refunds.order_by("at", "pk")),
        "others": others[:ORDERS_OF_CUSTOMER_MAX] if found.customer_id else [],
    }
    return render(request, "shop/staff/order.html", shown)


def _line_row(line: OrderLine) -> LineRow:
    total = None if line.price is None else line.price * line.quantity - line.discount
    return LineRow(line, total)


def _found(person: Member, text: str, state: str, currency: str) -> QuerySet[Order]:
    rows = visible_orders(person)
    if "@" in text:
        # Addresses are kept in small letters.
        rows = rows.filter(email__startswith=text.casefold())
    elif text:
        bare = text.removeprefix("#")
        rows = rows.filter(Q(number__istartswith=bare) | Q(number__istartswith=f"#{bare}"))
    if state in Order.FinancialStatus.values:
        rows = rows.filter(financial_status=state)
    if currency:
        rows = rows.filter(currency=currency.upper())
    return rows


def _page(rows: QuerySet[Order], before: str) -> OrdersPage:
    """One row more than is shown tells whether there are older ones."""
    place = _read_place(before)
    if place is not None:
        moment, pk = place
        # The first condition says the same in a way for which there is an index.
        rows = rows.filter(placed_at__lte=moment).filter(Q(placed_at__lt=moment) | Q(pk__lt=pk))
    found = list(rows.select_related("member", "customer").order_by("-placed_at", "-pk")[: ROWS_ON_PAGE + 1])
    shown = found[:ROWS_ON_PAGE]
    older = f"{shown[-1].placed_at.isoformat()}_{shown[-1].pk}" if len(found) > len(shown) else ""
    return OrdersPage(shown, older, is_first=place is None)


def _read_place(text: str) -> tuple[datetime, int] | None:
    moment_text, _separator, pk = text.rpartition("_")
    try:
        moment = parse_datetime(moment_text)
    except ValueError:
        return None
    if moment is None or timezone.is_naive(moment) or not pk.isascii() or not pk.isdecimal() or len(pk) > 18:
        return None
    return moment, int(pk)
