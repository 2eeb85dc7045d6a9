"""Texts that went through the wrong character set on their way."""

# Signs of UTF-8 that was read as Latin-1 or Windows-1252: the first bytes of letters with two and three of them.
_SIGNS = ("Ã", "Â", "Ä", "Å", "Ð", "Ñ", "Ø", "Ù", "â€", "à¤", "àª", "Ã¢")


def mended(text: str) -> str:
    """`KoÅ¡ice` becomes `Košice`. A text that does not come out whole was meant as it stands."""
    if not text or not any(sign in text for sign in _SIGNS):
        return text
    for charset in ("cp1252", "latin-1"):
        try:
            once = text.encode(charset).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        return once
    return text


def decoded(raw: bytes) -> str:
    """UTF-8 where it is; else Windows-1252, which every byte is something in."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    return text.replace("\x00", "")
