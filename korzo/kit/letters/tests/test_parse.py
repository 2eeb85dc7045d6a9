"""Letters taken apart: charsets, flowed text, nesting, size, and what was made to hurt."""

import base64
from email.message import EmailMessage

import pytest

from korzo.kit.letters import BYTES_MAX, BadLetter, attached, new_words, parse
from korzo.kit.letters.decode import joined

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def raw(body: bytes, kind: str = "text/plain; charset=utf-8", **headers: str) -> bytes:
    lines = {"From": "tea@example.com", "Message-ID": "<1@x>", "Content-Type": kind, **headers}
    return "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode() + b"\r\n" + body


@pytest.mark.parametrize(
    ("charset", "body", "words"),
    [
        ("utf-8", "Väčšie".encode(), "Väčšie"),
        ("iso-8859-2", "Väčšie".encode("iso-8859-2"), "Väčšie"),
        ("windows-1251", "Більше".encode("windows-1251"), "Більше"),
        ("no-such-charset", "Väčšie".encode(), "Väčšie"),
        ("us-ascii", "Più".encode("windows-1252"), "Più"),
        ("utf-8", "Più".encode("iso-8859-1"), "Più"),
        ("zlib", b"x\x9c+I-.\x01\x00\x04]\x01\xc1", "x\u0153+I-.\x01\x04]\x01\xc1"),
        ("utf-16", "Väčšie".encode("utf-16"), "Väčšie"),
    ],
)
def test_it_reads_words_of_any_charset(charset: str, body: bytes, words: str) -> None:
    assert parse(raw(body, f"text/plain; charset={charset}")).plain == words


def test_it_joins_flowed_lines() -> None:
    letter = parse(raw(b"One two \r\nthree.\r\n> quoted \r\n> more\r\n-- \r\nTea", "text/plain; format=flowed"))
    assert letter.plain == "One two three.\n> quoted more\n-- \nTea"
    assert joined("ab \ncd", delete_space=True) == "abcd"


def test_it_decodes_headers_and_finds_addresses() -> None:
    letter = parse(raw(b"x", Subject="=?utf-8?q?V=C3=A4=C4=8D=C5=A1ie?=", To='"A, b" <A@X.org>, c@x.org'))
    assert letter.subject == "Väčšie"
    assert letter.addresses("to") == ["a@x.org", "c@x.org"]
    assert parse(raw(b"x", Subject="=?utf-8?b?!!!?=")).subject == ""
    assert parse("Subject: Väčšie\r\n\r\nx".encode()).subject == "Väčšie"


def a_letter(html: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "tea@example.com", "<2@x>"
    message.set_content("Look")
    message.add_alternative(html, subtype="html")
    return message


def test_it_tells_new_pictures_from_quoted_ones_and_signatures() -> None:
    message = a_letter('<p>Look <img src="cid:new"></p><blockquote type="cite"><img src="cid:old"></blockquote>')
    message.make_mixed()
    for name, data, content_id in (("a.png", PNG + b"a", "<new>"), ("b.png", PNG + b"b", "<old>"), ("c.png", PNG, "")):
        message.add_attachment(data, maintype="image", subtype="png", filename=name, cid=content_id or None)
    message.add_attachment(b"0", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    message.add_attachment(b"BEGIN:VCARD", maintype="application", subtype="octet-stream", filename="me.bin")
    message.add_attachment(b"x\x9f>\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    message.add_attachment(b"-----BEGIN PGP SIGNATURE-----", maintype="application", subtype="octet-stream")
    message.add_attachment(PNG, maintype="image", subtype="png", filename="again.png")
    letter = parse(message.as_bytes())
    found = attached(letter, new_words(letter).shown_ids)
    assert [one.name for one in found] == ["a.png", "again.png"]
    assert all(one.is_picture for one in found)


def test_it_tells_a_picture_by_its_content() -> None:
    message = a_letter("<p>x</p>")
    message.add_attachment(b"MZ not a picture", maintype="image", subtype="jpeg", filename="a.jpg")
    assert [one.is_picture for one in attached(parse(message.as_bytes()))] == [False]


def test_it_refuses_what_is_too_large() -> None:
    with pytest.raises(BadLetter, match="large"):
        parse(b"x" * (BYTES_MAX + 1))


def nested(depth: int) -> bytes:
    begin = "".join(f"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n" for i in range(depth))
    return f"From: a@b.c\r\n{begin}".encode() + b"Content-Type: text/plain\r\n\r\nx"


@pytest.mark.parametrize("depth", [25, 39, 500, 5_000])
def test_it_refuses_what_is_too_deep(depth: int) -> None:
    with pytest.raises(BadLetter, match=r"nested|broken"):
        parse(nested(depth))


def test_it_refuses_many_parts() -> None:
    parts = b"\r\n--b\r\nContent-Type: text/plain\r\n\r\nx" * 300
    with pytest.raises(BadLetter, match="nested"):
        parse(b"From: a@b.c\r\nContent-Type: multipart/mixed; boundary=b\r\n" + parts)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00" * 1000,
        b"no headers at all",
        b"\r\n\r\nx",
        b"From: " + b"(" * 7000 + b"\r\n\r\nx",
        b"From: " + b"<a@" * 5000 + b"\r\n\r\nx",
        b"Content-Type: text/plain; charset*=''%FF%FE\r\n\r\nx",
        b"Content-Type: multipart/mixed\r\n\r\nx",
        b"Content-Type: message/rfc822\r\n\r\n" * 3000,
        b"Content-Transfer-Encoding: base64\r\nFrom: a@b.c\r\n\r\n" + b"!" * 999,
        b"Content-Disposition: attachment; filename*0*=x; filename*1=y; filename*x=z\r\n\r\nx",
    ],
)
def test_it_reads_or_refuses_what_is_malformed(body: bytes) -> None:
    try:
        letter = parse(body)
    except BadLetter:
        return
    letter.addresses("from", "to")
    new_words(letter)
    attached(letter)


def test_it_reads_base64_and_keeps_halves_of_signs_out() -> None:
    body = base64.b64encode("Väčšie \ud800".encode("utf-8", "surrogatepass"))
    letter = parse(raw(body, **{"Content-Transfer-Encoding": "base64"}))
    assert "\ud800" not in letter.plain
