"""Letters as mail programs write them, after their documented structure, in the languages of the house.

Each answers one notice of ours. `NEW` is what the sender typed above it; nothing else may be left of the letter.
"""

from collections.abc import Callable
from dataclasses import dataclass

ADDRESS = "community@talk.example"


@dataclass(frozen=True)
class Words:
    """`said`: what somebody typed, two lines. `wrote`: as Gmail says it. `headers`: From, Sent, To, Subject "
    "of Outlook."""

    language: str
    said: tuple[str, str]
    wrote: str
    headers: tuple[str, str, str, str]
    from_phone: str
    original: str
    marker: str = "##- Reply above this line -##"
    is_rtl: bool = False


WORDS = [
    Words(
        "en",
        ("Take half a size up.", "They widen after a week."),
        "On Mon, Nov 23, 2026 at 5:03 PM Ridge &lt;<a href='mailto:community@talk.example'>"
        "community@talk.example</a>&gt; wrote:",
        ("From", "Sent", "To", "Subject"),
        "Sent from my iPhone",
        "Original message",
    ),
    Words(
        "sk",
        ("Zober o pol čísla väčšie.", "Po týždni sa roztiahnu."),
        "po 23. 11. 2026 o 17:03 Ridge &lt;<a href='mailto:community@talk.example'>community@talk.example</a>"
        "&gt; napísal(a):",
        ("Od", "Odoslané", "Komu", "Predmet"),
        "Odoslané z iPhonu",
        "Pôvodná správa",
        "##- Odpovedzte nad tento riadok -##",
    ),
    Words(
        "gu",
        ("અડધો સાઇઝ મોટો લો.", "એક અઠવાડિયા પછી તે ફેલાય છે."),
        "સોમ, 23 નવે, 2026 એ 5:03 PM વાગ્યે Ridge &lt;<a href='mailto:community@talk.example'>"
        "community@talk.example</a>&gt; એ લખ્યું:",
        ("પ્રેષક", "મોકલ્યું", "પ્રતિ", "વિષય"),
        "મારા iPhone પરથી મોકલેલ",
        "મૂળ સંદેશ",
        "##- આ લીટીની ઉપર જવાબ આપો -##",
    ),
    Words(
        "fa",
        ("نیم شماره بزرگ‌تر بگیر.", "بعد از یک هفته جا باز می‌کند."),
        "در تاریخ دوشنبه ۲۳ نوامبر ۲۰۲۶،\u200f ۱۷:۰۳ Ridge <\u202acommunity@talk.example\u202c> نوشت:",
        ("از", "ارسال", "به", "موضوع"),
        "ارسال شده از iPhone من",
        "پیام اصلی",
        "##- بالای این خط پاسخ دهید -##",
        is_rtl=True,
    ),
    Words(
        "it",
        ("Prendi mezzo numero in più.", "Dopo una settimana cedono."),
        "Il giorno lun 23 nov 2026 alle ore 17:03 Ridge &lt;<a href='mailto:community@talk.example'>"
        "community@talk.example</a>&gt; ha scritto:",
        ("Da", "Inviato", "A", "Oggetto"),
        "Inviato da iPhone",
        "Messaggio originale",
        "##- Rispondi sopra questa riga -##",
    ),
    Words(
        "uk",
        ("Візьми на пів розміру більше.", "За тиждень розносяться."),
        "пн, 23 лист. 2026 р. о 17:03 Ridge &lt;<a href='mailto:community@talk.example'>"
        "community@talk.example</a>&gt; пише:",
        ("Від", "Надіслано", "Кому", "Тема"),
        "Надіслано з iPhone",
        "Оригінальне повідомлення",
        "##- Відповідайте над цим рядком -##",
    ),
    Words(
        "es",
        ("Coge medio número más.", "Ceden en una semana."),
        "El lun, 23 nov 2026 a las 17:03, Ridge (<a href='mailto:community@talk.example'>"
        "community@talk.example</a>) escribió:",
        ("De", "Enviado", "Para", "Asunto"),
        "Enviado desde mi iPhone",
        "Mensaje original",
        "##- Responde encima de esta línea -##",
    ),
]


def notice(words: Words) -> str:
    """Our own letter, as a program hands it back in its quotation."""
    return (
        f"<table role='presentation' width='100%'><tr><td><p>{words.marker}</p></td></tr>"
        "<tr><td><strong>Ridge</strong></td></tr><tr><td><p>QUOTED: Luka replied in “Which size?”</p>"
        "<p><a href='https://talk.example/t/5/'>QUOTED: See it on the site</a></p></td></tr></table>"
    )


def gmail(words: Words) -> str:
    first, second = words.said
    return (
        f'<div dir="{"rtl" if words.is_rtl else "ltr"}"><div>{first}</div><div><br></div><div>{second}</div>'
        f"</div><br>"
        '<div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{words.wrote}<br></div>'
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid '
        'rgb(204,204,204);padding-left:1ex">'
        f"{notice(words)}</blockquote></div>"
    )


def android(words: Words) -> str:
    """Gmail's app: paragraphs are divs with dir=auto."""
    first, second = words.said
    return (
        f'<div dir="auto">{first}<div dir="auto">{second}</div></div><br><div class="gmail_quote '
        f'gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{words.wrote}<br></div><blockquote class="gmail_quote">'
        f"{notice(words)}</blockquote></div>"
    )


def outlook_desktop(words: Words) -> str:
    first, second = words.said
    sender, sent, to, subject = words.headers
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>'
        "@font-face{font-family:Calibri}</style></head>"
        '<body lang="EN-US" link="#0563C1"><div class="WordSection1">'
        f'<p class="MsoNormal">{first}<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p '
        f'class="MsoNormal">{second}<o:p></o:p></p>'
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in">'
        f'<p class="MsoNormal"><b>{sender}:</b> Ridge &lt;{ADDRESS}&gt; <br><b>{sent}:</b> 23. 11. 2026 17:03<br>'
        f"<b>{to}:</b> Tea &lt;tea@example.com&gt;<br><b>{subject}:</b> QUOTED Luka replied<o:p></o:p></p>"
        f"</div></div>"
        f'<p class="MsoNormal"><o:p>&nbsp;</o:p></p>{notice(words)}</div></body></html>'
    )


def outlook_web(words: Words) -> str:
    first, second = words.said
    sender, sent, to, subject = words.headers
    return (
        f'<html><body dir="ltr"><div class="elementToProof" style="font-family:Aptos">{first}</div>'
        f'<div class="elementToProof"><br></div><div class="elementToProof">{second}</div><div '
        f'id="appendonsend"></div>'
        '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font '
        'face="Calibri">'
        f"<b>{sender}:</b> Ridge &lt;{ADDRESS}&gt;<br><b>{sent}:</b> 23. 11. 2026<br><b>{to}:</b> Tea<br>"
        f"<b>{subject}:</b> QUOTED</font><div>&nbsp;</div></div><div>{notice(words)}</div></body></html>"
    )


def apple_mail(words: Words) -> str:
    first, second = words.said
    return (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head>'
        f'<body style="overflow-wrap: break-word;"><div>{first}</div><div><br></div><div>{second}</div>'
        f'<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{words.from_phone}</div><div dir="ltr"><br>'
        f'<blockquote type="cite">{words.wrote}<br><br></blockquote></div><blockquote type="cite"><div '
        f'dir="ltr">{notice(words)}</div>'
        "</blockquote></body></html>"
    )


def thunderbird(words: Words) -> str:
    first, second = words.said
    return (
        '<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body>'
        f"<p>{first}</p><p>{second}</p><pre class='moz-signature' cols='72'>-- \nTea Kamenská\nHiking club</pre>"
        f'<div class="moz-cite-prefix">{words.wrote}<br></div><blockquote type="cite" '
        f'cite="mid:x@talk.example">{notice(words)}</blockquote></body></html>'
    )


def yahoo(words: Words) -> str:
    first, second = words.said
    return (
        '<html><head></head><body><div class="ydp1 yahoo-style-wrap" style="font-family:Helvetica"><div '
        'dir="ltr" data-setdir="false">'
        f'{first}</div><div><br></div><div dir="ltr" data-setdir="false">{second}</div></div>'
        '<div id="ydp2yahoo_quoted_1" class="ydp2yahoo_quoted yahoo_quoted"><div style="font-size:13px"><div>'
        f"{words.wrote}</div><div><br></div>{notice(words)}</div></div></body></html>"
    )


def proton(words: Words) -> str:
    first, second = words.said
    return (
        f'<div style="font-family: Arial;">{first}</div><div><br></div><div>{second}</div>'
        '<div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Sent with '
        '<a href="https://proton.me/">Proton Mail</a> secure email.</div></div>'
        f'<div class="protonmail_quote">{words.wrote}<br><blockquote class="protonmail_quote" type="cite">'
        f"{notice(words)}</blockquote></div>"
    )


def samsung(words: Words) -> str:
    first, second = words.said
    sender, sent, to, subject = words.headers
    return (
        f'<html><body dir="auto"><div dir="auto">{first}</div><div dir="auto"><br></div><div dir="auto">'
        f"{second}</div>"
        f'<div dir="auto"><br></div><div style="font-size:100%;color:#000000" dir="auto"><div>-------- '
        f"{words.original} --------</div>"
        f"<div>{sender}: Ridge &lt;{ADDRESS}&gt; </div><div>{sent}: 23/11/2026  17:03  (GMT+01:00) </div>"
        f"<div>{to}: Tea </div><div>{subject}: QUOTED </div><div><br></div></div>{notice(words)}</body></html>"
    )


def unknown(words: Words) -> str:
    """A program of which we know nothing but that it hands our own line back."""
    first, second = words.said
    return f"<div>{first}</div><br><br><div>{second}</div><hr>{notice(words)}"


HTML: dict[str, Callable[[Words], str]] = {
    one.__name__: one
    for one in (
        gmail,
        android,
        outlook_desktop,
        outlook_web,
        apple_mail,
        thunderbird,
        yahoo,
        proton,
        samsung,
        unknown,
    )
}


def _wrote(words: Words) -> str:
    line = words.wrote.replace("&lt;", "<").replace("&gt;", ">")
    return line.replace("<a href='mailto:community@talk.example'>", "").replace("</a>", "")


def _quoted(words: Words, mark: str) -> str:
    lines = [words.marker, "Hello Tea,", "QUOTED: Luka replied in “Which size?”", "https://talk.example/t/5/"]
    return "\n".join(f"{mark}{line}" for line in lines)


def plain_quoted(words: Words) -> str:
    return f"{words.said[0]}\n\n{words.said[1]}\n\n{_wrote(words)}\n\n{_quoted(words, '> ')}\n"


def plain_wrapped(words: Words) -> str:
    """The address did not fit into the line."""
    first, _at, rest = _wrote(words).rpartition("community@")
    return f"{words.said[0]}\n{words.said[1]}\n\n{first.rstrip()}\ncommunity@{rest}\n\n{_quoted(words, '> ')}\n"


def plain_outlook(words: Words) -> str:
    sender, sent, to, subject = words.headers
    return (
        f"{words.said[0]}\n{words.said[1]}\n\n________________________________\n{sender}: Ridge <{ADDRESS}>"
        f"\n{sent}: 23. 11. 2026 17:03\n"
        f"{to}: Tea <tea@example.com>\n{subject}: QUOTED Luka replied\n\n{_quoted(words, '')}\n"
    )


def plain_original(words: Words) -> str:
    return f"{words.said[0]}\n{words.said[1]}\n\n-----{words.original}-----\n{_quoted(words, '')}\n"


def plain_phone(words: Words) -> str:
    return f"{words.said[0]}\n{words.said[1]}\n\n{words.from_phone}\n\n{_wrote(words)}\n{_quoted(words, '')}\n"


def plain_below(words: Words) -> str:
    """Somebody answers under what they quote."""
    return f"{_wrote(words)}\n{_quoted(words, '> ')}\n\n{words.said[0]}\n{words.said[1]}\n-- \nTea\n"


def plain_between(words: Words) -> str:
    return f"{_wrote(words)}\n> QUOTED one\n{words.said[0]}\n> QUOTED two\n{words.said[1]}\n"


def plain_marker(words: Words) -> str:
    return f"{words.said[0]}\n{words.said[1]}\n\n{_quoted(words, '')}\n"


PLAIN: dict[str, Callable[[Words], str]] = {
    one.__name__: one
    for one in (
        plain_quoted,
        plain_wrapped,
        plain_outlook,
        plain_original,
        plain_phone,
        plain_below,
        plain_between,
        plain_marker,
    )
}
