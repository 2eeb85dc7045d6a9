import base64
import json
import pickle
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from korzo.members import proof
from korzo.members.proof import FORMS_WITHOUT_PROOF_PER_HOUR, Challenge, is_proven, may_pass_without, new_challenge
from korzo.members.tests.doors import solved


@pytest.fixture
def challenge() -> Challenge:
    return new_challenge()


def changed(payload: str, **changes: Any) -> str:
    return base64.b64encode(json.dumps(json.loads(base64.b64decode(payload)) | changes).encode()).decode()


def test_an_answer_counts_once(challenge: Challenge) -> None:
    answer = solved(challenge)
    assert is_proven(answer)
    assert not is_proven(answer)


def test_an_answer_spelled_otherwise_is_the_same_answer(challenge: Challenge) -> None:
    answer = solved(challenge)
    assert is_proven(answer)
    assert not is_proven(changed(answer, more="words"))
    assert not is_proven(changed(answer, salt=challenge.salt.rstrip("&")))


@pytest.mark.parametrize(
    "changes",
    [
        {"number": -1},
        {"signature": "0" * 64},
        {"salt": "another?expires=99999999999"},
        {"challenge": "0" * 64},
        {"algorithm": "MD5"},
        {"salt": 7},
        {"salt": None},
    ],
)
def test_it_refuses_a_changed_answer(challenge: Challenge, changes: dict[str, Any]) -> None:
    assert not is_proven(changed(solved(challenge), **changes))


@pytest.mark.parametrize(
    "payload",
    ["", "no base64!", "ž", *(base64.b64encode(text).decode() for text in (b"7", b"[]", b"{}", b"null", b"\xff"))],
)
def test_it_refuses_what_is_no_answer(payload: str) -> None:
    assert not is_proven(payload)


def test_an_answer_to_an_old_challenge_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "LIFE", timedelta(seconds=-5))
    old = new_challenge()
    monkeypatch.undo()
    assert not is_proven(solved(old))


def test_an_answer_for_another_house_is_none(challenge: Challenge) -> None:
    with override_settings(SECRET_KEY="of-another-house"):
        other = solved(new_challenge())
    assert not is_proven(other)
    assert is_proven(solved(challenge))


def test_a_few_pass_without_counting() -> None:
    assert [may_pass_without("192.0.2.1") for _ in range(FORMS_WITHOUT_PROOF_PER_HOUR + 2)] == [
        *[True] * FORMS_WITHOUT_PROOF_PER_HOUR, False, False,
    ]  # fmt: skip
    assert may_pass_without("192.0.2.2")


def test_the_cache_in_files_keeps_count_for_the_hour(settings: Any, tmp_path: Path) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "cache"}
    }
    may_pass_without("192.0.2.1")
    may_pass_without("192.0.2.1")
    (file,) = (tmp_path / "cache").iterdir()
    # Such a file begins with the time at which it is forgotten.
    with file.open("rb") as opened:
        assert pickle.load(opened) - file.stat().st_mtime > 3590
