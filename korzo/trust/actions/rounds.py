"""Going through many members, batch by batch: a break loses nothing, and nobody is counted twice."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from korzo.discussions.models import Reader
from korzo.jobs.actions import finish_progress, report_progress
from korzo.jobs.queries import cursor_of
from korzo.kit.generations import bump_on_commit
from korzo.members.models import Member
from korzo.trust.actions.recount import recount
from korzo.trust.levels import HIGHEST_BY_ITSELF, SHOWN_FROM
from korzo.trust.models import Standing

ROUND = "trust.recount"
WORDS = gettext_noop("Looking whom to trust more")
BATCH = 200
# Newcomers who read are few at a time; the next quarter of an hour takes the others.
NEWCOMERS_MAX = 500
NEWCOMERS_SEEN_WITHIN = timedelta(hours=2)
# So long after their last visit the mark of a regular says when that was.
QUIET_AFTER = timedelta(days=100)


def recount_everybody(*, at: datetime | None = None) -> int:
    """Whoever may grow and was here since they were looked at. How many were lifted."""
    moment = at or timezone.now()
    last = int(cursor_of(ROUND) or 0)
    total = Member.objects.get_queryset().present().count()
    done = Member.objects.get_queryset().present().filter(pk__lte=last).count()
    lifted = 0
    while True:
        batch = list(
            Member.objects.get_queryset()
            .present()
            .filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", flat=True)[:BATCH]
        )
        if not batch:
            break
        last, done = batch[-1], done + len(batch)
        with transaction.atomic():
            lifted += recount(list(_to_look_at(batch).values_list("pk", flat=True)), at=moment)
            mark_quiet(batch, at=moment)
            report_progress(ROUND, min(done, total), total, WORDS, cursor=str(last))
    finish_progress(ROUND)
    return lifted


def recount_newcomers(*, at: datetime | None = None) -> int:
    """Those who just arrived and are reading now should not have to wait for the night."""
    moment = at or timezone.now()
    reading = Reader.objects.filter(seen_at__gt=moment - NEWCOMERS_SEEN_WITHIN)
    above = Standing.objects.filter(pk=OuterRef("pk")).filter(Q(level__gt=0) | Q(bound=0))
    rows = reading.filter(~Exists(above)).order_by("seen_at").values_list("pk", flat=True)
    ids = list(rows[:NEWCOMERS_MAX])
    return sum(recount(ids[start : start + BATCH], at=moment) for start in range(0, len(ids), BATCH))


def _to_look_at(ids: list[int]) -> QuerySet[Member]:
    """Those whom nobody looked at yet, or who were here since."""
    came_back = Reader.objects.filter(pk=OuterRef("pk"), seen_at__gt=OuterRef("counted_at")).values("pk")
    settled = Standing.objects.filter(pk=OuterRef("pk"), counted_at__isnull=False)
    settled = settled.filter(~Exists(came_back) | Q(level__gte=HIGHEST_BY_ITSELF) | Q(bound__lte=F("level")))
    return Member.objects.filter(~Exists(settled), pk__in=ids)


def mark_quiet(ids: list[int], *, at: datetime) -> None:
    """A mark that was not seen for long says since when; whoever is back has it as before. No level changes."""
    marked = Standing.objects.filter(pk__in=ids, level__gte=SHOWN_FROM)
    seen = dict(Reader.objects.filter(pk__in=marked.values("pk")).values_list("pk", "seen_at"))
    for one in marked.select_related("member"):
        last = seen.get(one.pk) or one.member.last_login or one.reached_at or one.member.joined_at
        since = timezone.localdate(last) if last < at - QUIET_AFTER else None
        if since != one.quiet_since:
            Standing.objects.filter(pk=one.pk).update(quiet_since=since)
            bump_on_commit(f"member:{one.pk}")
