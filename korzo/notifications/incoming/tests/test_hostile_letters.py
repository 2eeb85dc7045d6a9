"""Damaged and hostile letters with a good code: each has an outcome, and nothing that runs reaches a page."""

import re
from random import Random

import pytest

from korzo.discussions.models import Post
from korzo.kit.letters.tests.clients import HTML, WORDS
from korzo.notifications.incoming.models import IncomingMail
from korzo.notifications.incoming.tests.post_bag import a_letter, reply_address, take_in
from korzo.notifications.tests.scenes import a_question
from tests.cast import Cast

RUNS = re.compile(r"<script|<iframe|<svg|<style|<img|\son\w+=|javascript:", re.IGNORECASE)
HOSTILE = [
    b"<script>alert(1)</script>",
    b"<svg/onload=alert(1)>",
    b"<a href='javascript:alert(1)'>x</a>",
    b"<math><mtext></p><style><!--</style><img src onerror=alert(1)>",
    b"\r\nContent-Type: text/html\r\n\r\n",
    b"\r\n\r\n",
    b"\x00\xff\xfe",
    b"--b--",
]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_comes_has_an_outcome(cast: Cast, seed: int) -> None:
    chance = Random(seed)
    topic = a_question(cast.luka)
    for number in range(12):
        words = chance.choice(WORDS)
        html = HTML[chance.choice(list(HTML))](words)
        letter = a_letter("tea@example.com", reply_address(cast.tea, topic), words.said[0], html=html)
        raw = bytearray(letter.as_bytes())
        for _turn in range(chance.randint(0, 4)):
            place = chance.randrange(len(raw))
            raw[place : place + chance.randint(0, 30)] = chance.choice(HOSTILE)
        found = take_in(bytes(raw) + f"\r\n{number}".encode())
        assert found.outcome in {"posted", "refused", "automatic", "bounce", "left"}
    assert IncomingMail.objects.filter(outcome="taking").count() == 0
    shown = [re.sub(r">[^<]*<", "><", f">{html}<") for html in Post.objects.values_list("html", flat=True)]
    assert not [html for html in shown if RUNS.search(html)]
