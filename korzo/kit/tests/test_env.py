from pathlib import Path

import pytest

from korzo.kit import env
from korzo.kit.env import WrongSetting

NAME = "KORZO_OF_A_TEST"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv(NAME, raising=False)
    monkeypatch.delenv(f"{NAME}_FILE", raising=False)
    return monkeypatch


def test_it_reads_text(given: pytest.MonkeyPatch) -> None:
    assert (env.text(NAME), env.text(NAME, "default")) == ("", "default")
    given.setenv(NAME, "here")
    assert env.text(NAME, "default") == "here"


@pytest.mark.parametrize(
    ("value", "flag"),
    [("1", True), ("true", True), ("yes", True), ("on", True), ("0", False), ("False", False), ("off", False)],
)
def test_it_reads_a_flag(given: pytest.MonkeyPatch, value: str, flag: bool) -> None:
    given.setenv(NAME, value)
    assert env.flag(NAME, default=not flag) is flag


@pytest.mark.parametrize("default", [True, False])
def test_an_empty_flag_is_the_default(given: pytest.MonkeyPatch, default: bool) -> None:
    assert env.flag(NAME, default=default) is default
    given.setenv(NAME, "")
    assert env.flag(NAME, default=default) is default


def test_it_never_guesses_a_flag(given: pytest.MonkeyPatch) -> None:
    given.setenv(NAME, "perhaps")
    with pytest.raises(WrongSetting, match=f"{NAME}=perhaps. Use 1 or 0"):
        env.flag(NAME, default=True)


def test_it_reads_a_number_within_its_limits(given: pytest.MonkeyPatch) -> None:
    assert env.number(NAME, 4, least=1, most=64) == 4
    for value in ("1", "64"):
        given.setenv(NAME, value)
        assert env.number(NAME, 4, least=1, most=64) == int(value)


@pytest.mark.parametrize(("value", "sentence"), [("0", "from 1 to 64"), ("65", "from 1 to 64"), ("four", "whole num")])
def test_it_refuses_another_number(given: pytest.MonkeyPatch, value: str, sentence: str) -> None:
    given.setenv(NAME, value)
    with pytest.raises(WrongSetting, match=sentence):
        env.number(NAME, 4, least=1, most=64)


def test_it_reads_words(given: pytest.MonkeyPatch) -> None:
    assert env.words(NAME) == []
    given.setenv(NAME, " a.example, ,b.example,")
    assert env.words(NAME) == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("value", "address"),
    [("0.0.0.0:80", ("0.0.0.0", 80)), ("[::1]:8000", ("::1", 8000)), ("korzo.example:65535", ("korzo.example", 65535))],
)
def test_it_reads_an_address(given: pytest.MonkeyPatch, value: str, address: tuple[str, int]) -> None:
    given.setenv(NAME, value)
    assert env.address(NAME, "127.0.0.1:1") == address


@pytest.mark.parametrize("value", ["8000", ":8000", "host:", "host:0", "host:65536", "host:http"])
def test_it_refuses_another_address(given: pytest.MonkeyPatch, value: str) -> None:
    given.setenv(NAME, value)
    with pytest.raises(WrongSetting, match="Use host:port"):
        env.address(NAME, "127.0.0.1:1")


def test_a_secret_may_lie_in_a_file(given: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert env.secret(NAME, "default") == "default"
    path = tmp_path / "secret"
    path.write_text("open sesame\n", encoding="utf-8")
    given.setenv(f"{NAME}_FILE", str(path))
    assert env.secret(NAME) == "open sesame"
    given.setenv(NAME, "another")
    with pytest.raises(WrongSetting, match="Keep one of them"):
        env.secret(NAME)


def test_a_secret_file_that_is_away_stops_the_start(given: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given.setenv(f"{NAME}_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(WrongSetting, match="cannot be read"):
        env.secret(NAME)
