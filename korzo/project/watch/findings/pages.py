"""Do visitors get what they came for, and quickly?"""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.kit import generations, meters
from korzo.project.preparation import missing_migrations
from korzo.project.watch.days import pace
from korzo.project.watch.findings.finding import Finding, bad, good, look
from korzo.project.watch.findings.words import duration, number
from korzo.search import queries as search

# A person notices a page that takes longer.
PAGE_SLOW_SECONDS = 1.0
# It notes how far it is every few seconds.
SEARCH_STILL = timedelta(minutes=10)
# Names of hosts where a browser counts plain http as safe enough to try things out.
AT_HOME = ("http://localhost", "http://127.0.0.1", "http://[::1]")


def database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return good(_("The database answers."))


def updates() -> Finding:
    missing = missing_migrations()
    if not missing:
        return good(_("The database is up to date with this version."))
    return bad(
        ngettext(
            "The database lacks %(count)s step of this version.",
            "The database lacks %(count)s steps of this version.",
            missing,
        )
        % {"count": number(missing)},
        _("Start Korzo with korzo up, which does them first, or call: korzo prepare"),
    )


def speed() -> Finding:
    found = pace(meters.read().readings)
    if found is None:
        return good(_("Pages: too few were made today to say how quickly. None of them complained."))
    words = {"median": duration(found.median_seconds), "slow": duration(found.slow_seconds)}
    if found.slow_seconds > PAGE_SLOW_SECONDS:
        return look(
            _("Some pages are slow: half of them take up to %(median)s, one in twenty takes longer than %(slow)s.")
            % words,
            _("The log names slow questions to the database. A machine with a second processor often helps."),
        )
    if found.is_today:
        return good(
            _("Pages are served quickly: today half of them took up to %(median)s, and 95 of 100 up to %(slow)s.")
            % words
        )
    return good(
        _("Pages are served quickly: since yesterday half of them took up to %(median)s, and 95 of 100 up to %(slow)s.")
        % words
    )


def cache() -> Finding:
    if generations.is_usable():
        return good(_("Pages for guests come out of memory, and never old ones."))
    return look(
        _("Pages for guests are made anew each time, because the data folder cannot be used for it."),
        _("See that the data folder is on a disk of this machine and can be written to, then start Korzo again."),
    )


def search_index() -> Finding:
    if search.is_current():
        return good(_("The search finds everything."))
    run = search.progress()
    if run is None or run.finished_at is not None:
        return look(
            _("The search has learnt new words and has yet to read everything again."),
            _("The worker does so by itself. To have it at once, call: korzo reindex"),
        )
    share = {"share": number(min(99, 100 * run.share))}
    if timezone.now() - run.moved_at > SEARCH_STILL:
        return look(
            _("The search was reading everything, and stands still at %(share)s %%.") % share,
            _("Have it go on with: korzo reindex"),
        )
    return good(_("The search is reading everything: %(share)s %% done. What is new can be found meanwhile.") % share)


def address() -> Finding:
    if settings.HTTPS:
        return good(_("Visitors reach you by https, so nobody listens in."))
    if settings.KORZO_URL.startswith(AT_HOME):
        return good(_("You are trying Korzo out on your own machine. For guests it will want an address with https."))
    return bad(
        _("Visitors reach you by plain http: anybody on their network can read their passwords."),
        _("Put a proxy with a certificate before Korzo, and set KORZO_URL to the address that begins with https."),
    )
