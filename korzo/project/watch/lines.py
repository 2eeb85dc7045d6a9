"""How a line of the log is written: for a person at a terminal, or as one JSON object for a program."""

import json
import logging
import os
import re
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from korzo.kit import trace
from korzo.project.watch.route import route_of
from korzo.project.watch.scrub import scrubbed

# Signs that a terminal obeys, or that look like the end of a line.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")

# What a caller may add by `extra`; anything else that hangs on a record is left out, whatever it is.
FIELDS = ("route", "status", "ms", "cpu_ms", "queries", "sql", "place", "times", "caused")


class _Lines(logging.Formatter):
    """Knows what may be said. `record.request` is Django's own, on its lines about answers."""

    def message_of(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        if not isinstance(request, HttpRequest):
            return scrubbed(record.getMessage())
        return scrubbed(without_path(record.getMessage(), request))

    def traceback_of(self, record: logging.LogRecord) -> str:
        if not record.exc_info and not record.exc_text:
            return ""
        text = record.exc_text or (self.formatException(record.exc_info) if record.exc_info else "")
        request = getattr(record, "request", None)
        return scrubbed(without_path(text, request) if isinstance(request, HttpRequest) else text)


def without_path(text: str, request: HttpRequest) -> str:
    """The name of the route in the place of the address, which may hold a handle or a token."""
    for path in (request.get_full_path(), request.path, request.path_info, request.path_info.lstrip("/")):
        if len(path) > 1:
            text = text.replace(path, route_of(request))
    return text


class JsonLines(_Lines):
    def format(self, record: logging.LogRecord) -> str:
        work = trace.current()
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.message_of(record),
            "process": trace.process_role(),
            "pid": os.getpid(),
        }
        if work is not None:
            told["request"] = work.id
        told |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if traceback := self.traceback_of(record):
            told["exception"] = traceback
        # What cannot be said in JSON is said as text; a log must not fail for what it is given.
        return json.dumps(told, default=str)


class PlainLines(_Lines):
    def format(self, record: logging.LogRecord) -> str:
        work = trace.current()
        moment = datetime.fromtimestamp(record.created).astimezone().strftime("%Y-%m-%d %H:%M:%S")
        # What stands on further lines is moved in, so that nobody can write a line that looks like one of ours.
        message = _CONTROL.sub(" ", self.message_of(record)).replace("\n", "\n    ")
        parts = [moment, record.levelname, record.name, message]
        if hasattr(record, "cpu_ms"):
            parts.append(
                f"in {getattr(record, 'ms', 0)} ms, {record.cpu_ms} of it CPU, {getattr(record, 'queries', 0)} queries"
            )
        if hasattr(record, "sql"):
            parts.append(str(record.sql))
        if work is not None:
            parts.append(f"[{work.id}]")
        if traceback := self.traceback_of(record):
            parts.append(f"\n{traceback}")
        return " ".join(parts)
