"""Surveys as members and the team find them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from korzo.edge.recording import lasts, reads
from korzo.kit.errors import Missing
from korzo.members.permissions import Person
from korzo.polls.models import Survey, SurveyVersion
from korzo.polls.permissions import surveys_visible_to


@dataclass(frozen=True)
class SurveyCard:
    """What a block shows that invites to a survey."""

    pk: int
    title: str
    intro: str
    url: str
    is_anonymous: bool
    closes_at: datetime | None


def get_survey_for(person: Person, slug: str) -> Survey:
    found = surveys_visible_to(person).filter(slug=slug).first()
    if found is None:
        raise Missing(slug)
    return found


def newest_version(survey: Survey) -> SurveyVersion | None:
    return SurveyVersion.objects.filter(survey=survey).order_by("-number").first()


def survey_ids_of(label: str, ids: Collection[int]) -> dict[int, list[int]]:
    """Which open surveys stand under which of these things."""
    reads(*(f"polls:{label}:{pk}" for pk in ids))
    rows = Survey.objects.filter(subject_label=label, subject_id__in=ids, versions__isnull=False, closure__isnull=True)
    found: dict[int, list[int]] = {}
    for subject_id, pk in rows.order_by("pk").values_list("subject_id", "pk").distinct():
        if subject_id is not None:
            found.setdefault(subject_id, []).append(pk)
    return found


def survey_cards(ids: Collection[int], now: datetime | None = None) -> dict[int, SurveyCard]:
    """Those that take answers."""
    reads(*(f"survey:{pk}" for pk in ids))
    moment = now or timezone.now()
    found = {}
    for one in Survey.objects.filter(pk__in=ids, closure__isnull=True):
        if one.closes_at is not None and one.closes_at <= moment:
            continue
        if one.closes_at is not None:
            lasts((one.closes_at - moment).total_seconds())
        found[one.pk] = SurveyCard(
            one.pk, one.title, one.intro, one.get_absolute_url(), one.is_anonymous, one.closes_at
        )
    return found


def surveys_for_staff() -> QuerySet[Survey]:
    """Newest first, with their closure beside them."""
    return Survey.objects.select_related("closure").prefetch_related("versions").order_by("-created_at", "-pk")
