"""What an owner says about the files of her shop when she brings them."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from korzo.kit.money import MoneyRefused, read_currency
from korzo.shop.files.dates import DateOrder
from korzo.shop.models import Connection


@cache
def time_zones() -> tuple[str, ...]:
    """All names, in order. Asking for them opens hundreds of files, so once is enough."""
    return tuple(sorted(available_timezones()))


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several in one field."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        listed = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in listed or [None]]


class ShopFilesForm(forms.Form):
    platform = forms.ChoiceField(
        label=_("Which shop system do you use?"),
        choices=[
            (Connection.Platform.SHOPIFY.value, Connection.Platform.SHOPIFY.label),
            (Connection.Platform.WOOCOMMERCE.value, Connection.Platform.WOOCOMMERCE.label),
        ],
    )
    shop_name = forms.CharField(
        label=_("Name of the shop"),
        max_length=60,
        help_text=_("The same name as last time goes on with the same shop."),
    )
    currency = forms.CharField(
        label=_("Currency of the prices"),
        max_length=3,
        help_text=_("Three letters, such as EUR."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "narrow"}),
    )
    time_zone = forms.CharField(
        label=_("Time zone of the shop"),
        max_length=40,
        help_text=_("For times in the files that do not say it themselves."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "list": "time-zones"}),
    )
    date_order = forms.ChoiceField(
        label=_("A date such as 03/04/2025 is"),
        required=False,
        choices=[
            ("", _("We see it from the other dates")),
            (DateOrder.DAY_FIRST.value, _("3 April, the day first")),
            (DateOrder.MONTH_FIRST.value, _("March 4, the month first")),
        ],
    )
    uploads = FilesField(
        label=_("Files of products, customers and orders"),
        help_text=_("CSV files as your shop exports them, or one ZIP of them. Together up to 200 MB."),
        widget=FilesInput(attrs={"accept": ".csv,.tsv,.txt,.zip,text/csv,application/zip"}),
    )
    is_strict = forms.BooleanField(
        label=_("All or nothing: where one row cannot be read, take over none"), required=False
    )

    def clean_shop_name(self) -> str:
        return " ".join(str(self.cleaned_data["shop_name"]).split())

    def clean_currency(self) -> str:
        try:
            return read_currency(self.cleaned_data["currency"])
        except MoneyRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean_time_zone(self) -> str:
        name: str = self.cleaned_data["time_zone"]
        if name not in time_zones():
            raise forms.ValidationError(_("There is no time zone “%(name)s”."), params={"name": name})
        return name
