"""On a member's page of a topic: what watches how far they read, what is new to them, and the way on. Asks nothing."""

from functools import partial

from django.template.loader import render_to_string

from korzo.discussions.queries import Stopped
from korzo.edge.recording import remembered

# Begins a key of the part `discussions.post_foot`: "reading 5 21" is topic 5, on the page that ends with number 21.
READING = "reading "


def reading_key(topic_id: int, until: int) -> str:
    return f"{READING}{topic_id} {until}"


def watching(key: str, stopped: Stopped) -> str:
    _word, topic_id, until = key.split(" ")
    made = partial(_render, int(topic_id), until, stopped)
    return remembered("discussions.reading", key, stopped.next_post, stopped.next_count, make=made)


def _render(topic_id: int, until: str, stopped: Stopped) -> str:
    context = {"topic_id": topic_id, "until": until, "stopped": stopped}
    return render_to_string("discussions/reading/_watch.html", context)


def new_line() -> str:
    return remembered("discussions.new_line", make=partial(render_to_string, "discussions/reading/_line.html"))
