"""What the team fills in about surveys."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.kit.errors import FieldRefused, Refused
from korzo.polls.actions import SurveyWords
from korzo.polls.content import Condition, Content, Kind, Operator, Question
from korzo.polls.models import INTRO_LENGTH_MAX, TITLE_LENGTH_MAX, Survey
from korzo.polls.subjects import link_of
from korzo.polls.views.fields import MOMENT_FORMAT


class RefusableForm(forms.Form):
    def refuse(self, refusal: Refused) -> None:
        name = refusal.field if isinstance(refusal, FieldRefused) else None
        self.add_error(name if name in self.fields else None, refusal.sentence)


class SurveyForm(RefusableForm):
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH_MAX)
    slug = forms.CharField(
        label=_("Address"), required=False, max_length=80, help_text=_("Letters from a to z, numbers and dashes.")
    )
    intro = forms.CharField(
        label=_("Introduction"), required=False, max_length=INTRO_LENGTH_MAX, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_anonymous = forms.BooleanField(
        label=_("Anonymous: nobody can find out who answered what"),
        required=False,
        help_text=_("You see the answers from the fifth person on."),
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT_FORMAT),
    )
    place = forms.CharField(
        label=_("Show it under this post"), required=False, help_text=_("The address behind “Link to this post”.")
    )

    def words(self) -> SurveyWords:
        return SurveyWords(**self.cleaned_data)


def form_of(survey: Survey, data: Any = None) -> SurveyForm:
    initial = {
        "title": survey.title,
        "slug": survey.slug,
        "intro": survey.intro,
        "is_anonymous": survey.is_anonymous,
        "closes_at": survey.closes_at,
        "place": link_of(survey.subject_label, survey.subject_id),
    }
    return SurveyForm(data, initial=initial)


class ConditionForm(RefusableForm):
    """Below what is asked: on which earlier answer it depends."""

    condition_question = forms.ChoiceField(label=_("Only if the answer to"), required=False)
    condition_operator = forms.ChoiceField(label=_("which"), choices=Operator.choices, required=False)
    condition_value = forms.CharField(
        label=_("this"), required=False, help_text=_("An option exactly as it is written there, or a number.")
    )

    def offer(self, content: Content, place: int) -> None:
        """Only questions of earlier pages."""
        earlier = [
            question for page in content.pages[:place] for question in page.questions if question.kind != Kind.TEXT
        ]
        field = self.fields["condition_question"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Always asked")), *((one.key, one.text) for one in earlier)]

    def condition(self) -> Condition | None:
        data = self.cleaned_data
        if not data["condition_question"]:
            return None
        return Condition(
            data["condition_question"], data["condition_operator"] or Operator.IS.value, data["condition_value"]
        )


def initial_condition(condition: Condition | None) -> dict[str, str]:
    if condition is None:
        return {}
    return {
        "condition_question": condition.question,
        "condition_operator": condition.operator,
        "condition_value": condition.value,
    }


class PageForm(ConditionForm):
    title = forms.CharField(label=_("Title of the page"), required=False, max_length=TITLE_LENGTH_MAX)

    field_order = ["title"]


class QuestionForm(ConditionForm):
    text = forms.CharField(label=_("Question"), widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label=_("How people answer"), choices=Kind.choices)
    options = forms.CharField(
        label=_("Options"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One on each line. Only for choosing one or several."),
    )
    is_required = forms.BooleanField(label=_("Needs an answer"), required=False)

    field_order = ["text", "kind", "options", "is_required"]

    def question(self, key: str) -> Question:
        data = self.cleaned_data
        has_options = data["kind"] in {Kind.SINGLE, Kind.MULTIPLE}
        lines = (" ".join(line.split()) for line in data["options"].splitlines())
        return Question(
            key=key,
            text=data["text"].strip(),
            kind=data["kind"],
            options=tuple(dict.fromkeys(line for line in lines if line)) if has_options else (),
            is_required=data["is_required"],
            condition=self.condition(),
        )


def initial_question(question: Question) -> dict[str, Any]:
    return {
        "text": question.text,
        "kind": question.kind,
        "options": "\n".join(question.options),
        "is_required": question.is_required,
        **initial_condition(question.condition),
    }
