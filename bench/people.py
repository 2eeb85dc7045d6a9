"""Whom and what to ask for: sessions of members, and topics of a certain size."""

import time
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from korzo.activity import queries as activity
from korzo.discussions.models import Topic
from korzo.members.models import Member

# The first ones run the community and write more than others do.
FIRST_READER = 200
SETTLED_SECONDS_MAX = 300.0


def answer(what: str, number: str = "0") -> object:
    """`sessions 8`: cookies of eight members. `topics 20`: paths of topics of exactly twenty posts, none removed.

    `settled`: waits until the worker has told everybody of everything that was written; seconds.
    """
    if what == "settled":
        return _settled()
    return {"sessions": _sessions, "topics": _topics}[what](int(number))


def _sessions(number: int) -> list[str]:
    return [_cookie(one) for one in Member.objects.filter(pk__gte=FIRST_READER).order_by("pk")[:number]]


def _cookie(member: Member) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(member.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = member.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def _topics(posts: int) -> list[str]:
    found = Topic.objects.standing().filter(highest_number=posts, reply_count=posts - 1).order_by("-pk")
    return [topic.get_absolute_url() for topic in found[:100]]


def _settled() -> float:
    began = time.monotonic()
    while activity.counts_by_state()["open"]:
        if time.monotonic() - began > SETTLED_SECONDS_MAX:
            raise TimeoutError("The worker does not keep pace.")
        time.sleep(0.1)
    return time.monotonic() - began
