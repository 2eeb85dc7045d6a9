"""Bent and broken letters through the whole reading code: none falls over, each ends in a fate that is written down."""

import re
from email.policy import SMTP
from pathlib import Path
from random import Random

import pytest
from allauth.account.models import EmailAddress
from hypothesis import HealthCheck, given, settings
from pytest_django import Settings

from korzo.discussions.models import Post, Topic
from korzo.notifications.incoming.doorway import doorway
from korzo.notifications.incoming.models import IncomingMail, Outcome
from korzo.notifications.incoming.tests.post_bag import reply_address, take_in
from korzo.notifications.tests.scenes import a_question, grown_up
from tests.cast import Cast, make_cast
from tests.fuzz.letters import BENDS, BENT, a_letter

pytestmark = [pytest.mark.once, pytest.mark.django_db]

FATES = set(Outcome.values) - {Outcome.TAKING, Outcome.DROPPED}
RUNS = re.compile(r"<script|<iframe|<svg|<style|\son\w+=|javascript:|srcdoc", re.IGNORECASE)
AUTHSERV = "mx.talk.example"
WHATEVER = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
QUICK = settings(WHATEVER, max_examples=90, derandomize=True)
LONG = settings(WHATEVER, max_examples=6_000)


@pytest.fixture
def cast(db: None, settings: Settings, tmp_path: Path) -> Cast:
    settings.KORZO_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    grown = grown_up(make_cast())
    EmailAddress.objects.create(user=grown.tea, email=grown.tea.email, verified=True, primary=True)
    return grown


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return a_question(cast.luka)


@pytest.mark.parametrize("authserv", ["", AUTHSERV])
def test_a_bent_letter_has_a_fate(cast: Cast, topic: Topic, settings: Settings, authserv: str) -> None:
    settings.KORZO_DOORWAY = doorway("pipe", "reply@talk.example", authserv)
    _bend(cast, topic, QUICK)


@pytest.mark.stress
@pytest.mark.parametrize("authserv", ["", AUTHSERV])
def test_thousands_of_bent_letters_have_one(cast: Cast, topic: Topic, settings: Settings, authserv: str) -> None:
    settings.KORZO_DOORWAY = doorway("pipe", "reply@talk.example", authserv)
    _bend(cast, topic, LONG)


def _bend(cast: Cast, topic: Topic, how: settings) -> None:
    @how
    @given(BENT)
    def take(bent: tuple[int, list[int]]) -> None:
        seed, bends = bent
        _take(cast, topic, seed, bends)

    take()
    assert not IncomingMail.objects.filter(outcome=Outcome.TAKING).exists()
    shown = [re.sub(r">[^<]*<", "><", f">{html}<") for html in Post.objects.values_list("html", flat=True)]
    assert not [html for html in shown if RUNS.search(html)]


def _take(cast: Cast, topic: Topic, seed: int, bends: list[int]) -> IncomingMail:
    chance = Random(seed)
    letter = a_letter(
        chance, "tea@example.com", reply_address(cast.tea, topic), name=f"{seed}.{bends}".replace(" ", "")
    )
    raw = letter.as_bytes(policy=SMTP if seed % 2 else letter.policy)
    for place in bends:
        raw = BENDS[place](raw, chance)
    found = take_in(raw)
    assert found.outcome in FATES, (found.outcome, found.code)
    # Not every letter that comes back says which number its trouble has.
    assert found.outcome in {Outcome.POSTED, Outcome.BOUNCE} or found.code, "a fate without a reason"
    return found


def test_a_letter_that_nobody_bent_arrives(cast: Cast, topic: Topic, settings: Settings) -> None:
    """Else all the refusals above would prove nothing."""
    settings.KORZO_DOORWAY = doorway("pipe", "reply@talk.example", "")
    assert _take(cast, topic, 7, []).outcome == Outcome.POSTED
    assert Post.objects.filter(topic=topic, author=cast.tea).exists()


def test_a_forged_pass_below_a_true_fail_counts_for_nothing(cast: Cast, topic: Topic, settings: Settings) -> None:
    settings.KORZO_DOORWAY = doorway("pipe", "reply@talk.example", AUTHSERV)
    letter = a_letter(Random(1), "tea@example.com", reply_address(cast.tea, topic), name="forged").as_bytes()
    forged = b"Authentication-Results: mx.talk.example; dmarc=pass\r\n" + letter
    found = take_in(b"Authentication-Results: mx.talk.example; dmarc=fail\r\n" + forged)
    assert (found.outcome, found.code) == (Outcome.WAITING, "forged")
    assert not Post.objects.filter(author=cast.tea).exists()
