from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from korzo.kit.env import WrongSetting
from korzo.notifications.incoming.doorway import Doorway, doorway
from korzo.notifications.incoming.tokens import FIRST_DAY, Kind, Token, address_for, read, today, token_in, write

IDS = st.integers(0, 2**63 - 1)
DAYS = st.integers(0, 20_000).map(lambda days: FIRST_DAY + timedelta(days=days))


@given(st.sampled_from(Kind), IDS, IDS, DAYS)
def test_what_was_written_is_read_in_any_capitals(kind: Kind, member_id: int, topic_id: int, day: object) -> None:
    token = Token(kind, member_id, topic_id, day)  # type: ignore[arg-type]  # a date, which hypothesis calls an object
    code = write(token)
    assert read(code) == read(code.upper()) == token
    assert code == code.lower()
    assert len(f"bounce+{code}") <= 64


def test_it_is_short_for_a_community_of_millions() -> None:
    assert len(write(Token(Kind.REPLY, 50_000_000, 900_000_000, today()))) <= 42


@given(st.integers(0, 10_000), st.integers(0, 38), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_changed_sign_is_noticed(member_id: int, place: int, sign: str) -> None:
    code = write(Token(Kind.REPLY, member_id, 7, today()))
    place %= len(code)
    changed = code[:place] + sign + code[place + 1 :]
    assert (read(changed) is None) == (changed != code)


@given(st.text(max_size=80))
def test_other_texts_are_none(text: str) -> None:
    assert read(text) is None


def test_it_grows_old() -> None:
    day = today()
    assert not Token(Kind.REPLY, 1, 1, day).is_old(day + timedelta(days=90))
    assert Token(Kind.REPLY, 1, 1, day).is_old(day + timedelta(days=91))
    assert Token(Kind.REPLY, 1, 1, day + timedelta(days=2)).is_old(day)


def test_a_former_key_is_good_while_it_is_named(settings: Settings) -> None:
    code = write(Token(Kind.REPLY, 1, 1, today()))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert read(code) is not None
    settings.SECRET_KEY_FALLBACKS = []
    assert read(code) is None


def test_addresses_lead_back() -> None:
    ours = doorway("pipe", "Reply@Talk.example", "")
    assert ours is not None
    reply, bounce = address_for(ours, Kind.REPLY, 5, 9), address_for(ours, Kind.BOUNCE, 5)
    assert reply.startswith("reply+")
    assert bounce.startswith("bounce+")
    assert token_in(ours, ["x@talk.example", "reply@talk.example", reply]) == Token(Kind.REPLY, 5, 9, today())
    assert token_in(ours, [bounce]) == Token(Kind.BOUNCE, 5, 0, today())
    assert token_in(ours, [reply.replace("@talk.", "@evil.")]) is None
    other = Doorway("club@shop.example", "", None)
    assert address_for(other, Kind.BOUNCE, 5).startswith("club+")


@pytest.mark.parametrize(
    "place", ["imap.shop.org", "imaps://host", "imaps://u@host", "https://u:p@host", "imaps://u:p@host:x"]
)
def test_a_wrong_place_is_said_without_its_password(place: str) -> None:
    with pytest.raises(WrongSetting) as error:
        doorway(place.replace("p@", "secret-word@"), "reply@talk.example", "")
    assert "secret-word" not in str(error.value)


def test_a_mailbox_is_read_from_its_address() -> None:
    found = doorway("imaps://me%40shop.org:p%3Aw@mail.shop.org/Replies", "reply@talk.example", "MX.shop.org")
    assert found is not None
    assert found.mailbox is not None
    box = found.mailbox
    assert (box.user, box.password, box.port, box.folder) == ("me@shop.org", "p:w", 993, "Replies")
    assert found.authserv_id == "mx.shop.org"
    assert "p:w" not in repr(found)
    assert doorway("", "whatever", "") is None
    with pytest.raises(WrongSetting):
        doorway("pipe", "no address", "")
