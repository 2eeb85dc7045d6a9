from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in
from korzo.polls.actions.hold import hold_survey
from korzo.polls.actions.survey_box import put_sheet_in
from korzo.polls.activities import SurveyAnswered
from korzo.polls.content import Value, content_of, on_the_way
from korzo.polls.models import Sheet, Survey, SurveyClosure, SurveyVersion


def keep_answers(survey: Survey, *, actor: Person, answers: Mapping[str, Value], at: datetime | None = None) -> Sheet:
    """Part of the way, so that it can be gone on later. Not for anonymous surveys: there nothing of it is kept here."""
    moment = at or timezone.now()
    with transaction.atomic():
        member = check_answer(actor, survey, moment)
        if survey.is_anonymous:
            raise Refused(_("This survey is anonymous; nothing is kept before you finish it."))
        sheet = _sheet_of(survey, member, moment)
        _check_unfinished(sheet)
        sheet.answers = {**sheet.answers, **answers}
        sheet.save(update_fields=["answers"])
    return sheet


def finish_survey(
    survey: Survey,
    *,
    actor: Person,
    version: SurveyVersion,
    answers: Mapping[str, Value],
    at: datetime | None = None,
) -> Sheet:
    """The last page. Of an anonymous survey the answers go into its box, and the sheet says only who took part."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_survey(survey.pk)
        member = check_answer(actor, held, moment)
        if version.survey_id != held.pk:
            raise Refused(_("These answers belong to another survey."))
        kept = on_the_way(content_of(version.content), answers)
        _check_complete(version, kept)
        if held.is_anonymous:
            sheet, is_new = Sheet.objects.get_or_create(
                survey=held, member=member, defaults={"version": version, "is_finished": True}
            )
            if not is_new:
                _check_unfinished(sheet)
            put_sheet_in(version, kept)
        else:
            sheet = _sheet_of(held, member, moment)
            _check_unfinished(sheet)
            sheet.answers, sheet.is_finished, sheet.finished_at = kept, True, moment
            sheet.save(update_fields=["answers", "is_finished", "finished_at"])
            record(
                SurveyAnswered(survey_id=held.pk),
                actor_id=member.pk,
                member_id=member.pk,
                occurred_at=moment,
            )
        Survey.objects.filter(pk=held.pk).update(answer_count=F("answer_count") + 1)
    return sheet


def check_answer(person: Person, survey: Survey, at: datetime) -> Member:
    """Those who have a sheet and those who have none may alike; whether it is finished is asked of the sheet."""
    member = check_signed_in(person)
    if not SurveyVersion.objects.filter(survey=survey).exists():
        raise Refused(_("This survey is still being written."))
    if SurveyClosure.objects.filter(survey=survey).exists() or (survey.closes_at and survey.closes_at <= at):
        raise Refused(_("This survey has closed. Thank you for wanting to answer."))
    return member


def _sheet_of(survey: Survey, member: Member, at: datetime) -> Sheet:
    """With the version that is newest when somebody begins, which stays theirs."""
    newest = SurveyVersion.objects.filter(survey=survey).latest("number")
    Sheet.objects.get_or_create(survey=survey, member=member, defaults={"version": newest, "started_at": at})
    return Sheet.objects.select_for_update(no_key=True).get(survey=survey, member=member)


def _check_unfinished(sheet: Sheet) -> None:
    if sheet.is_finished:
        raise Refused(_("You have answered this survey already. Thank you."))


def _check_complete(version: SurveyVersion, answers: Mapping[str, Value]) -> None:
    for page in content_of(version.content).pages:
        for question in page.asked(answers):
            if question.is_required and question.key not in answers:
                raise FieldRefused(question.key, _("This one needs an answer."))
