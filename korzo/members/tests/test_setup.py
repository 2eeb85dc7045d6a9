from pathlib import Path

import pytest

from korzo.kit.errors import Refused
from korzo.members.actions import become_owner, erase
from korzo.members.models import Member
from korzo.members.setup import is_setup_code, is_waiting_for_owner, setup_code
from tests.cast import Cast


def take_over(code: str, email: str = "mira@example.com") -> Member:
    return become_owner(code=code, email=email, name="Mira", password="four-words-of-a-walk", language="sk")


def test_the_code_lies_in_the_data_folder_for_its_owner_alone(folder: Path) -> None:
    code = setup_code()
    file = folder / "setup-code"
    assert (file.read_text(), file.stat().st_mode & 0o777, len(code)) == (code, 0o600, 12)
    assert setup_code() == code
    assert is_setup_code(f" {code}\n")
    assert not is_setup_code("")


def test_who_has_the_code_becomes_the_owner_once(db: None) -> None:
    assert is_waiting_for_owner()
    mira = take_over(setup_code())
    assert (mira.role, mira.language, mira.is_superuser) == ("owner", "sk", True)
    assert not is_waiting_for_owner()
    with pytest.raises(Refused, match="has an owner already"):
        take_over(setup_code(), "luka@example.com")
    assert Member.objects.count() == 1


def test_a_wrong_code_makes_nobody(db: None) -> None:
    with pytest.raises(Refused, match="not the code"):
        take_over("a-guess")
    assert not Member.objects.exists()


def test_a_known_mail_is_refused_with_a_sentence_and_only_to_who_has_the_code(cast: Cast) -> None:
    erase(cast.mira)
    with pytest.raises(Refused, match="already"):
        take_over(setup_code(), "TEA@example.com")
    with pytest.raises(Refused, match="not the code"):
        take_over("a-guess", "TEA@example.com")
    assert not Member.objects.filter(role=Member.Role.OWNER).exists()
