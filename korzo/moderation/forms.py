"""What people fill in around moderation. The actions check; the forms keep what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.kit.errors import FieldRefused, Refused
from korzo.moderation.actions import PolicyChange, ReasonWords, Told
from korzo.moderation.actions.appeals import APPEAL_LENGTH_MAX
from korzo.moderation.actions.freeze import ADDRESS_LENGTH_MAX
from korzo.moderation.actions.notices import NAME_LENGTH_MAX
from korzo.moderation.actions.sanctions import HOURS_MAX
from korzo.moderation.models import Flag, LegalNotice, Policy, Reason, Sanction
from korzo.moderation.models.policy import SENTENCE_LENGTH_MAX
from korzo.moderation.models.queue import NOTICE_LENGTH_MAX, WORDS_LENGTH_MAX
from korzo.moderation.queries.members import GRADES_HOURS
from korzo.moderation.queries.policy import grounds

_FEW_ROWS = {"rows": 3, "dir": "auto"}


class RefusableForm(forms.Form):
    def refuse(self, refusal: Refused) -> None:
        """Beside the field that it is about, or above the form."""
        name = refusal.field if isinstance(refusal, FieldRefused) else None
        self.add_error(name if name in self.fields else None, refusal.sentence)


class FlagForm(RefusableForm):
    reason = forms.ChoiceField(label=_("What is not right?"), choices=Flag.Reason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In a few words"),
        help_text=_("The team reads this, not the author; unless you chose to say a word to the author."),
        max_length=WORDS_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs=_FEW_ROWS),
    )


class NoticeForm(RefusableForm):
    ground = forms.ChoiceField(
        label=_("What is it about?"), choices=LegalNotice.Ground.choices, widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=_("The exact address of the page"),
        max_length=ADDRESS_LENGTH_MAX,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )
    reason = forms.CharField(
        label=_("Why do you believe that it is against the law?"),
        help_text=_("Facts and, if you know it, the law. Please be as exact as you can."),
        max_length=NOTICE_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Only who reports the abuse of a child need not give it."),
        max_length=NAME_LENGTH_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    mail = forms.EmailField(
        label=_("Your mail address"),
        help_text=_("You get a receipt at once, and our decision later."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    in_good_faith = forms.BooleanField(label=_("What I say here is true and complete, as far as I know."))
    # People leave this empty, because they do not see it; robots fill in all they find.
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Something filled in a field that people do not see. Please try again."))
        return ""

    def told(self, language: str) -> Told:
        data = {name: value for name, value in self.cleaned_data.items() if name != "website"}
        return Told(language=language, **data)


class AppealForm(RefusableForm):
    words = forms.CharField(
        label=_("Why should a second person look again?"),
        max_length=APPEAL_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )


class ReasonedForm(RefusableForm):
    """A reason from the list and words of one's own: both are read by the member concerned."""

    reason = forms.ChoiceField(label=_("Reason"))
    words = forms.CharField(
        label=_("Your words"),
        help_text=_("The member reads them."),
        max_length=WORDS_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs=_FEW_ROWS),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reason" in self.fields:
            field = self.fields["reason"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(ground.code, ground.name) for ground in grounds().values()]


class DecisionForm(ReasonedForm):
    """`verb` is the button that was pressed; `version` and `seen_version` are what stood on the page."""

    verb = forms.CharField()
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    hours = forms.IntegerField(required=False, min_value=1, max_value=HOURS_MAX)
    content = forms.ChoiceField(required=False, choices=Sanction.Content.choices)
    # Ours are none of the list: a decision for the author names no reason.
    field_order = ["reason", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class NoteForm(RefusableForm):
    words = forms.CharField(
        label=_("Note for the team"),
        help_text=_("Only the team reads it; it is in the member’s own export."),
        max_length=WORDS_LENGTH_MAX,
        widget=forms.Textarea(attrs=_FEW_ROWS),
    )


class SanctionForm(ReasonedForm):
    kind = forms.ChoiceField(label=_("What"), choices=Sanction.Kind.choices)
    hours = forms.TypedChoiceField(
        label=_("How long"), coerce=int, required=False, empty_value=None, help_text=_("For a silence or a suspension.")
    )
    content = forms.ChoiceField(
        label=_("Their words"), choices=Sanction.Content.choices, required=False, help_text=_("For a ban.")
    )
    field_order = ["kind", "hours", "reason", "words", "content"]

    def __init__(self, *args: Any, proposed_hours: int, may_suspend: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours, kind = self.fields["hours"], self.fields["kind"]
        assert isinstance(hours, forms.ChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        hours.choices = [(count, _LENGTHS[count]) for count in GRADES_HOURS]
        hours.initial = proposed_hours
        if not may_suspend:
            kind.choices = [one for one in Sanction.Kind.choices if one[0] != Sanction.Kind.SUSPENSION]


_LENGTHS = {24: _("a day"), 72: _("three days"), 168: _("a week"), 720: _("thirty days")}


class PolicyForm(RefusableForm, forms.ModelForm[Policy]):
    class Meta:
        model = Policy
        fields = [
            "hide_threshold", "first_posts_wait", "terms_url", "contact_mail", "dispute_body", "publishes_report",
        ]  # fmt: skip
        help_texts = {
            "hide_threshold": _("In hundredths of an ordinary member’s flag: 300 are three members."),
            "dispute_body": _("Shown to members under each decision."),
        }

    def change(self) -> PolicyChange:
        return PolicyChange(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class ReasonForm(RefusableForm, forms.ModelForm[Reason]):
    class Meta:
        model = Reason
        fields = ["code", "name", "sentence", "rule", "is_law", "position"]
        widgets = {
            "sentence": forms.Textarea(attrs={"rows": 2, "maxlength": SENTENCE_LENGTH_MAX, "dir": "auto"}),
            "rule": forms.Textarea(attrs={"rows": 2, "maxlength": SENTENCE_LENGTH_MAX, "dir": "auto"}),
        }
        help_texts = {"code": _("With the short name of one in the list its words are replaced.")}

    def validate_unique(self) -> None:
        """A known short name is no mistake: its words are replaced."""

    def words(self) -> ReasonWords:
        return ReasonWords(**{name: self.cleaned_data[name] for name in self.Meta.fields})
