"""What granian runs: the edge, live streams beside it, and Django behind it.

Django runs as WSGI on a fixed number of threads, so that database connections last. A thread is taken only once the
request has arrived whole, and is given back before a slow reader has read the answer.
"""

import asyncio
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, cast

# First of all: it sets Django up, and the rooms below have models.
from korzo.project.wsgi import application as django_application

# isort: split
from a2wsgi import WSGIMiddleware
from django.conf import settings

from korzo.edge import recording
from korzo.edge.app import Edge
from korzo.edge.incoming import App, Receive, Scope, Send
from korzo.edge.shelf import PAGES_BYTES_MAX, Shelf
from korzo.edge.static import StaticFiles, release
from korzo.kit import generations
from korzo.live.stream import Stream
from korzo.project import fanout, lifeline
from korzo.project.installation import this_installation

# Somebody may take the counter file away; then all processes must find the new one.
KEEP_MAPPED_SECONDS = 1.0


def django_on_threads() -> App:
    # a2wsgi types its messages more narrowly than the protocol does.
    return cast("App", WSGIMiddleware(cast("Any", django_application), workers=settings.KORZO_THREADS))


# What pages take is meant for the whole host, however many processes share the work.
recording.pieces.bytes_max = recording.PIECES_BYTES_MAX // this_installation().web_processes
shelf = Shelf(ThreadPoolExecutor(1, thread_name_prefix="compress"))
shelf.memory.bytes_max = PAGES_BYTES_MAX // this_installation().web_processes
streams = Stream()
edge = Edge(shelf=shelf, django=django_on_threads(), static=StaticFiles(), live=streams)


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
    fanout.listen_to_other_hosts()
    watches = [asyncio.create_task(_watch_parents()), asyncio.create_task(_keep_mapped())]
    await streams.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await streams.stop()
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
