"""Reads from copies of the database: which questions may go there, and which copies are good enough.

Only pages that somebody looks at may be answered by a copy, and only while nothing speaks against it: inside a
transaction, after a write, for whatever is kept, and about who somebody is, the primary is asked.
"""

from datetime import timedelta

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import SimpleTemplateResponse

from korzo.kit import reading
from korzo.kit.signing import BadToken, sign, unsign
from korzo.project.middleware import GetResponse
from korzo.project.replica_watch import LAG_SECONDS_MAX, Watch

# Who somebody is and what they may do; a session that was ended must be over everywhere at once.
ALWAYS_PRIMARY = frozenset({"sessions", "members", "account", "mfa", "usersessions", "auth", "jobs", "dj_queue"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

WROTE_COOKIE = "korzo_wrote"
WROTE_PURPOSE = "wrote"
# Longer than any copy in use may be behind, with some seconds for clocks and for noticing.
WROTE_SECONDS = LAG_SECONDS_MAX + 5

# PostgreSQL's word for a statement that took too long: asking the primary the same would take as long again.
QUERY_CANCELED = "57014"

watch = Watch()


class ReplicaRouter:
    """Says the database each time, because Django would otherwise stay where a row was read."""

    def db_for_read(self, model: type[Model], **_hints: object) -> str:
        replica = reading.replica()
        if replica is None or model._meta.app_label in ALWAYS_PRIMARY:
            return DEFAULT_DB_ALIAS
        return DEFAULT_DB_ALIAS if connections[DEFAULT_DB_ALIAS].in_atomic_block else replica

    def db_for_write(self, _model: type[Model], **_hints: object) -> str:
        reading.note_write()
        return DEFAULT_DB_ALIAS

    def allow_relation(self, _one: Model, _other: Model, **_hints: object) -> bool:
        """They are copies of each other."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: object) -> bool | None:
        return None if db == DEFAULT_DB_ALIAS else False


def reads_from_replicas(get_response: GetResponse) -> GetResponse:
    return _ReadsFromReplicas(get_response)


class _ReadsFromReplicas:
    """Middleware: chooses for each request, and remembers for some seconds in the browser that somebody wrote."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with reading.read_from(watch.choose() if may_read_from_replica(request) else None) as now:
            response = self.get_response(request)
        # A guest who only looks around has written nothing that they would miss, and their page stays one to keep.
        somebody = settings.SESSION_COOKIE_NAME in request.COOKIES
        if request.method not in SAFE_METHODS or (now.has_written and somebody):
            remember_write(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """A copy that went away in the middle costs a moment: the page is made once more from the primary."""
        replica = reading.replica()
        if replica is None or request.resolver_match is None or not is_about_connection(exception):
            return None
        watch.note_away(replica)
        connections[replica].close()
        found = request.resolver_match
        with reading.read_from_primary():
            response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response = response.render()
        return response


def is_about_connection(exception: Exception) -> bool:
    """Also "conflict with recovery", by which a copy breaks off a question that stands in its way."""
    code = getattr(exception.__cause__, "sqlstate", None)
    return isinstance(exception, OperationalError | InterfaceError) and code != QUERY_CANCELED


def may_read_from_replica(request: HttpRequest) -> bool:
    """Not for fragments, which follow something that has just happened; nor for programs, which keep no cookie."""
    if request.method not in SAFE_METHODS or "HX-Request" in request.headers or "Authorization" in request.headers:
        return False
    token = request.COOKIES.get(WROTE_COOKIE)
    return token is None or not is_fresh(token)


def is_fresh(token: str) -> bool:
    try:
        unsign(WROTE_PURPOSE, token, max_age=timedelta(seconds=WROTE_SECONDS))
    except BadToken:
        return False
    return True


def remember_write(response: HttpResponseBase) -> None:
    if not isinstance(response, HttpResponse):
        # What is sent in pieces is a file or a stream, and answers no form.
        return
    response.set_cookie(
        WROTE_COOKIE,
        sign(WROTE_PURPOSE, 1),
        max_age=WROTE_SECONDS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
