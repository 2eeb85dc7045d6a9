from dataclasses import dataclass
from enum import StrEnum


class Light(StrEnum):
    GOOD = "good"
    # It works, and somebody should have a look at it some day.
    LOOK = "warn"
    # Something that people wait for does not happen.
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """What was found, in the reader's language. `advice` says what to do next; `url` leads to where that is done."""

    light: Light
    sentence: str
    advice: str = ""
    url: str = ""
    url_words: str = ""


def good(sentence: str) -> Finding:
    return Finding(Light.GOOD, sentence)


def look(sentence: str, advice: str, url: str = "", url_words: str = "") -> Finding:
    return Finding(Light.LOOK, sentence, advice, url, url_words)


def bad(sentence: str, advice: str, url: str = "", url_words: str = "") -> Finding:
    return Finding(Light.BAD, sentence, advice, url, url_words)
