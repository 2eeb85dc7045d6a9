import json
from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString

from korzo.kit.html import (
    CLEANER_VERSION,
    SCHEMES,
    TAGS,
    TEXT_LENGTH_MAX,
    clean,
    excerpt,
    json_for_page,
    stored,
    to_plain,
)
from korzo.kit.plain import from_plain

LINK = 'rel="nofollow ugc noopener"'


class Found(HTMLParser):
    """What a browser would make of a text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.others: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("<div>Hello</div>", '<p dir="auto">Hello</p>'),
        ("<p><b>bold</b> <i>leaning</i></p>", '<p dir="auto"><strong>bold</strong> <em>leaning</em></p>'),
        ("<h1>Title</h1>", '<h2 dir="auto">Title</h2>'),
        ("<p><strike>no</strike> <s>no</s></p>", '<p dir="auto"><del>no</del> <del>no</del></p>'),
        ("<br><body>words</body>", "<br>words"),
        ('<a href="https://example.com/a">here</a>', f'<a href="https://example.com/a" {LINK}>here</a>'),
        ("<ul><li>one</li></ul>", '<ul dir="auto"><li>one</li></ul>'),
    ],
)
def test_it_keeps_one_spelling_of_what_the_editor_writes(raw: str, shown: str) -> None:
    assert clean(raw, rich=True).html == shown


@pytest.mark.parametrize(
    "raw",
    [
        "<script>alert(1)</script>",
        "<p onclick=alert(1)>x</p>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="  JaVaScRiPt:alert(1)">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        '<p style="position:fixed">x</p>',
        "<svg><script>alert(1)</script></svg>",
        "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        '<form action="/staff/"><button>x</button></form>',
        "<!--<script>alert(1)</script>-->",
        '<a class="btn primary" href="https://example.com" target="_top">x</a>',
        "<b\x00onclick=alert(1)>x</b>",
        '<div title="</div><script>alert(1)</script>">x</div>',
    ],
)
@pytest.mark.parametrize("rich", [True, False])
def test_it_drops_what_could_do_something(raw: str, rich: bool) -> None:
    found = Found(clean(raw, rich=rich).html)
    assert found.tags <= TAGS
    assert found.attributes <= {"href", "rel", "dir"}
    assert {address.partition("://")[0] for address in found.addresses} <= SCHEMES
    assert not found.others


def test_it_keeps_the_words_of_a_dropped_element() -> None:
    assert clean("<table><tr><td>ten miles</td></tr></table>", rich=True).plain == "ten miles"


def test_it_shows_typed_markup_as_it_was_typed() -> None:
    text = clean("Use <b> & </b> with care", rich=False)
    assert text.html == '<p dir="auto">Use &lt;b&gt; &amp; &lt;/b&gt; with care</p>'
    assert text.plain == "Use <b> & </b> with care"


def test_it_makes_blocks_of_typed_text() -> None:
    text = "Two pairs.\r\nOne dry.\r\n\r\n- socks\r\n- **wax**\r\n\r\n> Who goes?\r\n> I do."
    assert from_plain(text) == (
        "<p>Two pairs.<br>One dry.</p><ul><li>socks</li><li><strong>wax</strong></li></ul>"
        "<blockquote>Who goes?<br>I do.</blockquote>"
    )


def test_it_finds_a_list_under_a_sentence() -> None:
    assert from_plain("Take:\n- socks\n- wax\nand go") == "<p>Take:</p><ul><li>socks</li><li>wax</li></ul><p>and go</p>"


def test_it_links_typed_addresses_without_their_full_stop() -> None:
    html = clean("See https://example.com/a?b=1&c=2.", rich=False).html
    assert f'<a href="https://example.com/a?b=1&amp;c=2" {LINK}>' in html
    assert html.endswith("</a>.</p>")


@pytest.mark.parametrize("tail", ["&quot;", "<b>", '"onclick="x'])
def test_a_typed_address_cannot_break_out_of_its_link(tail: str) -> None:
    html = clean(f"https://example.com/{tail}", rich=False).html
    assert html.count("<a ") == 1
    assert "onclick" not in html.partition("</a>")[0]


def test_it_reads_mentions_from_words_alone() -> None:
    text = clean("<p>@tea and @Ivo.b, mail a@b.com, not https://x.com/@nobody, again @tea</p>", rich=True)
    assert text.mentions == ("tea", "Ivo.b")
    assert clean('<a href="https://example.com/@nobody">@tea</a>', rich=True).mentions == ("tea",)
    assert clean("@ثریا خوبی؟", rich=False).mentions == ("ثریا",)
    assert clean("આભાર @હેતલ!", rich=False).mentions == ("હેતલ",)


def test_it_takes_out_signs_that_turn_the_reading_direction() -> None:
    assert clean("pay\u202e001\u202c now\x00", rich=False).plain == "pay001 now"


def test_it_cuts_what_no_form_would_send() -> None:
    assert len(clean("a" * (TEXT_LENGTH_MAX + 5), rich=False).plain) == TEXT_LENGTH_MAX


def test_it_says_which_cleaner_ran() -> None:
    assert clean("x", rich=False).version == CLEANER_VERSION


def test_cleaning_again_changes_nothing_but_the_direction() -> None:
    once = clean("<div>a <b>b</b></div><ul><li>c</li></ul>", rich=True)
    assert clean(once.html, rich=True) == once


def test_it_leaves_words_one_line_a_block() -> None:
    assert to_plain("<p>a &amp; b</p><ul><li>c</li><li>d</li></ul><p>e<br>f</p>") == "a & b\nc\nd\ne\nf"


def test_an_excerpt_ends_between_words() -> None:
    assert excerpt("Short and sweet") == "Short and sweet"
    assert excerpt("Boots, socks, gaiters and wax", 15) == "Boots, socks…"
    assert len(excerpt("word " * 200)) <= 181


def test_stored_text_is_shown_as_it_is() -> None:
    shown = stored("<p>a</p>")
    assert isinstance(shown, SafeString)
    assert shown == "<p>a</p>"


def test_data_in_a_page_cannot_end_its_element() -> None:
    data = {"name": "</script><!--&\u2028'\"", "sizes": [36, 46]}
    text = json_for_page(data)
    assert not {"<", ">", "&"} & set(text)
    assert json.loads(text) == data
