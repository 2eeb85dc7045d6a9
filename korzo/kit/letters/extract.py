"""The words that somebody wrote now, out of a letter that carries all that was written before."""

from dataclasses import dataclass

from korzo.kit.letters.cut_html import cut_html
from korzo.kit.letters.cut_text import cut_text
from korzo.kit.letters.parse import Letter

# Of the cut part; it is kept for those who look into a mistake, not for reading.
REST_LENGTH_MAX = 100_000


@dataclass(frozen=True)
class NewWords:
    """`body` is HTML where `is_rich`, never cleaned: whoever shows it passes it through `kit.html.clean`.

    `shown_ids` are the content ids of pictures that stand among the new words.
    """

    body: str
    is_rich: bool = False
    rest: str = ""
    shown_ids: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.body.strip()


def new_words(letter: Letter) -> NewWords:
    """From the HTML where it says something, because that keeps lists and links; else from the plain text."""
    if letter.html.strip():
        cut = cut_html(letter.html)
        if cut.html or cut.shown_ids:
            return NewWords(cut.html, True, cut.rest[:REST_LENGTH_MAX], cut.shown_ids)
    text = cut_text(letter.plain)
    return NewWords(text.new, False, text.rest[:REST_LENGTH_MAX])
