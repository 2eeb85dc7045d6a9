"""What granian runs: the edge, live streams beside it, and Django behind it.

Django runs as WSGI on a fixed number of threads, so that database connections last. A thread is taken only once the
request has arrived whole, and is given back before a slow reader has read the answer.
"""

import asyncio
import os
import signal
from contextlib import suppress
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings

from korzo.edge.app import Edge
from korzo.edge.incoming import App, Receive, Scope, Send
from korzo.edge.static import StaticFiles, release
from korzo.kit import generations
from korzo.project import lifeline
from korzo.project.wsgi import application as django_application

# Somebody may take the counter file away; then all processes must find the new one.
KEEP_MAPPED_SECONDS = 1.0


def django_on_threads() -> App:
    # a2wsgi types its messages more narrowly than the protocol does.
    return cast("App", WSGIMiddleware(cast("Any", django_application), workers=settings.KORZO_THREADS))


edge = Edge(django=django_on_threads(), static=StaticFiles())


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http":
        await edge(scope, receive, send)


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    release()
    # A process that was killed between a commit and its bump left other processes' pages too good.
    generations.bump_all()
    watches = [asyncio.create_task(_watch_parents()), asyncio.create_task(_keep_mapped())]
    await send({"type": "lifespan.startup.complete"})
    await receive()
    for watch in watches:
        watch.cancel()
    await send({"type": "lifespan.shutdown.complete"})


async def _keep_mapped() -> None:
    while True:
        await asyncio.sleep(KEEP_MAPPED_SECONDS)
        generations.keep_mapped()


async def _watch_parents() -> None:
    """End when granian's main process or `korzo up` is gone: nobody could stop us, and we would hold the port."""
    parent, supervisor = os.getppid(), lifeline.supervisor_pid()
    while True:
        await asyncio.sleep(lifeline.LOOK_INTERVAL_SECONDS)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
        elif supervisor is not None and not lifeline.is_running(supervisor):
            with suppress(ProcessLookupError):
                os.kill(parent, signal.SIGTERM)
