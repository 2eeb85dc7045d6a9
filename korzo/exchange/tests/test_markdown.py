"""Markdown of NodeBB and of Discourse, as their readers saw it, and nothing in it that does harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.exchange.reading.markdown import of_discourse, to_html
from korzo.exchange.reading.texts import text_of
from korzo.kit.html import TEXT_LENGTH_MAX, clean


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** and *b* and ~~c~~", "<p><strong>a</strong> and <em>b</em> and <del>c</del></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("1. a\n2. b\n   - c", "<ol>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ol>"),
        ("```\n**a** https://a.example\n```", "<pre><code>**a** https://a.example\n</code></pre>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>"),
        ("> a\n> > b", "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>"),
        ("# Title", "<h2>Title</h2>"),
        ("see https://a.example/x.", 'see <a href="https://a.example/x">https://a.example/x</a>.'),
        ("[here](https://a.example/)", '<a href="https://a.example/">here</a>'),
    ],
)
def test_marks_become_what_they_mean(text: str, html: str) -> None:
    shown = clean(to_html(text), rich=True).html
    for mark in (' dir="auto"', ' rel="nofollow ugc noopener"'):
        shown = shown.replace(mark, "")
    assert html in shown


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](javascript:alert(1))", "<https://a.example/\"onload=x>",
     "[x]: javascript:alert(1)\n\n[x]", "<img src=x onerror=alert(1)>", "[x](data:text/html;base64,PHNjcmlwdD4=)"],
)  # fmt: skip
def test_no_script_comes_through(text: str) -> None:
    html = clean(to_html(text), rich=True).html
    assert not any(word in html for word in ("<script", "<img", 'href="javascript', 'href="data', " onload"))


def test_quotations_of_discourse_say_whose_they_are() -> None:
    text = '[quote="Anna, post:3, topic:5"]\nOuter\n[quote="Bob"]\nInner\n[/quote]\n[/quote]\nMine\n```\n[quote]\n```'
    assert clean(to_html(of_discourse(text)), rich=True).plain == "Anna:\nOuter\nBob:\nInner\nMine\n[quote]"
    assert of_discourse("a\n[poll type=regular]\n* x\n[/poll]\nb") == "a\n\nb"


def test_the_richest_that_fits_comes_in() -> None:
    long = "word " * (TEXT_LENGTH_MAX // 5 + 1)
    assert text_of({"html": "<p>a</p>", "markdown": "*a*", "plain": "a"}).words == "<p>a</p>"
    assert text_of({"html": long, "markdown": "*a*"}).words == "<p><em>a</em></p>\n"
    assert (text_of({"html": long, "plain": "a"}).field, text_of({"html": long, "plain": "a"}).is_bare) == (
        "plain",
        True,
    )
    assert text_of({"markdown": long}).is_too_long
    assert text_of({}).words == ""


@given(st.text(alphabet="[]()!*_~`>#-+|\\<&\n \tab1.:/@\"'", max_size=400))
def test_whatever_is_written_it_is_read(text: str) -> None:
    html = clean(to_html(of_discourse(text)), rich=True).html
    assert "<script" not in html
