"""Does what people asked for happen? Worker, letters, deliveries, long work, and works that failed."""

import fcntl
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.activity import queries as activity
from korzo.jobs import queries as jobs
from korzo.kit.formats import ago
from korzo.project.watch import house
from korzo.project.watch.findings.finding import Finding, bad, good, look
from korzo.project.watch.findings.words import language, number

# A letter leaves within seconds; one that waits longer than this meets a server that does not take it.
MAIL_LATE = timedelta(minutes=15)
# Points, notices and counts follow an action within a second or two.
DELIVERY_LATE_SECONDS = 5 * 60
JOB_LATE_SECONDS = 30 * 60


def worker() -> Finding:
    if jobs.is_worker_alive():
        return good(_("The worker is alive: what people do reaches everybody it should."))
    if not is_running_here():
        return look(_("Korzo is not running on this machine now."), _("Start it with: korzo up"))
    return bad(
        _("The worker gives no sign of life. Nothing is lost: letters, points and notices wait for it."),
        _("Stop Korzo and start it again. If that does not help, its log says why."),
    )


def is_running_here() -> bool:
    """Whether `korzo up` holds this data folder."""
    try:
        with (Path(settings.KORZO_DATA) / "korzo.pid").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def mail() -> Finding:
    if not settings.MAIL_HOST:
        return look(
            _("Letters do not leave yet. They are kept here, where your team can read them."),
            _("Name your mail server with KORZO_MAIL_HOST, and they go out by themselves."),
            reverse("staff_mail"),
            _("Read the letters"),
        )
    since = house.oldest_waiting_sending()
    if since is None or timezone.now() - since < MAIL_LATE:
        return good(_("Letters go out."))
    count = activity.counts_by_state()["waiting_to_send"]
    return bad(
        ngettext(
            "%(count)s letter waits to go out. It was written %(since)s.",
            "%(count)s letters wait to go out. The oldest was written %(since)s.",
            count,
        )
        % {"count": number(count), "since": ago(since, language())},
        _("Look whether the mail server answers, and whether its name and password are right. We keep trying."),
        reverse("staff_jobs"),
        _("See what waits"),
    )


def deliveries() -> Finding:
    late_seconds = activity.oldest_open_delivery_seconds()
    job_seconds = jobs.oldest_ready_seconds()
    if late_seconds < DELIVERY_LATE_SECONDS and job_seconds < JOB_LATE_SECONDS:
        return good(_("Notices, points and counts follow at once."))
    since = timezone.now() - timedelta(seconds=max(late_seconds, job_seconds))
    return look(
        _("The worker has more to do than it can at the moment. The oldest work came in %(since)s.")
        % {"since": ago(since, language())},
        _("After a large import that is usual and passes. If it grows for hours, a second worker helps."),
        reverse("staff_jobs"),
        _("See what waits"),
    )


def failed() -> Finding:
    states = activity.counts_by_state()
    count = jobs.counts().failed + states["failed"] + states["not_sent"]
    if not count:
        return good(_("No work was given up."))
    return bad(
        ngettext(
            "%(count)s work could not be done and waits for you.",
            "%(count)s works could not be done and wait for you.",
            count,
        )
        % {"count": number(count)},
        _("Read what went wrong, mend it, and let them try again with one press."),
        reverse("staff_jobs"),
        _("See what failed"),
    )


def long_work() -> Finding:
    """Such as pictures that are made anew: it goes on by itself, unless it stands still."""
    under_way = [line for line in jobs.progress() if line.finished_at is None]
    if not under_way:
        return good(_("No long work stands still."))
    line = under_way[0]
    if line.is_still:
        return look(
            _("A long work stands still: %(name)s.") % {"name": line.words},
            _("It goes on by itself once the worker is free. If it does not, see whether it failed."),
            reverse("staff_jobs"),
            _("See what waits"),
        )
    if line.share is None:
        return good(_("A long work is under way: %(name)s.") % {"name": line.words})
    return good(
        _("A long work is under way: %(name)s, %(share)s %% done.") % {"name": line.words, "share": number(line.share)}
    )
