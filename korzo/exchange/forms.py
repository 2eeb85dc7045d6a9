"""What the owner says about a community that comes in or goes out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.exchange.models import REASON_LENGTH_MAX, SOURCE_LENGTH_MAX
from korzo.exchange.rows import is_source


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "A backup of Discourse, a dump of NodeBB or phpBB, or an export of Korzo, up to 200 MB. Bring a larger one "
            "on the server: korzo import FILE"
        ),
    )
    source = forms.CharField(
        label=_("Where does it come from?"),
        max_length=SOURCE_LENGTH_MAX - 20,
        required=False,
        help_text=_("Its former address, such as talk.shop.example. Only needed when you bring several communities."),
    )

    def clean_source(self) -> str:
        name: str = self.cleaned_data["source"].strip().lower()
        if name and not is_source(name):
            raise forms.ValidationError(_("Small letters, digits, dots and dashes: talk.shop.example"))
        return name


class ExportForm(forms.Form):
    with_mails = forms.BooleanField(
        label=_("With mail addresses"),
        required=False,
        help_text=_("Without them nobody can sign in where the file is brought in. Whoever has the file has them."),
    )
    reason = forms.CharField(
        label=_("Why do the addresses have to go along?"), max_length=REASON_LENGTH_MAX, required=False
    )
