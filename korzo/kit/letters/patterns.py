"""How mail programs say that a former letter follows: in the seven languages of the house and some neighbours'.

All are read on a line without signs of direction and without stars around its words (`bare`).
"""

import re

# What is longer is a paragraph that happens to end in such a word.
ATTRIBUTION_LENGTH_MAX = 320
# Programs wrap it at 72 signs; three lines hold a long name and a longer address.
ATTRIBUTION_LINES_MAX = 3
# From, Sent, To, Cc, Bcc, Subject, Importance, and one that goes on.
HEADER_LINES_MAX = 9

_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
_STARS = re.compile(r"^\*+|\*+(?=:)|(?<=:)\*+|\*+$")


def bare(line: str) -> str:
    """Only its beginning: nothing that we look for is longer."""
    line = line[: 2 * ATTRIBUTION_LENGTH_MAX]
    return _STARS.sub("", " ".join(_UNSEEN.sub("", line).split())).strip()


_WROTE = (
    "wrote|napísal|napísala|napísali|napísal[(]a[)]|napísal/a|napísal[(]-a[)]|napsal|napsala|napsal[(]a[)]|píše"
    "|ha scritto|scrive|escribió|escribio|ha escrito|пише|написав|написала|написав[(]-?ла[)]|написав[(]а[)]"
    "|написал|написала"
    "|написал[(]а[)]|пишет|نوشت|نوشته است|نوشته‌است|نوشته|લખ્યું|લખ્યુ|લખ્યું છે|લખે છે|લખ્યો|schrieb|schreibt"
    "|a écrit|écrivait"
)
_ENDS_IN_WROTE = re.compile(rf"(?:^|[\s>)\]\"'»”،,])(?:{_WROTE})\s*[:：]?$", re.IGNORECASE)
# German, and programs that put the date behind the name.
_WROTE_WITHIN = re.compile(
    rf"(?:^Am\s.{{5,200}}\sschrieb\s.{{1,150}}|\s(?:{_WROTE})\s(?:am|on|dňa|dne|il|el|le)\s.{{5,80}}):$",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d{1,4}\D{1,14}\d{1,4}|[^\s@]@[^\s@]")


def is_attribution(line: str) -> bool:
    """ "On 23 November 2026, Tea <…> wrote:". A sentence that only ends so names no date and no address."""
    if len(line) > ATTRIBUTION_LENGTH_MAX or not _DATED.search(line):
        return False
    return bool(_ENDS_IN_WROTE.search(line) or _WROTE_WITHIN.search(line))


def has_date(line: str) -> bool:
    return bool(_DATED.search(line))


# Stands in our own letters: its signs are found whatever the language of the words between them.
_MARKER = re.compile(r"##-.{1,150}-##")
MARKER_ID = "korzo-above"


def marker_line(words: str) -> str:
    """The line of our letters above which somebody answers."""
    return f"##- {words} -##"


def is_marker(line: str) -> bool:
    return len(line) <= 400 and bool(_MARKER.search(line))


_DIVIDERS = (
    "original message|original appointment|forwarded message|begin forwarded message|reply message"
    "|pôvodná správa|preposlaná správa|původní zpráva|původní e-mail|přeposlaná zpráva|messaggio originale"
    "|messaggio inoltrato|mensaje original|mensaje reenviado|оригінальне повідомлення|вихідне повідомлення"
    "|початкове повідомлення|переслане повідомлення|исходное сообщение|پیام اصلی|پیام اولیه|پیام بازارسالی"
    "|મૂળ સંદેશ|મૂળ સંદેશો|ફોરવર્ડ કરેલ સંદેશ|ursprüngliche nachricht|originalnachricht|weitergeleitete nachricht"
    "|message d[’']origine|message original|message transféré"
)
_DIVIDER = re.compile(rf"[-_–—=]{{2,}}\s*(?:{_DIVIDERS})\s*[-_–—=]{{2,}}:?", re.IGNORECASE)
_RULE = re.compile(r"_{20,}")


def is_divider(line: str) -> bool:
    return len(line) <= 120 and bool(_DIVIDER.fullmatch(line))


def is_rule(line: str) -> bool:
    """Outlook draws it in plain text above its block of headers."""
    return bool(_RULE.fullmatch(line))


_FROM, _SENT, _TO, _SUBJECT, _OTHER = "from", "sent", "to", "subject", "other"
_HEADER_WORDS: dict[str, str] = {
    _FROM: "from|od|odosielateľ|da|mittente|de|від|відправник|от|از|فرستنده|પ્રેષક|તરફથી|દ્વારા|von",
    _SENT: (
        "sent|date|odoslané|odoslaná|dátum|dňa|odesláno|datum|inviato|inviata|data|enviado|enviado el|enviada el"
        "|fecha"
        "|надіслано|відправлено|дата|отправлено|ارسال|ارسال شده|ارسال‌شده|تاریخ|زمان ارسال|મોકલ્યું|મોકલાયું"
        "|મોકલેલ|તારીખ"
        "|gesendet|envoyé|envoyé le"
    ),
    _TO: "to|komu|pre|adresát|a|destinatario|para|кому|به|گیرنده|પ્રતિ|ને|an|à",
    _SUBJECT: "subject|predmet|předmět|oggetto|asunto|тема|موضوع|વિષય|betreff|objet",
    _OTHER: (
        "cc|bcc|kópia|kopie|skrytá kópia|копія|رونوشت|નકલ|reply-to|importance|priority|dôležitosť|importanza"
        "|importancia"
    ),
}
_KIND_OF = {word: kind for kind, words in _HEADER_WORDS.items() for word in words.split("|")}
_HEADER_LINE = re.compile(r"([^:：]{1,24})\s?[:：](?:\s|$)")
_WANTED = {_FROM, _SENT, _TO, _SUBJECT}


def header_kind(line: str) -> str:
    """Which header of a quoted letter this line is; empty for any other line."""
    found = _HEADER_LINE.match(f"{line} ")
    return _KIND_OF.get(found[1].strip().casefold(), "") if found else ""


def headers_end(lines: list[str], start: int) -> int:
    """Behind the block of headers that begins here, 0 where none does: all four, with nothing else among them."""
    if header_kind(lines[start]) not in _WANTED:
        return 0
    found: set[str] = set()
    place = start
    unknown = 0
    while place < min(len(lines), start + HEADER_LINES_MAX) and lines[place]:
        kind = header_kind(lines[place])
        # A long list of receivers goes on in a line of its own.
        unknown = 0 if kind else unknown + 1
        if unknown > 1:
            break
        found.add(kind)
        place += 1
    return place if found >= _WANTED else 0


SIGNATURE = re.compile(
    r"(?:sent (?:from|via|with|using)|get outlook for|(?:von meinem|von meiner) .{1,40} gesendet|gesendet (?:von"
    r"|mit|über)"
    r"|odoslané (?:z|cez|pomocou)|odesláno (?:z|ze|pomocí)|inviato (?:da|dal|con|tramite)|scarica outlook"
    r"|enviado (?:desde|con)"
    r"|obtener outlook|надіслано (?:з|із|за)|відправлено (?:з|із)|отправлено (?:с|из)|ارسال\s?شده از|ارسال‌شده از"
    r"|فرستاده شده از"
    r"|envoyé (?:de|depuis|à partir|avec))\b.{1,100}|.{0,60}(?:પરથી|માંથી) મોકલ.{0,20}",
    re.IGNORECASE,
)
SIGNATURE_LENGTH_MAX = 120


def is_program_signature(line: str) -> bool:
    return len(line) <= SIGNATURE_LENGTH_MAX and bool(SIGNATURE.fullmatch(line.strip("<> .")))


def is_dashes(line: str) -> bool:
    """Two dashes and a space; some programs drop the space, people do not write such a line."""
    return line.rstrip("\n") in {"-- ", "--"}


ABSENCE = re.compile(
    r"^\s*\[?(?:auto(?:matic|mated)?[ -]?(?:reply|response|antwort)|out of (?:the )?office|away from (?:the )?office"
    r"|automatická odpove[ďd]|automatická odpověď|mimo kancelári[ae]|neprítomnosť|nepřítomnost"
    r"|risposta automatica|fuori (?:sede|ufficio)"
    r"|автоматична відповідь|автовідповідь|немає на місці|respuesta automática|fuera de (?:la )?oficina"
    r"|پاسخ خودکار|عدم حضور"
    r"|خارج از دفتر|સ્વચાલિત (?:જવાબ|પ્રત્યુત્તર)|આપોઆપ જવાબ|ઓફિસની બહાર|automatische antwort|abwesenheit"
    r"|réponse automatique|absence du bureau)",
    re.IGNORECASE,
)

LEAVE = frozenset({
    "unsubscribe", "unsubscribe me", "please unsubscribe", "please unsubscribe me", "odhlásiť", "odhlasit",
    "odhlásiť sa", "odhlásiť odber", "zrušiť odber", "odhlásit", "odhlásit odběr", "disiscrivimi", "disiscriviti",
    "annulla iscrizione", "cancellami", "cancella iscrizione", "відписатися", "відписатись", "відпишіть мене",
    "darme de baja", "darse de baja", "cancelar suscripción", "cancelar la suscripción", "لغو اشتراک", "لغو عضویت",
    "અનસબ્સ્ક્રાઇબ", "અનસબ્સ્ક્રાઇબ કરો", "સબ્સ્ક્રિપ્શન રદ કરો", "abmelden", "désabonner", "se désabonner",
})  # fmt: skip
