"""Letters that come in: taken apart within limits, told apart by kind, and cut down to what is new in them.

No database and no settings: whoever reads mail (replies to notices, one day a shared inbox) may use this.

    letter = parse(raw)                  what it says and holds, BadLetter where it cannot be read
    bounce_of(letter)                    a mail server says that something of ours did not arrive
    automatic_sign(letter)               no person wrote it
    dmarc_of(letter, "mx.shop.org")      what our own mail server found out about its sender
    new_words(letter)                    the words above, between or below what was quoted
"""

from korzo.kit.letters.attachments import Attached, attached
from korzo.kit.letters.extract import NewWords, new_words
from korzo.kit.letters.kinds import Bounce, automatic_sign, bounce_of, is_wish_to_leave
from korzo.kit.letters.parse import BYTES_MAX, BadLetter, Letter, parse
from korzo.kit.letters.results import Trust, dmarc_of

__all__ = [
    "BYTES_MAX",
    "Attached",
    "BadLetter",
    "Bounce",
    "Letter",
    "NewWords",
    "Trust",
    "attached",
    "automatic_sign",
    "bounce_of",
    "dmarc_of",
    "is_wish_to_leave",
    "new_words",
    "parse",
]
