"""What staff fill in about spam."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from korzo.moderation.models.spam import SpamRules, WordList
from korzo.moderation.spam.submission import TEXT_LENGTH_MAX


class RulesForm(forms.ModelForm[SpamRules]):
    class Meta:
        model = SpamRules
        fields = ["newcomer_days", "links_max", "unknown_hosts_wait", "filter_holds", "asks_akismet", "trusted_hosts"]
        widgets = {"trusted_hosts": forms.Textarea(attrs={"rows": 6, "dir": "ltr", "spellcheck": "false"})}
        help_texts = {
            "trusted_hosts": _("For example youtube.com. Links to them are never a reason to wait."),
            "filter_holds": _("It learns from what the team decides in the queue, and from nothing else."),
        }

    def __init__(self, *args: Any, has_key: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asks_akismet"].help_text = (
            _("After posting, in the background. Text, name and address of the author go to Akismet.")
            if has_key
            else _("Needs a key in the settings of this installation first.")
        )


class ListForm(forms.ModelForm[WordList]):
    class Meta:
        model = WordList
        fields = ["name", "effect", "language", "sentence", "entries", "is_on"]
        widgets = {
            "entries": forms.Textarea(attrs={"rows": 14, "dir": "auto", "spellcheck": "false"}),
            "sentence": forms.TextInput(attrs={"dir": "auto"}),
        }
        help_texts = {
            "sentence": _("Only for what is not taken. Left empty, the words themselves are named."),
            "entries": _(
                "A word or a phrase in each line. With * at its end: all words that begin so. Between slashes: a "
                "regular expression. A line with # is a note. Accents and capital letters make no difference."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All languages")), *settings.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label, choices=choices, required=False
        )
        # The words are told about by the list itself, which names the line.
        self.order_fields(self.Meta.fields)


class TryForm(forms.Form):
    text = forms.CharField(
        label=_("A text to try it on"),
        required=False,
        max_length=TEXT_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
