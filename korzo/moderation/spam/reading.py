"""A text read once for all checks: its words, its scripts, where it leads."""

from dataclasses import dataclass

from korzo.moderation.spam.letters import seen, shares, words_in
from korzo.moderation.spam.links import Links, links_in


@dataclass(frozen=True)
class Read:
    """`seen` is the text without masks of signs, `words` all of its words in order, `mixture` its scripts by share."""

    text: str
    seen: str
    words: tuple[str, ...]
    mixture: dict[str, float]
    links: Links

    @property
    def main_script(self) -> str:
        return next(iter(self.mixture), "")


def read(text: str, html: str = "") -> Read:
    plain = seen(text)
    return Read(text, plain, tuple(words_in(plain)), shares(text), links_in(html, text))
