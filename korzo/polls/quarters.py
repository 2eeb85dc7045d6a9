"""Quarters of a year as numbers that sort: 20264 is the last one of 2026."""

from datetime import datetime

from django.utils import timezone


def quarter_of(moment: datetime) -> int:
    """In the community's time zone, as the team reads its reports."""
    local = timezone.localtime(moment)
    return local.year * 10 + (local.month + 2) // 3


def name_of(quarter: int) -> str:
    """2026/4: short and the same in every language."""
    return f"{quarter // 10}/{quarter % 10}"
