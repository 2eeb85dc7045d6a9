"""Texts for a town: the demo's own words, drawn as often as people use them, the same in every run."""

import re
from collections import defaultdict
from dataclasses import dataclass
from random import Random

from korzo.project.demo import texts

SENTENCES_A_LANGUAGE = 6_000
WORDS_MIN, WORDS_MAX = 5, 19
# With these a post has 434 characters on average, as the communities have that were measured elsewhere.
SENTENCES_MIN, SENTENCES_MAX = 2, 12
SENTENCES_A_PARAGRAPH = 4
# Every post names one thing that hardly any other names, as orders and model numbers do.
NUMBERS = 400_000
# Of a hundred topics so many are in English; the others share the rest.
ENGLISH_SHARE = 80

_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f\u0a80-\u0aff\u200c'’-]*")


@dataclass(frozen=True)
class Text:
    html: str
    plain: str


class Words:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._sentences = {language: self._make(words) for language, words in known_words().items()}
        self._others = sorted(self._sentences.keys() - {"en"})

    def language(self) -> str:
        return "en" if self._random.randrange(100) < ENGLISH_SHARE else self._random.choice(self._others)

    def title(self, language: str) -> str:
        words = self._random.choice(self._sentences[language]).split()
        return " ".join(words[:8]).rstrip(".")

    def text(self, language: str) -> Text:
        random = self._random
        chosen = random.choices(self._sentences[language], k=random.randint(SENTENCES_MIN, SENTENCES_MAX))
        chosen[-1] += f" {random.randrange(NUMBERS)}"
        parts = [
            " ".join(chosen[at : at + SENTENCES_A_PARAGRAPH]) for at in range(0, len(chosen), SENTENCES_A_PARAGRAPH)
        ]
        return Text("".join(f'<p dir="auto">{part}</p>' for part in parts), " ".join(parts))

    def _make(self, words: list[str]) -> list[str]:
        random = self._random
        return [
            " ".join(random.choices(words, k=random.randint(WORDS_MIN, WORDS_MAX))).capitalize() + "."
            for _turn in range(SENTENCES_A_LANGUAGE)
        ]


def known_words() -> dict[str, list[str]]:
    """A word stands in the list as often as the demo uses it. Nothing among them needs escaping."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for talk in texts.talk():
        for body in (talk.title, talk.body, *(reply.body for reply in talk.replies)):
            found[talk.language] += [word.replace("'", "’") for word in _WORD.findall(body)]
    return dict(found)
