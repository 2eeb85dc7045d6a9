"""Reports, answers by programs, and what our own mail server says about a sender."""

import pytest

from korzo.kit.letters import Trust, automatic_sign, bounce_of, dmarc_of, is_wish_to_leave, parse

US = "mx.shop.example"


def letter(headers: str, body: str = "Hello") -> bytes:
    return (headers.strip().replace("\n", "\r\n") + "\r\n\r\n" + body.replace("\n", "\r\n")).encode()


def report(action: str, status: str) -> bytes:
    return letter(
        "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "--b\nContent-Type: text/plain\n\nIt did not arrive: 5.9.9\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; tea@example.com\n"
        f"Action: {action}\nStatus: {status}\n\n--b--",
    )


@pytest.mark.parametrize(
    ("action", "status", "code"),
    [
        ("failed", "5.1.1", "5.1.1"),
        ("failed", "4.2.2", "4.2.2"),
        ("delayed", "4.4.1", "4.4.1"),
        ("delayed", "5.4.1", "4.4.1"),
        ("delivered", "2.0.0", ""),
    ],
)
def test_it_reads_reports(action: str, status: str, code: str) -> None:
    bounce = bounce_of(parse(report(action, status)))
    assert bounce is not None
    assert bounce.code == code


def test_it_reads_bounces_of_servers_that_send_no_report() -> None:
    bounce = bounce_of(parse(letter("From: mailer-daemon@mx.example", "550 5.1.1 <tea@example.com> User unknown")))
    assert bounce is not None
    assert bounce.code == "5.1.1"
    assert bounce_of(parse(letter("From: tea@example.com", "Version 5.1.1 is out"))) is None


def test_it_takes_an_absence_note_without_a_sender_for_no_bounce() -> None:
    raw = letter("From: tea@example.com\nReturn-Path: <>\nAuto-Submitted: auto-replied")
    assert bounce_of(parse(raw)) is None
    assert automatic_sign(parse(raw)) == "auto-submitted"


@pytest.mark.parametrize(
    ("headers", "sign"),
    [
        ("Auto-Submitted: auto-generated", "auto-submitted"),
        ("Auto-Submitted: auto-replied; owner=x", "auto-submitted"),
        ("Auto-Submitted: no", ""),
        ("Precedence: bulk", "precedence"),
        ("Precedence: auto_reply", "precedence"),
        ("Precedence: first-class", ""),
        ("List-Id: <x.example>", "list-id"),
        ("X-Autoreply: yes", "x-autoreply"),
        ("X-Auto-Response-Suppress: All", ""),
        ("Sender: no-reply@x.example", "robot"),
        ("Sender: noreply+1@x.example", "robot"),
        ("Subject: Out of office: Ridge", "absence"),
        ("Subject: Automatická odpoveď: Ridge", "absence"),
        ("Subject: Автоматична відповідь: Ridge", "absence"),
        ("Subject: Risposta automatica: Ridge", "absence"),
        ("Subject: Respuesta automática: Ridge", "absence"),
        ("Subject: پاسخ خودکار: Ridge", "absence"),
        ("Subject: સ્વચાલિત જવાબ: Ridge", "absence"),
        ("Subject: Re: Out of office shoes", ""),
    ],
)
def test_it_knows_answers_of_programs(headers: str, sign: str) -> None:
    assert automatic_sign(parse(letter(f"From: tea@example.com\n{headers}"))) == sign


@pytest.mark.parametrize(
    ("results", "trust"),
    [
        ([f"{US}; dmarc=pass header.from=example.com"], Trust.PASS),
        ([f"{US} 1; dkim=none; dmarc=fail (p=NONE) header.from=example.com"], Trust.FAIL),
        ([f"{US}; dmarc=none; dkim=pass header.d=example.com"], Trust.PASS),
        ([f"{US}; dmarc=none; dkim=pass header.d=evil.example"], Trust.NONE),
        ([f"{US}; spf=pass smtp.mailfrom=bounce@mail.example.com"], Trust.NONE),
        ([f"{US}; spf=pass smtp.mailfrom=tea@example.com"], Trust.PASS),
        ([f"{US}; spf=pass smtp.helo=example.com"], Trust.NONE),
        ([f"{US}; none (dmarc=pass)"], Trust.NONE),
        ([f"{US}; spf=fail (x; dmarc=pass (y; dmarc=pass) ) smtp.mailfrom=a@b.c"], Trust.NONE),
        (["mx.evil.example; dmarc=pass"], Trust.NONE),
        (["mx.evil.example; dmarc=fail", f"{US}; dmarc=pass"], Trust.NONE),
        ([f"{US}; dmarc=fail", f"{US}; dmarc=pass"], Trust.FAIL),
        ([f"{US}.evil.example; dmarc=pass"], Trust.NONE),
        ([], Trust.NONE),
    ],
)
def test_it_believes_only_the_topmost_result_of_our_own_server(results: list[str], trust: Trust) -> None:
    headers = "".join(f"Authentication-Results: {one}\n" for one in results)
    assert dmarc_of(parse(letter(f"{headers}From: tea@example.com")), US) is trust


def test_it_knows_a_wish_to_leave() -> None:
    assert all(map(is_wish_to_leave, ["Unsubscribe", " UNSUBSCRIBE!", "Odhlásiť", "Відписатися.", "لغو اشتراک"]))
    assert not is_wish_to_leave("How do I unsubscribe from the letter of the shop?")
