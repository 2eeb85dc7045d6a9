"""Background work of the notifications room."""

from django.utils.translation import gettext_lazy as _

from korzo.activity.models import Activity
from korzo.jobs.actions import Priority, job
from korzo.notifications import actions


@job(title=_("Telling those who follow a topic"), idempotent=True)
def tell_batch(activity_id: int, member_ids: list[int]) -> int:
    activity = Activity.objects.filter(pk=activity_id).first()
    return actions.tell_batch(activity, member_ids) if activity is not None else 0


@job(title=_("Telling a group that is called"), idempotent=True)
def tell_called(activity_id: int, member_ids: list[int]) -> int:
    activity = Activity.objects.filter(pk=activity_id).first()
    return actions.tell_called(activity, member_ids) if activity is not None else 0


@job(title=_("Telling those whom the news concerns"), idempotent=True)
def tell_in_own_words(activity_id: int, member_ids: list[int]) -> int:
    activity = Activity.objects.filter(pk=activity_id).first()
    return actions.tell_in_own_words(activity, member_ids) if activity is not None else 0


@job(
    title=_("Writing the letters that are due"),
    idempotent=True,
    priority=Priority.BULK,
    every="5 minutes",
    unique="notifications.plan_letters",
    duplicates="drop",
)
def plan_letters() -> int:
    return actions.plan_letters()
