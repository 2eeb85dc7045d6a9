"""What is left of a letter, program by program and language by language."""

import pytest

from korzo.kit.html import clean
from korzo.kit.letters.cut_html import cut_html
from korzo.kit.letters.cut_text import cut_text
from korzo.kit.letters.tests.clients import HTML, PLAIN, WORDS, Words

SOMEBODY = WORDS[0]


@pytest.mark.parametrize("words", WORDS, ids=lambda one: one.language)
@pytest.mark.parametrize("client", HTML)
def test_it_finds_what_was_typed_in_html(client: str, words: Words) -> None:
    cut = cut_html(HTML[client](words))
    assert clean(cut.html, rich=True).plain.split("\n") == list(words.said)
    assert "QUOTED" in cut.rest


@pytest.mark.parametrize("words", WORDS, ids=lambda one: one.language)
@pytest.mark.parametrize("client", PLAIN)
def test_it_finds_what_was_typed_in_plain_text(client: str, words: Words) -> None:
    cut = cut_text(PLAIN[client](words))
    assert [line for line in cut.new.split("\n") if line] == list(words.said)
    assert "QUOTED" in cut.rest


def html_words(html: str) -> str:
    return clean(cut_html(html).html, rich=True).plain


def test_it_keeps_lists_links_and_emphasis() -> None:
    cut = cut_html(
        "<div>Two <b>good</b> ones:</div><ul><li>Ridge</li>"
        "<li><a href='https://shop.example/2' onclick='x()'>Trail</a></li></ul>"
        "<blockquote type='cite'>QUOTED</blockquote>"
    )
    assert cut.html == (
        "<p>Two <strong>good</strong> ones:</p>"
        '<ul><li>Ridge</li><li><a href="https://shop.example/2">Trail</a></li></ul>'
    )


def test_it_keeps_a_quotation_that_somebody_wrote_themselves() -> None:
    assert html_words("<p>As the label says:</p><blockquote>Cold only</blockquote>") == "As the label says:\nCold only"


def test_it_keeps_answers_between_the_lines_of_gmail() -> None:
    html = (
        '<div class="gmail_quote"><div class="gmail_attr">On Mon, Nov 23, 2026 at 5:03 PM R &lt;a@b.c&gt; wrote:</div>'
        '<blockquote class="gmail_quote">QUOTED one</blockquote><div>To the first: yes.</div>'
        '<blockquote class="gmail_quote">QUOTED two</blockquote><div>To the second: no.</div></div>'
    )
    assert html_words(html) == "To the first: yes.\nTo the second: no."


def test_it_keeps_answers_below_in_thunderbird() -> None:
    html = (
        '<div class="moz-cite-prefix">On 23/11/2026 17:03, R wrote:<br></div>'
        '<blockquote type="cite">##- Reply above this line -##<p>QUOTED</p></blockquote><p>Below.</p>'
    )
    assert html_words(html) == "Below."


def test_it_keeps_both_what_stands_above_and_what_stands_below() -> None:
    html = '<p>Above.</p><blockquote type="cite">QUOTED</blockquote><p>Below.</p>'
    assert html_words(html) == "Above.\nBelow."
    assert cut_text("Above.\n\n> QUOTED\n\nBelow.").new == "Above.\n\n\nBelow."


@pytest.mark.parametrize(
    "text",
    [
        "My sister wrote:\nbuy two pairs.",
        "From: the heart\nTo: all of you",
        "At 10:30 it began to rain. Then 11:15 came.",
        "I measured twice --- and cut once",
        "Kúpil som 2 páry a sestra píše:\nsú super",
    ],
)
def test_it_cuts_nothing_that_only_looks_a_little_like_a_quotation(text: str) -> None:
    assert cut_text(text).new == text
    assert html_words("<div>" + text.replace("\n", "</div><div>") + "</div>") == text


def test_it_takes_signatures_away() -> None:
    assert cut_text("Yes.\n\n-- \nTea\nHiking club").new == "Yes."
    assert cut_text("Yes.\n\nGet Outlook for Android").new == "Yes."
    assert html_words('<div>Yes.</div><div class="gmail_signature">Tea</div>') == "Yes."
    assert html_words("<div>Sent from my iPhone was a good song.</div><div>Yes.</div>") != "Yes."


def test_it_says_nothing_where_nothing_was_written() -> None:
    assert cut_text("> QUOTED\n> QUOTED").new == ""
    assert cut_html('<div class="gmail_quote"><blockquote class="gmail_quote">QUOTED</blockquote></div>').html == ""


def test_it_names_pictures_among_the_new_words_alone() -> None:
    html = '<div>Look <img src="cid:new"></div><blockquote type="cite"><img src="cid:old"></blockquote>'
    assert cut_html(html).shown_ids == ("new",)
    assert cut_html('<img src="cid:alone"><blockquote type="cite"><img src="cid:old"></blockquote>').shown_ids == (
        "alone",
    )
