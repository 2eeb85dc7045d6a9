"""`/health/` says that this process lives; `/ready/` says whether the house as a whole does its work.

The first is for whoever restarts processes, the second for `korzo up` and for load balancers.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from korzo import __version__
from korzo.activity.queries import oldest_open_delivery_seconds
from korzo.jobs.queries import is_worker_alive
from korzo.members.permissions import can, person_of
from korzo.project.permissions import SEE_STATE
from korzo.project.watch import house

# An effect that is later than this is told; restarting or leaving out a web server would not make it faster.
LATE_SECONDS = 5 * 60


@never_cache
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """Nothing is asked, so that trouble elsewhere never makes somebody restart a process that works."""
    return JsonResponse({"status": "ok"})


@dataclass(frozen=True)
class Readiness:
    # Why not, in words for programs: `database`, `migrations`, `worker`, `disk`. Empty when ready.
    missing: tuple[str, ...]
    # What deserves a look and keeps nobody out: `late`.
    notes: tuple[str, ...]
    # None while the database is away.
    oldest_delivery_seconds: float | None
    disk_free_bytes: int | None


def look() -> Readiness:
    free = _disk_free_bytes()
    oldest = None
    if not _ask(_database_answers):
        missing = ["database"]
    elif not _ask(house.is_up_to_date):
        missing = ["migrations"]
    else:
        missing = [] if _ask(is_worker_alive) else ["worker"]
        oldest = _ask(oldest_open_delivery_seconds)
    if free is not None and free < house.DISK_BYTES_LEAST:
        missing.append("disk")
    notes = ("late",) if oldest is not None and oldest > LATE_SECONDS else ()
    return Readiness(tuple(missing), notes, oldest, free)


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _ask[Found](question: Callable[[], Found]) -> Found | None:
    try:
        return question()
    except Error:
        # A connection that broke must not answer the next question too.
        connection.close()
        return None


def _disk_free_bytes() -> int | None:
    try:
        return house.disk_free_bytes()
    except OSError:
        return None


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    found = look()
    told: dict[str, object] = {
        "status": "not ready" if found.missing else "ready",
        "missing": found.missing,
        "notes": found.notes,
    }
    if _is_of_the_team(request):
        told["oldest_delivery_seconds"] = found.oldest_delivery_seconds
        told["disk_free_bytes"] = found.disk_free_bytes
        told["version"] = __version__
    return JsonResponse(told, status=503 if found.missing else 200)


def _is_of_the_team(request: HttpRequest) -> bool:
    """Only who brings a session costs the question who they are."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return bool(_ask(lambda: can(person_of(request), SEE_STATE)))
