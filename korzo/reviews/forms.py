"""What a person fills in. The words themselves come from the composer and are checked by the action."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.formats import spoken
from korzo.reviews.models import (
    EVIDENCE_LENGTH_MAX,
    RATING_MAX,
    RATING_MIN,
    TITLE_LENGTH_MAX,
    Fit,
    HidingReason,
    Review,
)

# Far above what a review may hold: the action says the sentence, this only bounds the work.
IDS_READ_MAX = 40


class BodyForm(forms.Form):
    """A form around the composer. Pictures are chosen there, so what is wrong with them is said there as well."""

    body = forms.CharField(required=False, strip=False)
    body_format = forms.CharField(required=False, widget=forms.HiddenInput)

    def refuse(self, refusal: Refused) -> None:
        name = refusal.field if isinstance(refusal, FieldRefused) else None
        self.add_error("body" if name == "pictures" else name, refusal.sentence)


def _said(stars: int) -> str:
    return ngettext("%(stars)s star", "%(stars)s stars", stars) % {"stars": spoken(stars)}


# The form is made once, and its words are said in the language of each reader.
_in_stars = lazy(_said, str)


class ReviewForm(BodyForm):
    stars = forms.TypedChoiceField(
        label=_("Your rating"),
        coerce=int,
        choices=[(stars, _in_stars(stars)) for stars in range(RATING_MIN, RATING_MAX + 1)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one to five stars.")},
    )
    title = forms.CharField(
        label=_("In a few words"),
        max_length=TITLE_LENGTH_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    fit = forms.TypedChoiceField(
        label=_("How does it fit?"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("Does not apply")), *Fit.choices],
    )

    def as_said(self, picture_ids: list[int]) -> dict[str, Any]:
        """The arguments of the actions that write."""
        data = self.cleaned_data
        return {
            "rating": data["stars"],
            "title": data["title"],
            "body": data["body"],
            "body_format": data["body_format"],
            "fit": data["fit"],
            "picture_ids": picture_ids,
            "descriptions": {pk: self.data[f"alt-{pk}"] for pk in picture_ids if f"alt-{pk}" in self.data},
        }


def initial_of(review: Review) -> dict[str, Any]:
    # One line per block: an empty line between them keeps the paragraphs of who edits without scripts.
    typed = "\n\n".join(review.plain.split("\n"))
    return {"stars": int(review.rating), "title": review.title, "fit": review.fit or "", "body": typed}


def picture_ids_in(data: QueryDict) -> list[int]:
    return [int(one) for one in data.getlist("pictures")[:IDS_READ_MAX] if one.isdecimal() and len(one) < 19]


class HidingForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("The reason"),
        # What the queue decided is not chosen here: there the rule is named.
        choices=[(one.value, one.label) for one in HidingReason if one is not HidingReason.RULES],
        widget=forms.RadioSelect,
        help_text=_("The author reads it, and the box beside the reviews counts it. A low rating is no reason."),
    )
    evidence = forms.CharField(
        label=_("What proves it"),
        max_length=EVIDENCE_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the team alone. Needed where a review is called fake."),
    )

    def refuse(self, refusal: Refused) -> None:
        self.add_error(refusal.field if isinstance(refusal, FieldRefused) else None, refusal.sentence)
