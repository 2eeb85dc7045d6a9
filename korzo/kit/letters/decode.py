"""Bytes of a letter as words."""

import codecs

# What programs wrote that said nothing, or something wrong, in the order in which it is worth a try.
FALLBACKS = ("utf-8", "windows-1252", "iso-8859-1")
# Names of encodings that are none of letters: "zlib" would unpack a bomb, "idna" is for hosts.
_NOT_TEXT = frozenset({
    "base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "unicode_escape",
    "raw_unicode_escape", "undefined", "mbcs", "oem",
})  # fmt: skip


def text_of(data: bytes, charset: str, *, flowed: str = "") -> str:
    """By the declared charset, else by those that are likely. `flowed` as in `parse`."""
    text = _unified(_decoded(data, charset))
    return joined(text, delete_space=flowed == "delsp") if flowed else text


def _decoded(data: bytes, charset: str) -> str:
    for name in (charset, *FALLBACKS):
        codec = _codec(name)
        if codec is None:
            continue
        try:
            return codec.decode(data)[0]
        except (UnicodeError, ValueError, TypeError):
            continue
    return data.decode("ascii", "replace")


def _codec(name: str) -> codecs.CodecInfo | None:
    try:
        found = codecs.lookup(name) if name else None
    except (LookupError, ValueError, TypeError):
        return None
    return None if found is None or found.name in _NOT_TEXT else found


def _unified(text: str) -> str:
    """One kind of line end, no byte order mark, no halves of signs that no database takes."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").replace("\x00", "")
    return clean.encode("utf-8", "replace").decode("utf-8")


def joined(text: str, *, delete_space: bool) -> str:
    """Lines that end in a space go on in the next of the same depth of quotation (RFC 3676)."""
    lines: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        is_signature = words == "-- "
        if open_depth == depth and not is_signature:
            lines[-1] += words
        else:
            lines.append(f"{'>' * depth} {words}" if depth else words)
        goes_on = words.endswith(" ") and not is_signature
        open_depth = depth if goes_on else None
        if goes_on and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
