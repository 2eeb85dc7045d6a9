"""In which encoding a file was written. UTF-8 is proved over the whole file, everything else is judged by a sample."""

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path

import charset_normalizer
from django.utils.translation import gettext_lazy as _

from korzo.shop.files.records import FileRefused, Reason

CHUNK_BYTES = 1024 * 1024
# Enough lines with accents to tell Slovak from French, little enough to judge in a blink.
SAMPLE_BYTES = 64 * 1024
# So many whole UTF-8 letters do not come about by chance in another encoding: the file is UTF-8 with a damaged spot.
PROOF_OF_UTF8_LETTERS = 3
# Without a byte order mark, UTF-16 shows itself by the empty half of nearly every letter.
UTF16_NUL_SHARE = 0.3
# In Cyrillic, letters above 127 stand in rows; in Latin scripts, alone among plain ones.
CYRILLIC_ROW_SHARE = 0.6

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LETTERS_OF = {
    "cp1250": ("áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "čćđšž", "ăâîşţ", "äöüß"),
    "cp1252": ("àâæçèéêëîïôœùûüÿ", "áéíñóúüçàèòï", "äöüß", "àèéìíîòóùú", "áâãàçéêíóôõú", "åäöæøé", "éëïöóá"),
}
_ROWS_OF_HIGH_BYTES = re.compile(rb"[\x80-\xff]{3,}")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
_UTF8_LETTERS = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def evident_encoding_of(start: bytes) -> str | None:
    """The encoding that the first bytes give away: a byte order mark, or the pattern of UTF-16."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    return _utf16_without_mark(start)


def encoding_of(path: Path) -> str:
    with path.open("rb") as stream:
        evident = evident_encoding_of(stream.read(4096))
    if evident is not None:
        return evident
    scan = _scan(path)
    if scan.is_utf8:
        return "utf-8"
    if scan.utf8_letters >= PROOF_OF_UTF8_LETTERS:
        raise FileRefused(
            path.name,
            scan.line,
            Reason(
                _("%(file)s has a damaged letter on line %(line)s. Please export it again."),
                {"file": path.name, "line": scan.line},
            ),
        )
    return _guess(path, bytes(scan.sample))


def _utf16_without_mark(start: bytes) -> str | None:
    pairs = len(start) // 2
    if pairs == 0:
        return None
    if start[1::2].count(0) / pairs > UTF16_NUL_SHARE and start[0::2].count(0) == 0:
        return "utf-16-le"
    if start[0::2].count(0) / pairs > UTF16_NUL_SHARE and start[1::2].count(0) == 0:
        return "utf-16-be"
    return None


@dataclass
class _Scan:
    """One pass over the bytes: is it UTF-8, where does it stop to be, and which lines have accents."""

    is_utf8: bool = True
    line: int = 1
    utf8_letters: int = 0
    sample: bytearray = field(default_factory=bytearray)


def _scan(path: Path) -> _Scan:
    scan = _Scan()
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        # A file without line ends must not be read into memory whole, hence the limit and the decoder with memory.
        while line := stream.readline(CHUNK_BYTES):
            if not line.isascii() and len(scan.sample) < SAMPLE_BYTES:
                scan.sample += line[:SAMPLE_BYTES]
            if scan.is_utf8:
                scan.is_utf8 = _goes_on(decoder, line)
                scan.utf8_letters += len(_UTF8_LETTERS.findall(line))
                scan.line += scan.is_utf8 and line.endswith(b"\n")
            elif len(scan.sample) >= SAMPLE_BYTES:
                break
    scan.is_utf8 = scan.is_utf8 and _goes_on(decoder, b"", final=True)
    return scan


def _goes_on(decoder: codecs.IncrementalDecoder, line: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(line, final)
    except UnicodeDecodeError:
        return False
    return True


def _guess(path: Path, sample: bytes) -> str:
    """charset-normalizer says which readings are text at all; between those the alphabets of the languages decide."""
    candidates = ["cp1252", "cp1250"]
    in_rows = sum(len(row) for row in _ROWS_OF_HIGH_BYTES.findall(sample))
    if in_rows / len(_HIGH_BYTES.findall(sample)) > CYRILLIC_ROW_SHARE:
        candidates = ["cp1251"]
    readings = charset_normalizer.from_bytes(sample[:SAMPLE_BYTES], cp_isolation=candidates)
    possible = [encoding for encoding in candidates if _decodes(sample, encoding)]
    if not readings or not possible:
        raise FileRefused(
            path.name,
            1,
            Reason(_("We cannot read the letters of %(file)s. Please save it as CSV UTF-8."), {"file": path.name}),
        )
    by_encoding = {reading.encoding: (-reading.chaos, reading.coherence) for reading in readings}
    worst = (-1.0, 0.0)
    return max(possible, key=lambda encoding: (_credibility(sample, encoding), by_encoding.get(encoding, worst)))


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _credibility(sample: bytes, encoding: str) -> float:
    """The share of the accented letters that one single language explains."""
    accented = [char for char in sample.decode(encoding).casefold() if not char.isascii()]
    alphabets = _LETTERS_OF.get(encoding)
    if alphabets is None or not accented:
        return 1.0
    return max(sum(char in letters for char in accented) for letters in alphabets) / len(accented)
