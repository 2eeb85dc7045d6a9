import time
from datetime import timedelta

import pytest

from korzo.kit.signing import BadToken, sign, unsign

HOUR = timedelta(hours=1)


def test_it_gives_back_what_was_signed() -> None:
    value = {"member": 7, "kind": "discussions.reply"}
    assert unsign("unsubscribe", sign("unsubscribe", value), max_age=HOUR) == value


def test_a_value_serves_one_purpose() -> None:
    with pytest.raises(BadToken):
        unsign("invite", sign("unsubscribe", 7), max_age=HOUR)


@pytest.mark.parametrize("place", [0, 3, -1])
def test_it_refuses_a_changed_value(place: int) -> None:
    token = list(sign("unsubscribe", 7))
    token[place] = "A" if token[place] != "A" else "B"
    with pytest.raises(BadToken):
        unsign("unsubscribe", "".join(token), max_age=HOUR)


@pytest.mark.parametrize("token", ["", ":", "a:b:c", "ž", "\x00"])
def test_it_refuses_what_is_no_token(token: str) -> None:
    with pytest.raises(BadToken):
        unsign("unsubscribe", token, max_age=HOUR)


def test_it_refuses_an_old_value(monkeypatch: pytest.MonkeyPatch) -> None:
    token = sign("unsubscribe", 7)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3590)
    assert unsign("unsubscribe", token, max_age=HOUR) == 7
    monkeypatch.setattr(time, "time", lambda: now + 3610)
    with pytest.raises(BadToken):
        unsign("unsubscribe", token, max_age=HOUR)
