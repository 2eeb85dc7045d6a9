"""Tags and filters for every page: icons, numbers and dates in the reader's language, small helpers of components.

The library is loaded as a builtin, so no name here may hide one of Django's own filters.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import regex
from django import template
from django.contrib.staticfiles import finders
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from korzo.kit import formats, parts
from korzo.kit.colour import tone_of
from korzo.kit.money import Money
from korzo.ui.stars import Star, star_row

register = template.Library()

HUES = 12
_IMPORTED = re.compile(r'@import url\("([^"]+)"\)')


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """An icon of the sprite; decoration, so the words beside it (or aria-label) carry the meaning."""
    return format_html(
        '<svg class="i {}" aria-hidden="true"><use href="{}#i-{}"/></svg>', classes, static("ui/icons.svg"), name
    )


@register.simple_tag
def personal(name: str, key: object = "") -> SafeString:
    """The place of what looks different for each visitor; filled when the page is whole (`korzo.kit.parts`)."""
    return parts.mark(name, key)


@register.simple_tag
def stylesheet_hints() -> SafeString:
    """Preload hints for the files korzo.css imports, so that the browser fetches them beside it and not after it."""
    return format_html_join(
        "\n", '<link rel="preload" as="style" href="{}">', ((static(f"ui/css/{name}"),) for name in _imported_styles())
    )


@lru_cache(maxsize=1)
def _imported_styles() -> tuple[str, ...]:
    found = finders.find("ui/css/korzo.css")
    return tuple(_IMPORTED.findall(Path(found).read_text())) if isinstance(found, str) else ()


# Numbers and dates


@register.filter
def number(value: Any) -> str:
    return formats.number(value, get_language()) if _is_number(value) else ""


@register.filter
def compact(value: Any) -> str:
    return formats.compact_number(value, get_language()) if _is_number(value) else ""


@register.filter
def decimal(value: Any, decimals_max: int = 1) -> str:
    return formats.number(value, get_language(), decimals_max=decimals_max) if _is_number(value) else ""


@register.filter
def fixed(value: Any, decimals: int = 2) -> str:
    """For columns: always so many digits behind the point."""
    return formats.fixed(value, get_language(), decimals=decimals) if _is_number(value) else ""


@register.filter
def percent(share: Any) -> str:
    """A share between 0 and 1."""
    return formats.percent(share, get_language()) if _is_number(share) else ""


@register.filter
def money(value: Any, currency: str = "") -> str:
    """`{{ price|money }}` for Money, `{{ amount|money:"EUR" }}` for a bare amount."""
    if isinstance(value, Money):
        return formats.money(value.amount, value.currency, get_language())
    return formats.money(value, currency, get_language()) if _is_number(value) and currency else ""


@register.filter
def long_date(value: Any) -> str:
    return formats.long_date(_day(value), get_language()) if isinstance(value, date) else ""


@register.filter
def short_date(value: Any) -> str:
    return formats.short_date(_day(value), get_language()) if isinstance(value, date) else ""


@register.filter
def day_month(value: Any) -> str:
    return formats.day_and_month(_day(value), get_language()) if isinstance(value, date) else ""


@register.filter
def month_year(value: Any) -> str:
    return formats.month_and_year(_day(value), get_language()) if isinstance(value, date) else ""


@register.filter
def month_short(value: Any) -> str:
    return formats.month_name(_day(value), get_language()) if isinstance(value, date) else ""


@register.filter
def day_number(value: Any) -> str:
    return formats.day_number(_day(value), get_language()) if isinstance(value, date) else ""


@register.filter
def clock(value: Any) -> str:
    return formats.clock(_local(value), get_language()) if isinstance(value, datetime) else ""


@register.filter
def date_and_time(value: Any) -> str:
    return formats.long_date_and_time(_local(value), get_language()) if isinstance(value, datetime) else ""


@register.simple_tag
def when(moment: Any, style: str = "ago") -> SafeString:
    """`<time>` with a machine's date and a reader's words. Style: ago, date, clock, full.

    "ago" is a date that a script turns into "5 minutes ago" (`korzo-when.js`), for the page itself may be older.
    """
    if not isinstance(moment, date):
        return SafeString("")
    language = get_language()
    if not isinstance(moment, datetime):
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), formats.long_date(moment, language))
    local = _local(moment)
    full = formats.long_date_and_time(local, language)
    words = {"date": formats.long_date(local.date(), language), "clock": formats.clock(local, language), "full": full}
    text = words.get(style) or formats.brief_date(local.date(), language)
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        moment.isoformat(timespec="seconds"),
        full,
        "" if style in words else mark_safe(" data-ago"),
        text,
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _day(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


# Components


@register.filter
def stars(value: Any) -> list[Star]:
    """Five stars, each "on", "half" or "off"."""
    return star_row(float(value)) if _is_number(value) else []


@register.simple_tag
def stars_label(value: Any) -> str:
    return _("%(stars)s out of 5 stars") % {"stars": decimal(value)}


@register.filter
def initial(name: Any) -> str:
    """The first letter as a reader sees it: never half of a Gujarati syllable or of an emoji."""
    found = regex.match(r"\s*(\X)", str(name or ""))
    return found[1].upper() if found else "?"


@register.filter
def hue_of(key: Any) -> int:
    """A lasting hue, 1 to 12, for an id or a name."""
    return (key if isinstance(key, int) else sum(ord(sign) for sign in str(key))) % HUES + 1


@register.simple_tag
def tone(colour: str | None) -> SafeString:
    """Attributes that show the dominant colour of a picture while it loads, without an inline style."""
    found = tone_of(colour or "")
    if found is None:
        return SafeString("")
    if found.hue is None:
        return format_html('data-tone="{}"', found.light)
    return format_html('data-tone="{}" data-hue="{}"', found.light, found.hue)


@register.simple_tag
def focal(picture: Any) -> str:
    """Classes that keep the focal point in the frame, in tenths; none for the middle."""
    return " ".join(
        f"f{axis}-{_tenth(getattr(picture, f'focal_{axis}', None))}"
        for axis in ("x", "y")
        if _tenth(getattr(picture, f"focal_{axis}", None)) != 5
    )


def _tenth(percent_: Any) -> int:
    return min(10, max(0, round(float(percent_) / 10))) if _is_number(percent_) else 5


@register.filter
def stills(pictures: Iterable[Any]) -> list[Any]:
    """Those that only hang there."""
    return [one for one in pictures if getattr(one, "film", None) is None]


@register.filter
def films(pictures: Iterable[Any]) -> list[Any]:
    """Those that can be played."""
    return [one for one in pictures if getattr(one, "film", None) is not None]


@register.filter
def widget_kind(field: BoundField) -> str:
    """How ui/field.html lays out a form field: choices, check, file, select or input."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "check"
    if isinstance(widget, FileInput):
        return "file"
    return "select" if isinstance(widget, Select) else "input"


@register.simple_tag
def field_input(field: BoundField, classes: str = "input") -> SafeString:
    """The widget of a field with the design's class and its hint and error named for assistive technology."""
    attrs: dict[str, Any] = {"class": f"{classes} {field.field.widget.attrs.get('class', '')}".strip()}
    told = {"error": field.errors, "hint": field.help_text}
    told_by = [f"{field.auto_id}_{part}" for part, there in told.items() if there]
    if told_by:
        attrs["aria-describedby"] = " ".join(told_by)
    if field.errors:
        attrs["aria-invalid"] = "true"
    if field.field.widget.attrs.get("dir") is None and widget_kind(field) == "input":
        attrs["dir"] = "ltr" if _is_latin_only(field) else "auto"
    return mark_safe(field.as_widget(attrs=attrs))


def _is_latin_only(field: BoundField) -> bool:
    return getattr(field.field.widget, "input_type", "") in {"email", "url", "tel", "password", "date", "time"}
