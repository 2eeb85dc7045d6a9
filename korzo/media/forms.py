"""What a person may say about a picture or a film, and the owner about films."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from korzo.kit.errors import FieldRefused, Refused
from korzo.media.actions import FilmRulesChange
from korzo.media.models import ALT_LENGTH_MAX, FilmRules


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


class CaptionsForm(forms.Form):
    captions = forms.FileField(
        label=_("Captions"),
        help_text=_("The words that are spoken, as a WebVTT (.vtt) or SRT file."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt", "required": True}),
    )
    language = forms.ChoiceField(label=_("Language of the captions"), choices=settings.LANGUAGES)


class FilmRulesForm(forms.ModelForm[FilmRules]):
    class Meta:
        model = FilmRules
        fields = ["are_welcome", "megabytes_max", "minutes_max", "per_day_max"]
        help_texts = {
            "megabytes_max": _("A minute from a phone has about 60 to 130 MB in Full HD, and a third of it in 720p."),
            "minutes_max": _("Longer ones are refused with a friendly word."),
        }

    def change(self) -> FilmRulesChange:
        return FilmRulesChange(**self.cleaned_data)

    def refuse(self, refusal: Refused) -> None:
        name = refusal.field if isinstance(refusal, FieldRefused) else None
        self.add_error(name if name in self.fields else None, refusal.sentence)
