"""The owner's words: written as she likes, found however they are dressed up, and never a way to stop the house."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.kit.errors import FieldRefused
from korzo.moderation.spam.lists import (
    ENTRIES_MAX,
    EXPRESSIONS_MAX,
    EXPRESSIONS_SECONDS,
    check_entries,
    compiled,
    find,
)
from korzo.moderation.spam.reading import read


def found(entries: str, text: str) -> tuple[str, ...]:
    return find([compiled(entries)], read(text))[0].entries


@pytest.mark.parametrize(
    ("entries", "text", "hit"),
    [
        ("casino", "Visit the Casino!", True),
        ("casino", "Visit the casinos", False),
        ("casino*", "Visit the casinos", True),
        ("casino", "саѕіnо", True),
        ("casino", "cas\u200bino", True),
        ("casino", "ｃａｓｉｎｏ", True),
        ("cheap pills", "buy CHEAP, pills now", True),
        ("cheap pills", "cheap red pills", False),
        ("cheap pill*", "cheap pills", True),
        ("cheap pill*", "cheap", False),
        ("kúpiť", "kupit teraz", True),
        ("kupit", "Kúpiť teraz", True),
        ("казино", "Найкраще казино", True),
        ("казино", "Найкраще кaзинo", True),
        ("کازینو", "کازینو رایگان", True),
        ("كازينو", "کازینو رایگان", True),
        ("می‌خواهم", "من می‌خواهم", True),
        ("કેસિનો", "મફત કેસિનો બોનસ", True),
        ("કેસિ", "મફત કેસિનો બોનસ", False),
        ("# casino", "casino", False),
        (r"/cas+ino\d{2}/", "CASSINO77", True),
        (r"/cas+ino/", "саѕіnо", True),
        (r"/казин[оу]/", "у КАЗИНО", True),
        ("казино", "Рор music from the shop", False),
    ],
)
def test_it_finds_a_word(entries: str, text: str, hit: bool) -> None:
    assert bool(found(entries, text)) is hit


def test_it_names_the_entry_as_it_was_written() -> None:
    assert found("Casino\ncheap pill*\n/x{3}/", "cheap pillows, xxx, CASINO, casino") == (
        "cheap pill*", "Casino", "/x{3}/",
    )  # fmt: skip


def test_it_keeps_lists_apart() -> None:
    both = find([compiled("wax"), compiled("mud")], read("Only mud here"))
    assert [one.entries for one in both] == [(), ("mud",)]


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ("/(unclosed/", "cannot be read"),
        ("/.*/", "fits every text"),
        ("/(?:)/", "fits every text"),
        ("!!!", "holds no word"),
        ("x" * 300, "too long"),
        ("\n".join(f"word{n}" for n in range(ENTRIES_MAX + 1)), "at most 2,000 entries"),
        ("\n".join(f"/x{n}/" for n in range(EXPRESSIONS_MAX + 1)), "at most 50 regular"),
    ],
)
def test_it_refuses_what_cannot_be_kept(entries: str, sentence: str) -> None:
    with pytest.raises(FieldRefused, match=sentence):
        check_entries(entries)


@pytest.mark.parametrize("entry", ["/(a+)+$/", "/(a|aa)+b/", "/(.*a){30}b/", "/((a{1,30}){1,30}){1,30}c/"])
def test_it_stops_an_expression_that_never_ends(entry: str) -> None:
    """Twenty of them: the time is for all of a text together."""
    check_entries(entry)
    trap = compiled("\n".join(f"{entry[:-1]}{'z?' * number}/" for number in range(20)))
    text = read("a" * 5_000 + "!")
    result = find([trap], text)[0]
    assert result.entries == () or set(result.entries).isdisjoint(result.slow)
    assert EXPRESSIONS_SECONDS < 0.2


def test_it_still_finds_words_beside_an_expression_that_never_ends() -> None:
    result = find([compiled("/(a+)+$/\nwax")], read("wax " + "a" * 5_000 + "!"))[0]
    assert "wax" in result.entries
    assert result.slow == ("/(a+)+$/",)


@given(st.text(max_size=300), st.text(max_size=300))
def test_it_bears_any_list_and_text(entries: str, text: str) -> None:
    with suppress(FieldRefused):
        check_entries(entries)
    find([compiled(entries)], read(text))


@given(st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=20))
def test_it_finds_a_word_in_itself(word: str) -> None:
    if compiled(word).by_word:
        assert found(word, f"{word}")
