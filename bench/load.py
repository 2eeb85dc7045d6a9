"""Requests one after another on a few connections, and what they cost the server."""

from collections.abc import Sequence

from bench import processes
from bench.line import Line

WARM = 20


def cost_ms(pids: Sequence[int], lines: Sequence[Line], path: str, requests: int, **headers: str) -> float:
    """CPU of these processes for one request, with as many on the way at once as there are lines."""
    asked = [(line, line.request("GET", path, headers)) for line in lines]
    _round(asked, WARM)
    before = processes.cpu_seconds(pids)
    sent = _round(asked, requests)
    return (processes.cpu_seconds(pids) - before) * 1000 / sent


def _round(asked: Sequence[tuple[Line, bytes]], requests: int) -> int:
    sent = 0
    while sent < requests:
        for line, request in asked:
            line.ask(request)
        for line, request in asked:
            if (status := line.take().status) != 200:
                raise ValueError(f"{status} for {request[:80]!r}")
        sent += len(asked)
    return sent
