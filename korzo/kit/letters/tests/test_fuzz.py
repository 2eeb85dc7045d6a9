"""Whatever comes in: no crash, nothing left that runs, and an end to it."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from korzo.kit.html import clean
from korzo.kit.letters import BadLetter, attached, automatic_sign, bounce_of, dmarc_of, new_words, parse
from korzo.kit.letters.cut_html import cut_html
from korzo.kit.letters.cut_text import cut_text
from korzo.kit.letters.parse import TEXT_BYTES_MAX
from korzo.kit.letters.tests.clients import HTML, PLAIN, WORDS

RUNS = re.compile(r"<script|<iframe|<svg|<style|\son\w+=|javascript:|data:text|srcdoc", re.IGNORECASE)
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

pieces = st.sampled_from([
    "<script>", "</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>", "<svg/onload=alert(1)>",
    "<div", ">", "<!--", "-->", '"', "'", "=", "<blockquote type=cite>", "</blockquote>", "<div class=gmail_quote>",
    "<p>", "</p>", "<table><tr><td>", "On 23.11.2026 tea@example.com wrote:", "\n", "> ", "-- ", "##- x -##", "From: a",
    "Sent: b", "To: c", "Subject: d", "<br>", "<ul><li>", "&lt;script&gt;", "\x00", "\u202e", "<pre>", "<style>",
    "<title>",
    "<math><mtext></p><style><!--</style>", "<b>", "<i>", "</b>", "<hr>", "&#x3c;", "<a href=https://a.b/>", "<x:y/>",
])  # fmt: skip
texts = st.lists(st.one_of(pieces, st.text(max_size=12)), max_size=60).map("".join)
headers = st.lists(
    st.tuples(
        st.sampled_from([
            "From", "To", "Cc", "Subject", "Message-ID", "Content-Type", "Content-Transfer-Encoding", "Return-Path",
            "Auto-Submitted", "Authentication-Results", "Content-Disposition", "List-Id", "Content-ID",
        ]),
        st.one_of(
            st.text(max_size=60),
            st.sampled_from([
                "multipart/mixed; boundary=b", "multipart/report; boundary=b", "text/html; charset=utf-7", "base64",
                "message/rfc822", "text/html", "quoted-printable", "attachment; filename*=utf-8''%FF", "<>",
                "x-uuencode",
                "multipart/alternative; boundary=\"b\"", "text/plain; format=flowed; delsp=yes",
            ]),
        ),
    ),
    max_size=12,
)  # fmt: skip


@FUZZ
@given(texts)
def test_no_script_survives_html(text: str) -> None:
    shown = clean(cut_html(text).html, rich=True).html
    assert not RUNS.search(re.sub(r">[^<]*<|&[^;]*;", "><", f">{shown}<"))


@FUZZ
@given(texts)
def test_no_script_survives_plain_text(text: str) -> None:
    shown = clean(cut_text(text).new, rich=False).html
    assert not RUNS.search(re.sub(r">[^<]*<", "><", f">{shown}<"))


@FUZZ
@given(headers, texts, st.booleans())
def test_no_letter_stops_us(given_headers: list[tuple[str, str]], body: str, in_parts: bool) -> None:
    head = "".join(f"{name}: {' '.join(value.splitlines())}\r\n" for name, value in given_headers)
    text = f"--b\r\nContent-Type: text/html\r\n\r\n{body}\r\n--b--" if in_parts else body
    whole(f"{head}\r\n{text}".encode("utf-8", "surrogatepass"))


@FUZZ
@given(st.binary(max_size=600))
def test_no_bytes_stop_us(raw: bytes) -> None:
    whole(raw)


@FUZZ
@given(st.sampled_from(list(HTML)), st.sampled_from(WORDS), st.integers(0, 3000), st.integers(1, 60), texts)
def test_a_damaged_letter_stops_nobody(client: str, words: object, place: int, length: int, instead: str) -> None:
    html = HTML[client](words)  # type: ignore[arg-type]  # one of WORDS, which hypothesis has no name for
    damaged = html[:place] + instead + html[place + length :]
    assert not RUNS.search(re.sub(r">[^<]*<", "><", f">{clean(cut_html(damaged).html, rich=True).html}<"))


@FUZZ
@given(st.sampled_from(list(PLAIN)), st.sampled_from(WORDS), st.integers(0, 500), texts)
def test_damaged_text_stops_nobody(client: str, words: object, place: int, instead: str) -> None:
    text = PLAIN[client](words)  # type: ignore[arg-type]  # as above
    cut_text(text[:place] + instead + text[place:])


def whole(raw: bytes) -> None:
    try:
        letter = parse(raw)
    except BadLetter:
        return
    bounce_of(letter)
    automatic_sign(letter)
    dmarc_of(letter, "mx.example")
    words = new_words(letter)
    attached(letter, words.shown_ids)
    shown = clean(words.body, rich=words.is_rich).html
    assert not RUNS.search(re.sub(r">[^<]*<", "><", f">{shown}<"))


def test_it_ends_whatever_was_made_to_take_for_ever() -> None:
    """With time that grows with the square of the length each of these would take hours."""
    for piece in (
        "<p><font size=1>", "<div>", "<title>", '<a x="', "<", "<!--", "<b><p>", "<hr>", "<br>x", "<td>", "From: x<br>",
        "On 12.12.2026 x@y wrote:<br>", "<blockquote type=cite>", '<img src="cid:x">', "<a href='", "<style>", "&#",
        "*",
    ):  # fmt: skip
        text = (piece * (TEXT_BYTES_MAX // len(piece)))[:TEXT_BYTES_MAX]
        cut_html(text)
        cut_text(text)
