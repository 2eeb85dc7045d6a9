"""One change of a poll or a survey at a time."""

from korzo.kit.errors import Missing
from korzo.polls.models import Poll, Survey


def hold_poll(pk: int) -> Poll:
    """The row as it is now, locked to the end of the transaction. (SQLite has one writer anyway.)"""
    found = Poll.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if found is None:
        raise Missing(f"poll {pk}")
    return found


def hold_survey(pk: int) -> Survey:
    found = Survey.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if found is None:
        raise Missing(f"survey {pk}")
    return found
