"""What the documents tell people to type can be typed."""

import re
import shlex
from pathlib import Path

import pytest

from korzo.kit.env import WrongSetting
from korzo.project import carry
from korzo.project.carry.stores import home_of
from korzo.project.cli import EXIT_REFUSED, command_line, main
from korzo.project.cli.words import EXAMPLES

DOCUMENT = Path(carry.__file__).parents[3] / "docs" / "operating" / "backup.md"
COMMAND = re.compile(r"(?:^|[ /])korzo ((?:backup|restore|move|up|web|prepare)\b[^`)\n]*)", re.MULTILINE)


def commands(text: str) -> list[str]:
    # Words of explanation stand three spaces apart.
    return [re.split(r"\s{3,}", found)[0] for found in COMMAND.findall(text)]


def test_the_commands_of_the_documents_can_be_typed() -> None:
    found = commands("\n".join(re.findall(r"```\w*\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)))
    assert len(found) > 8
    for command in found:
        command_line().parse_args(shlex.split(command))


@pytest.mark.parametrize("name", ["backup", "restore", "move"])
def test_the_examples_can_be_typed(name: str) -> None:
    found = commands(EXAMPLES[name].split("\n\n", maxsplit=1)[0])
    assert len(found) >= 3
    for command in found:
        command_line().parse_args(shlex.split(command))


def test_a_wrong_address_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for address in ("mysql://db/korzo", "postgres://db", "postgres://db/"):
        with pytest.raises(WrongSetting):
            home_of(address, Path())
    monkeypatch.delenv("KORZO_MOVE_TO", raising=False)
    for arguments, sentence in (
        (["move"], "Say where to: korzo move --to postgres://"),
        (["move", "--to", "mysql://db/korzo"], "mysql is no database that we know."),
        (["restore", "nothing.tar"], "There is no file"),
    ):
        assert main(arguments) == EXIT_REFUSED
        assert sentence in capsys.readouterr().err
