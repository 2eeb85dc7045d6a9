from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.search.queries import marked, read, snippet


def test_it_marks_what_was_asked_for() -> None:
    assert marked("Kávovar & Kavovary", read("kavovar")) == "<mark>Kávovar</mark> &amp; <mark>Kavovary</mark>"
    assert marked("Wet feet, wet head", read("head feet")) == "Wet <mark>feet</mark>, wet <mark>head</mark>"
    assert marked("Gore-Tex", read("goretex")) == "<mark>Gore-Tex</mark>"
    assert marked("کتاب‌های خوب", read("کتابهای")) == "<mark>کتاب‌های</mark> خوب"
    assert marked("મશીન સારું", read("મશીન")) == "<mark>મશીન</mark> સારું"
    assert marked("nothing", read("")) == "nothing"
    # Only the last word may go on.
    assert marked("water waterproof wetter", read("wet water")) == ("<mark>water</mark> <mark>waterproof</mark> wetter")


def test_a_snippet_shows_the_stretch_with_most_words() -> None:
    filler = "Nothing of that kind stands here. " * 30
    text = f"A sock. {filler} Take two dry socks for rain. {filler}"
    shown = snippet(text, read("dry socks rain"))
    assert "two <mark>dry</mark> <mark>socks</mark> for <mark>rain</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 350


def test_a_short_text_is_shown_whole_and_a_long_one_from_its_beginning() -> None:
    assert snippet("One\n\ntwo\tthree", read("two")) == "One <mark>two</mark> three"
    long = "word " * 200
    assert snippet(long, read("absent")).startswith("word word")
    assert snippet(long, read("absent")).endswith("word …")


EVIL = [
    "<script>alert(1)</script> socks",
    "socks <img src=x onerror=alert(1)>",
    "</mark><script>socks</script><mark>",
    "<b>so</b>cks socks&lt;script&gt;",
    '"socks" onmouseover="x"',
]


@pytest.mark.parametrize("text", EVIL)
@pytest.mark.parametrize("question", ["socks", "script", "alert 1", "mark", "lt", "b so img"])
def test_nothing_in_a_text_becomes_markup(text: str, question: str) -> None:
    for shown in (snippet(text, read(question)), marked(text, read(question))):
        without_marks = shown.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in without_marks
        assert ">" not in without_marks
        assert unescape(without_marks) == text


@given(st.text(max_size=600), st.text(max_size=30))
def test_a_snippet_is_a_stretch_of_the_text_and_marks_are_paired(text: str, question: str) -> None:
    shown = snippet(text, read(question), length=80)
    bare = unescape(shown.replace("<mark>", "").replace("</mark>", ""))
    assert bare.removeprefix("… ").removesuffix(" …").strip() in " ".join(text.split())
    assert shown.count("<mark>") == shown.count("</mark>")
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")
