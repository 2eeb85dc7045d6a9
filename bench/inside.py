"""Questions that only the installation itself can answer: `python -m bench.inside queries:guest:/`."""

import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korzo.project.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from korzo.discussions.models import Topic  # noqa: E402
from korzo.members.models import Member  # noqa: E402
from korzo.project.demo import texts  # noqa: E402
from korzo.shop.actions.connect import connect_shop  # noqa: E402
from korzo.shop.actions.import_files import import_files  # noqa: E402

MEMBER = "tea"


def session() -> str:
    """A cookie that signs the measuring member in."""
    member = Member.objects.get(handle=MEMBER)
    store = SessionStore()
    store[SESSION_KEY] = str(member.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = member.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def topic() -> str:
    """The topic with the most replies."""
    return Topic.objects.order_by("-reply_count", "pk")[0].get_absolute_url()


def queries(who: str, path: str) -> int:
    client = Client(HTTP_HOST="localhost")
    if who == "member":
        client.force_login(Member.objects.get(handle=MEMBER))
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def import_speed() -> float:
    """Rows of the larger demo shop a second, as a shop of its own."""
    folder = texts.SHOP / "shopify"
    shop = connect_shop(name="Bench", platform="shopify")
    rows = sum(_lines(path) for path in folder.glob("*.csv"))
    began = time.monotonic()
    import_files(shop, folder)
    return rows / (time.monotonic() - began)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _line in file)


def main(what: str) -> None:
    name, _colon, rest = what.partition(":")
    if name == "queries":
        who, _colon, path = rest.partition(":")
        answer: object = queries(who, path)
    else:
        answer = {"session": session, "topic": topic, "import": import_speed}[name]()
    sys.stdout.write(f"{answer}\n")


if __name__ == "__main__":
    main(sys.argv[1])
