"""What a person may say about a picture."""

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.media.models import ALT_LENGTH_MAX


class DescriptionForm(forms.Form):
    alt = forms.CharField(
        label=_("What is to be seen?"),
        help_text=_("Read aloud to those who cannot see it. Leave it empty if the picture is only decoration."),
        max_length=ALT_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    focal_x = forms.IntegerField(
        label=_("The most important point, from the left (in percent)"), min_value=0, max_value=100
    )
    focal_y = forms.IntegerField(
        label=_("The most important point, from the top (in percent)"), min_value=0, max_value=100
    )
