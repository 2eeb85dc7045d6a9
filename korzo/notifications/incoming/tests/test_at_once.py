"""One letter in many hands: threads of one process here, whole processes and one that is killed below."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from korzo.discussions.models import Post
from korzo.notifications.incoming.actions import Busy, receive
from korzo.notifications.incoming.models import IncomingMail
from korzo.notifications.incoming.tests.post_bag import a_letter, reply_address, the_door, with_picture
from korzo.notifications.tests.scenes import a_question, grown_up
from tests.cast import make_cast
from tests.installation import Place, place

HANDS = 6
ON = {"KORZO_MAIL_IN": "pipe", "KORZO_MAIL_IN_ADDRESS": "reply@talk.example"}


def test_six_hands_at_one_letter_make_one_reply(transactional_db: None) -> None:
    cast = grown_up(make_cast())
    EmailAddress.objects.create(user=cast.tea, email=cast.tea.email, verified=True, primary=True)
    topic = a_question(cast.luka)
    raw = with_picture(a_letter("tea@example.com", reply_address(cast.tea, topic))).as_bytes()
    together = Barrier(HANDS)

    def take(_number: int) -> str:
        together.wait()
        try:
            return receive(raw, doorway=the_door()).outcome
        except Busy:
            return "busy"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=HANDS) as hands:
        outcomes = set(hands.map(take, range(HANDS)))
    assert "posted" in outcomes
    assert outcomes <= {"posted", "busy"}
    assert Post.objects.filter(topic=topic, number=2).count() == 1
    assert IncomingMail.objects.count() == 1


@pytest.fixture
def here(transactional_db: None, tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path / "here") as made:
        yield made


BEGIN = """
from allauth.account.models import EmailAddress
from django.conf import settings
from korzo.notifications.incoming.tests.post_bag import a_letter, reply_address
from korzo.notifications.tests.scenes import a_question, grown_up
from tests.cast import make_cast
cast = grown_up(make_cast())
EmailAddress.objects.create(user=cast.tea, email=cast.tea.email, verified=True, primary=True)
print(a_letter("tea@example.com", reply_address(cast.tea, a_question(cast.luka))).as_string())
"""
DIES = """
import importlib, os, signal, sys
from django.conf import settings
from korzo.notifications.incoming.actions import receive as acting
where = importlib.import_module("korzo.notifications.incoming.actions.{module}")
def dies(*rest, **more):
    os.kill(os.getpid(), signal.SIGKILL)
where.{name} = dies
acting(sys.stdin.buffer.read(), doorway=settings.KORZO_DOORWAY)
"""
LATER = """
from korzo.notifications.incoming.models import IncomingMail
IncomingMail.objects.update(leased_until="2026-01-01T00:00Z")
"""
COUNT = "from korzo.discussions.models import Post; print(Post.objects.filter(number__gt=1).count())"


def shell(here: Place, words: str) -> str:
    done = here.run("manage", "shell", "--no-imports", "-c", words, **ON)
    assert done.returncode == 0, done.stderr
    return done.stdout


def handed_over(here: Place, letter: bytes, *arguments: str) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "korzo.project.cli", *(arguments or ("receive-mail",))],
        env=here.environment() | ON, cwd=here.folder, stdin=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(letter)
    process.stdin.close()
    return process


@pytest.mark.stress
def test_processes_that_are_killed_or_come_twice_leave_one_reply(here: Place) -> None:
    letter = shell(here, BEGIN).encode()
    # All is written, and nothing of it is committed.
    words = DIES.format(module="post", name="_tick")
    assert handed_over(here, letter, "manage", "shell", "--no-imports", "-c", words).wait(60) == -9
    # Another one may still be at it, for all that anybody knows.
    assert handed_over(here, letter).wait(60) == 75
    shell(here, LATER)
    both = [handed_over(here, letter) for _number in range(2)]
    codes = sorted(process.wait(60) for process in both)
    assert codes in ([0, 0], [0, 75])
    assert handed_over(here, letter).wait(60) == 0
    assert shell(here, COUNT).strip() == "1"
