"""What the team fills in about a contest. Times are by the clock of the community."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.contests.actions import Plan
from korzo.contests.models import (
    ENTRIES_EACH_MAX,
    PRIZES_LENGTH_MAX,
    REASON_LENGTH_MAX,
    TITLE_LENGTH_MAX,
    VOTES_EACH_MAX,
    Contest,
)
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.queries import rights_offered

# What a field of the browser for a day and a time reads and writes.
MOMENT_FORMAT = "%Y-%m-%dT%H:%M"
_WORDS = ("title", "prizes", "kind", "entries_each", "enter_key", "judging", "votes_each", "jury_weight")
_MOMENTS = ("opens_at", "entries_until", "jury_until", "votes_until", "results_at")


class RefusableForm(forms.Form):
    def refuse(self, refusal: Refused) -> None:
        name = refusal.field if isinstance(refusal, FieldRefused) else None
        self.add_error(name if name in self.fields else None, refusal.sentence)


def _moment(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT_FORMAT),
    )


class ContestForm(RefusableForm):
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH_MAX)
    picture = forms.FileField(
        label=_("Picture"), required=False, help_text=_("Wide ones look best: it stands on top of the page.")
    )
    story = forms.CharField(
        label=_("What it is about"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("An empty line begins a new paragraph, a dash at its beginning makes a list."),
    )
    rules = forms.CharField(label=_("Rules"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    prizes = forms.CharField(
        label=_("What one may win"),
        required=False,
        max_length=PRIZES_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(label=_("What people send in"), choices=Contest.Kind.choices)
    entries_each = forms.IntegerField(
        label=_("Entries of each member"), min_value=1, max_value=ENTRIES_EACH_MAX, initial=1
    )
    enter_key = forms.ChoiceField(label=_("Who may enter"), required=False)
    judging = forms.ChoiceField(label=_("Who judges"), choices=Contest.Judging.choices, widget=forms.RadioSelect)
    votes_each = forms.IntegerField(label=_("Votes of each member"), min_value=1, max_value=VOTES_EACH_MAX, initial=3)
    jury_weight = forms.IntegerField(
        label=_("Weight of the jury, in percent"),
        min_value=1,
        max_value=99,
        initial=50,
        help_text=_("Only if both judge; the votes of the members weigh the rest."),
    )
    criteria = forms.CharField(
        label=_("What the jury looks at"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line, such as: the idea, the light."),
    )
    opens_at = _moment(_("Entries from"))
    entries_until = _moment(_("Entries until"))
    jury_until = _moment(_("The jury judges until"), required=False, help_text=_("It begins when the entries end."))
    votes_until = _moment(
        _("The vote is open until"), required=False, help_text=_("It begins when what is before it ends.")
    )
    results_at = _moment(
        _("Results"),
        help_text=_("Leave a day after the vote, and you can look at votes that were given in an odd way."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.heading, [(right.key, right.label) for right in one.rights]) for one in rights_offered()]
        known = {key for _heading, rights in offered for key, _label in rights}
        now = self.initial.get("enter_key", "")
        # Of a product that is not listed any more: it stays what it is until somebody chooses otherwise.
        others = [(now, now)] if now and now not in known else []
        cast("forms.ChoiceField", self.fields["enter_key"]).choices = [("", _("All members")), *offered, *others]

    def plan(self, picture_id: int | None) -> Plan:
        data = self.cleaned_data
        return Plan(
            **{name: data[name] for name in (*_WORDS, *_MOMENTS)},
            story=data["story"],
            rules=data["rules"],
            criteria=tuple(data["criteria"].splitlines()),
            picture_id=picture_id,
        )


def form_of(contest: Contest, data: Any = None, files: Any = None) -> ContestForm:
    initial = {
        **{name: getattr(contest, name) for name in _WORDS},
        **{name: _local(getattr(contest, name)) for name in _MOMENTS},
        "story": _paragraphs(contest.story_plain),
        "rules": _paragraphs(contest.rules_plain),
        "criteria": "\n".join(contest.criteria.order_by("position").values_list("name", flat=True)),
    }
    return ContestForm(data, files, initial=initial)


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None


def _paragraphs(plain: str) -> str:
    """One line per block: an empty line between them keeps the paragraphs."""
    return "\n\n".join(plain.split("\n"))


class JurorForm(RefusableForm):
    handle = forms.CharField(
        label=_("Name in the address of their page"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CancellationForm(RefusableForm):
    reason = forms.CharField(label=_("Why?"), max_length=REASON_LENGTH_MAX)


class RulingForm(RefusableForm):
    votes = forms.CharField(widget=forms.HiddenInput)
    counts = forms.ChoiceField(choices=[("yes", ""), ("no", "")], widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why they do not count"), max_length=REASON_LENGTH_MAX, required=False)
