"""What the team does with a survey. How pages change is told in `editing`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.generations import bump_on_commit
from korzo.members.permissions import Person, check_can, check_signed_in
from korzo.polls.actions.hold import hold_survey
from korzo.polls.activities import SurveyClosed, SurveyOpened
from korzo.polls.content import Content, as_json, content_of, faults
from korzo.polls.drafts import one_line
from korzo.polls.models import INTRO_LENGTH_MAX, TITLE_LENGTH_MAX, Sheet, Survey, SurveyClosure, SurveyVersion
from korzo.polls.permissions import RUN_SURVEYS
from korzo.polls.subjects import found_in

SLUG_LENGTH_MAX = 80


@dataclass(frozen=True)
class SurveyWords:
    """What stands about a survey as a whole. `place` is an address under which a block invites to it."""

    title: str
    slug: str = ""
    intro: str = ""
    is_anonymous: bool = False
    closes_at: datetime | None = None
    place: str = ""


def create_survey(words: SurveyWords, *, actor: Person) -> Survey:
    check_can(actor, RUN_SURVEYS)
    with transaction.atomic():
        survey = Survey(draft=as_json(Content()))
        _take(survey, words)
        survey.save(force_insert=True)
    return survey


def change_survey(survey: Survey, words: SurveyWords, *, actor: Person) -> Survey:
    check_can(actor, RUN_SURVEYS)
    with transaction.atomic():
        held = hold_survey(survey.pk)
        has_answers = Sheet.objects.filter(survey=held).exists()
        if has_answers and words.is_anonymous != held.is_anonymous:
            raise FieldRefused("is_anonymous", _("Somebody has begun to answer, so this stays as they saw it."))
        before = (held.subject_label, held.subject_id)
        _take(held, words)
        held.save(update_fields=["title", "slug", "intro", "is_anonymous", "closes_at", "subject_label", "subject_id"])
        bump_on_commit(f"survey:{held.pk}", _place_tag(*before), _place_tag(held.subject_label, held.subject_id))
    return held


def _take(survey: Survey, words: SurveyWords) -> None:
    title = one_line(words.title)
    if not 1 <= len(title) <= TITLE_LENGTH_MAX:
        raise FieldRefused("title", _("Please give it a title of a few words."))
    if len(words.intro) > INTRO_LENGTH_MAX:
        raise FieldRefused("intro", _("This is long. Please say it in fewer words."))
    slug = slugify(words.slug or title)[:SLUG_LENGTH_MAX].strip("-")
    if not slug:
        raise FieldRefused("slug", _("Please give it an address of letters from a to z, numbers and dashes."))
    if Survey.objects.filter(slug=slug).exclude(pk=survey.pk).exists():
        raise FieldRefused("slug", _("Another survey has this address."))
    survey.title, survey.slug, survey.intro = title, slug, words.intro.replace("\x00", "").strip()
    survey.is_anonymous, survey.closes_at = words.is_anonymous, words.closes_at
    survey.subject_label, survey.subject_id = _subject(words.place)


def _subject(place: str) -> tuple[str, int | None]:
    if not place.strip():
        return "", None
    found = found_in(place.strip())
    if found is None:
        raise FieldRefused("place", _("This is not the address of a post. Copy it from “Link to this post”."))
    return found


def _place_tag(label: str, pk: int | None) -> str:
    return f"polls:{label}:{pk}"


def change_pages(survey: Survey, change: Callable[[Content], Content], *, actor: Person) -> Content:
    """Work on the pages as they are now; members see nothing of it before it is published."""
    check_can(actor, RUN_SURVEYS)
    with transaction.atomic():
        held = hold_survey(survey.pk)
        content = change(content_of(held.draft))
        Survey.objects.filter(pk=held.pk).update(draft=as_json(content))
    return content


def publish_survey(survey: Survey, *, actor: Person, at: datetime | None = None) -> SurveyVersion:
    """A new version for those who begin from now on; who has begun goes on with theirs."""
    check_can(actor, RUN_SURVEYS)
    member = check_signed_in(actor)
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_survey(survey.pk)
        if SurveyClosure.objects.filter(survey=held).exists():
            raise Refused(_("This survey has closed."))
        wrong = faults(content_of(held.draft))
        if wrong:
            raise Refused(" ".join(wrong))
        newest = SurveyVersion.objects.filter(survey=held).order_by("-number").first()
        if newest is not None and newest.content == held.draft:
            return newest
        number = newest.number + 1 if newest else 1
        version = SurveyVersion.objects.create(survey=held, number=number, content=held.draft, published_at=moment)
        bump_on_commit(_place_tag(held.subject_label, held.subject_id))
        record(
            SurveyOpened(survey_id=held.pk, version=number),
            actor_id=member.pk,
            actor_kind=Activity.ActorKind.STAFF,
            occurred_at=moment,
        )
    return version


def close_survey(survey: Survey, *, actor: Person, at: datetime | None = None) -> SurveyClosure:
    check_can(actor, RUN_SURVEYS)
    with transaction.atomic():
        return _close(hold_survey(survey.pk), at or timezone.now(), by=actor)


def close_due_surveys(now: datetime | None = None) -> int:
    """Close what has come to its date. Run twice, it finds nothing left to do."""
    moment = now or timezone.now()
    due = Survey.objects.filter(closes_at__lte=moment, closure__isnull=True, versions__isnull=False).distinct()
    count = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            held = hold_survey(pk)
            if held.closes_at is not None and held.closes_at <= moment:
                _close(held, held.closes_at, by=None)
                count += 1
    return count


def _close(held: Survey, at: datetime, *, by: Person) -> SurveyClosure:
    closure, is_new = SurveyClosure.objects.get_or_create(survey=held, defaults={"by": by, "at": at})
    if is_new:
        bump_on_commit(_place_tag(held.subject_label, held.subject_id))
        record(
            SurveyClosed(survey_id=held.pk),
            actor_id=by.pk if by else None,
            actor_kind=Activity.ActorKind.STAFF if by else Activity.ActorKind.SYSTEM,
            occurred_at=at,
            dedupe_key=f"polls.survey_closed:{held.pk}",
        )
    return closure
