"""What granian runs in the tests of the streams: these alone, with a door whose rules every test knows.

Topics 1 to 999 are open to all; those from 1000 on are open while the folder of the data has a file of that name.
A session is called after its member: `m7`; one that ended has a file of its name, too.
"""

import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.live_house.settings")
django.setup()

from django.conf import settings  # noqa: E402 (needs Django set up)

from korzo.live import listener, permissions, presence, stream  # noqa: E402
from korzo.live.asking import Scope  # noqa: E402
from korzo.project import fanout  # noqa: E402

# What comes every few seconds or minutes comes more often where a test waits for it.
presence.COUNT_SECONDS, presence.SAY_AGAIN_SECONDS = 0.3, 1.0
stream.PING_SECONDS = float(os.environ.get("LIVE_HOUSE_PING_SECONDS", stream.PING_SECONDS))
stream.ASK_AGAIN_SECONDS = float(os.environ.get("LIVE_HOUSE_ASK_AGAIN_SECONDS", stream.ASK_AGAIN_SECONDS))
listener.STUCK_SECONDS_MAX = float(os.environ.get("LIVE_HOUSE_STUCK_SECONDS", listener.STUCK_SECONDS_MAX))


def has_file(name: str) -> bool:
    return (Path(settings.KORZO_DATA) / name).exists()


def may_hear_topic(member_id: int | None, number: int) -> bool:
    return 0 < number < 1000 or has_file(f"open-{number}")


def member_of(session: str) -> int | None:
    return int(session[1:]) if session.startswith("m") and not has_file(session) else None


permissions.register_channel("topic", may_hear_topic, counts_readers=True)
permissions.register_channel("talk", lambda _member_id, _number: True)
permissions.register_resolver(member_of)

streams = stream.Stream()


async def application(scope: Scope, receive: stream.Receive, send: stream.Send) -> None:
    if scope["type"] == "lifespan":
        await receive()
        fanout.listen_to_other_hosts()
        await streams.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await streams.stop()
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["type"] == "http":
        await streams(scope, receive, send)
