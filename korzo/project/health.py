"""Whether this installation works, for the supervisor, a load balancer or a person with a browser."""

from dataclasses import asdict, dataclass

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from korzo import __version__
from korzo.activity.queries import oldest_open_delivery_seconds
from korzo.jobs.queries import is_worker_alive


@dataclass(frozen=True)
class Health:
    status: str
    database: bool
    worker: bool
    # None while the database is away.
    oldest_delivery_seconds: float | None
    version: str


def look() -> Health:
    """A late delivery is told and does not count as ill: restarting the web server would not make it faster."""
    worker, oldest, database = False, None, True
    try:
        worker = is_worker_alive()
        oldest = round(oldest_open_delivery_seconds(), 1)
    except Error:
        database = False
        # A connection that broke must not answer the next question too.
        connection.close()
    return Health(
        status="ok" if database and worker else "ill",
        database=database,
        worker=worker,
        oldest_delivery_seconds=oldest,
        version=__version__,
    )


@never_cache
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    found = look()
    return JsonResponse(asdict(found), status=200 if found.status == "ok" else 503)
