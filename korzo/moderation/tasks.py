"""Background work of moderation that staff asked for."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.jobs.actions import Priority, job
from korzo.members import actions as members
from korzo.moderation import actions
from korzo.moderation.actions.forget_spam import forget_old_traces


@job(title=_("Hide all that somebody wrote"), idempotent=True, unique="moderation.sweep:{sweep_id}")
def hide_traces_of(sweep_id: int) -> None:
    actions.hide_traces(sweep_id)


@job(title=_("Show again what was hidden"), idempotent=True, unique="moderation.sweep:{sweep_id}")
def show_traces_of(sweep_id: int) -> None:
    actions.show_traces(sweep_id)


@job(
    title=_("Forgetting what the spam checks remembered"),
    idempotent=True,
    priority=Priority.BULK,
    cron="23 3 * * *",
    unique="moderation.forget_spam",
    duplicates="drop",
)
def forget_spam_traces() -> int:
    return forget_old_traces(timezone.now())


@job(
    title=_("Telling the team what waits too long for a decision"),
    idempotent=True,
    cron="7 * * * *",
    unique="moderation.remind_team",
    duplicates="drop",
)
def remind_team() -> int:
    return actions.remind_team()


@job(title=_("Forget addresses that may come back"), idempotent=True, cron="53 3 * * *")
def forget_barred_mails() -> None:
    members.forget_barred_mails()
