"""Every night all sealed results are counted again. Nothing is mended here: a person has to find out what happened."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.contests.models import Breach
from korzo.contests.queries.results import broken_links

logger = logging.getLogger("korzo.contests")


def check_results(now: datetime | None = None) -> int:
    """How many results are not the ones that were published."""
    broken = broken_links()
    with transaction.atomic():
        Breach.objects.exclude(contest__in=broken).delete()
        rows = [Breach(contest_id=pk, found_at=now or timezone.now()) for pk in broken]
        Breach.objects.bulk_create(rows, ignore_conflicts=True)
    if broken:
        logger.error("The seals of these contests are broken: %s", ", ".join(str(pk) for pk in broken))
    return len(broken)
