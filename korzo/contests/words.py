"""Small pieces of sentences that several places need."""

from datetime import datetime

from django.utils import timezone

from korzo.contests.models import Contest
from korzo.kit import formats


def title_of(contest_id: int) -> str:
    return Contest.objects.filter(pk=contest_id).values_list("title", flat=True).first() or ""


def moment_shown(moment: str | datetime, language: str | None) -> str:
    """By the clock of the community."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return formats.long_date_and_time(timezone.localtime(at, timezone.get_default_timezone()), language)
