"""Letters that nobody meant to send: real ones, bent and broken, as strategies."""

from collections.abc import Callable
from email.message import EmailMessage
from random import Random

from hypothesis import strategies as st

from korzo.kit.letters.tests.clients import HTML, WORDS

# Whoever floods a mailbox does not care how many headers a letter has.
BOMB_HEADERS = 5_000
DEEP_PARTS = 120
CHARSETS = ("utf-7", "x-unknown", "utf-16", "idna", "rot13", "base64", "iso-2022-jp", "hz", "punycode", "cp65001", "")
FORGED = (
    "mx.talk.example; dmarc=pass header.from=example.com",
    "mx.talk.example; dmarc=fail",
    "MX.TALK.EXAMPLE ; dkim=pass header.d=example.com; spf=pass smtp.mailfrom=tea@example.com",
    "mx.evil.example; dmarc=pass",
    "mx.talk.example (comment (nested) \\) ; dmarc=pass",
    ";;;;", "\x00", "mx.talk.example; dmarc=pass" * 500,
)  # fmt: skip


def a_letter(chance: Random, sender: str, to: str, *, name: str) -> EmailMessage:
    """One that a mail program writes: in some language, in the manner of some program."""
    words = chance.choice(WORDS)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "Re: kettle"
    message["Message-ID"] = f"<{name}@phone.example>"
    message.set_content("\n".join(words.said))
    message.add_alternative(HTML[chance.choice(list(HTML))](words), subtype="html")
    return message


def _headers(raw: bytes, more: bytes) -> bytes:
    return more + raw


def many_headers(raw: bytes, _chance: Random) -> bytes:
    return _headers(raw, b"".join(b"X-%d: bomb\r\n" % number for number in range(BOMB_HEADERS)))


def long_header(raw: bytes, chance: Random) -> bytes:
    name = chance.choice((b"Subject", b"References", b"To", b"Content-Type", b"Received"))
    return _headers(raw, name + b": " + b"=?utf-8?b?4pi6?= <a@b.c>, " * 8_000 + b"\r\n")


def forged_results(raw: bytes, chance: Random) -> bytes:
    lines = [f"Authentication-Results: {chance.choice(FORGED)}\r\n".encode() for _line in range(chance.randint(1, 4))]
    return _headers(raw, b"".join(lines))


def looping(raw: bytes, chance: Random) -> bytes:
    marks = (b"X-Korzo-Id: 1\r\n", b"Auto-Submitted: auto-replied\r\n", b"Precedence: bulk\r\n", b"List-Id: <a.b>\r\n",
             b"Return-Path: <>\r\n", b"X-Autoreply: yes\r\n", b"Received: by loop\r\n" * 200)  # fmt: skip
    return _headers(raw, chance.choice(marks))


def deep_parts(raw: bytes, chance: Random) -> bytes:
    head, body = b"", b""
    for depth in range(chance.randint(2, DEEP_PARTS)):
        kind = chance.choice((b"mixed", b"alternative", b"related", b"report; report-type=delivery-status"))
        part = b"Content-Type: multipart/%s; boundary=b%d\r\n\r\n--b%d\r\n" % (kind, depth, depth)
        head, body = head + part, b"\r\n--b%d--\r\n" % depth + body
    top, _blank, rest = raw.partition(b"\n\n")
    kept = b"\r\n".join(line for line in top.split(b"\n") if line.lower().startswith((b"from", b"to", b"message-id")))
    return kept + b"\r\n" + head + b"Content-Type: text/plain\r\n\r\n" + rest[-400:] + body


def wrong_charset(raw: bytes, chance: Random) -> bytes:
    return raw.replace(b'charset="utf-8"', b'charset="' + chance.choice(CHARSETS).encode() + b'"')


def wrong_encoding(raw: bytes, chance: Random) -> bytes:
    kinds = (b"base64", b"x-uuencode", b"quoted-printable", b"binary", b"gzip", b"")
    for known in (b"7bit", b"8bit", b"base64", b"quoted-printable"):
        raw = raw.replace(b"Transfer-Encoding: " + known, b"Transfer-Encoding: " + chance.choice(kinds))
    return raw


def cut_off(raw: bytes, chance: Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def bitten(raw: bytes, chance: Random) -> bytes:
    made = bytearray(raw)
    for _bite in range(chance.randint(1, 12)):
        place = chance.randrange(len(made) + 1)
        made[place : place + chance.randint(0, 40)] = chance.randbytes(chance.randint(0, 20))
    return bytes(made)


def attached_odd(raw: bytes, chance: Random) -> bytes:
    name = chance.choice(("../../etc/passwd", "a" * 4_000 + ".png", "x\r\nBcc: a@b.c", "\u202egnp.exe", "smime.p7s"))
    part = (
        f'\r\n--x\r\nContent-Type: image/png; name="{name}"\r\n'
        "Content-Disposition: attachment; filename*=utf-8''%FF\r\n"
        "Content-Transfer-Encoding: base64\r\nContent-ID: <<x>>\r\n\r\niVBORw0KGgo=\r\n--x--\r\n"
    ).encode()
    return _headers(raw, b"Content-Type: multipart/mixed; boundary=x\r\n") + part


def several_senders(raw: bytes, chance: Random) -> bytes:
    more = (b"From: a@b.c, tea@example.com\r\n", b"From: \r\n", b"From: =?utf-8?q?tea=40example.com?= <nada@b.c>\r\n",
            b"From: tea@example.com <nada@b.c>\r\n", b"From: \"tea@example.com\r\n")  # fmt: skip
    return _headers(raw, chance.choice(more))


BENDS: tuple[Callable[[bytes, Random], bytes], ...] = (
    many_headers, long_header, forged_results, looping, deep_parts, wrong_charset, wrong_encoding, cut_off, bitten,
    attached_odd, several_senders,
)  # fmt: skip
# A letter by its seed, and how it is bent, one after the other.
BENT = st.tuples(st.integers(0, 2**32), st.lists(st.sampled_from(range(len(BENDS))), max_size=3))
