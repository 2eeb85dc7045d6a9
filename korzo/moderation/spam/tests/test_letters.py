"""What looks the same is the same, and what nobody sees is not there; an honest word stays as it is."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.moderation.spam import letters
from korzo.moderation.spam.letters import is_masked, script_of, seen, shares, unmasked, words_in


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("vі\u200bagra", "viagra"),
        ("ｖｉａｇｒａ", "viagra"),
        ("𝐯𝐢𝐚𝐠𝐫𝐚", "viagra"),
        ("ca\u00adsi\u2060no", "casino"),
        ("саѕіnо", "casino"),
        ("\x08casino", "casino"),
        ("cas\u0000ino", "casino"),
        ("CASINO", "casino"),
    ],
)
def test_it_takes_the_mask_off(written: str, word: str) -> None:
    assert [unmasked(one) for one in words_in(seen(written))] == [word]


def test_it_leaves_honest_words_alone() -> None:
    main = "Cyrl"
    assert not any(is_masked(word, main) for word in words_in(seen("Перед дощем я двічі навоскував черевики")))
    assert not any(is_masked(word, "Arab") for word in words_in(seen("پیش از باران چکمه‌هایم را واکس زدم")))
    assert not any(is_masked(word, "Latn") for word in words_in(seen("Žitná ulica, ľúbezne")))


def test_it_sees_a_word_of_two_scripts() -> None:
    assert is_masked("кaзино", "Cyrl")
    assert is_masked("саѕіnо", "Latn")
    # Wholly of another script, and wholly readable as Latin.
    assert is_masked("рор", "Latn")
    assert not is_masked("дощ", "Latn")


def test_it_reads_words_with_their_marks() -> None:
    assert words_in(seen("ધીમે ધીમે, સૂકવું!")) == ["ધીમે", "ધીમે", "સૂકવું"]
    # A non-joiner only changes the shape.
    assert seen("می‌خواهم") == "میخواهم"


def test_it_shares_out_scripts() -> None:
    assert shares("abc абв") == {"Latn": 0.5, "Cyrl": 0.5}
    assert shares("123 !?") == {}
    assert script_of("ñ") == "Latn"


def test_it_has_only_look_alikes_that_keep_their_place() -> None:
    """Folding twice is folding once, and a Latin letter is never a mask."""
    for code, latin in letters._lookalikes().items():
        sign = chr(code)
        assert not sign.isascii()
        assert latin.isascii()
        assert latin == latin.lower()
        assert unicodedata.normalize("NFKC", sign).casefold() == sign
        assert unmasked(latin) == latin


def test_it_names_its_source() -> None:
    head = (Path(letters.__file__).parent / "lookalikes.txt").read_text(encoding="utf-8").splitlines()[:2]
    assert "39" in head[0]
    assert "Unicode" in head[1]


@given(st.text(max_size=300))
def test_it_bears_any_text(text: str) -> None:
    once = seen(text)
    words = words_in(once)
    assert all(words)
    assert abs(sum(shares(text).values()) - 1) < 1e-9 or shares(text) == {}
    assert [unmasked(unmasked(word)) for word in words] == [unmasked(word) for word in words]
