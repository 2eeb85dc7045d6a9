"""The words of a post in the one form that comes in: HTML that is short enough, or the reason why there is none."""

from dataclasses import dataclass

from korzo.exchange.reading import markdown
from korzo.exchange.rows import Data
from korzo.kit.html import TEXT_LENGTH_MAX

FIELDS = ("html", "markdown", "plain")


@dataclass(frozen=True)
class Text:
    """`field` and `words` as they come in. `is_bare` where only the words fit, without what made them bold."""

    field: str = ""
    words: str = ""
    is_bare: bool = False
    is_too_long: bool = False


def text_of(data: Data) -> Text:
    """The richest that fits: nothing of a post is ever cut off."""
    found = {field: str(data[field]) for field in FIELDS if data.get(field)}
    if not found:
        return Text()
    # Longer ones are not even read: the time for those that are made to do harm grows with the square of their length.
    if len(found.get("markdown", "")) <= TEXT_LENGTH_MAX and "markdown" in found:
        found["markdown"] = markdown.to_html(found["markdown"])
    for field in FIELDS:
        if len(found.get(field, "")) <= TEXT_LENGTH_MAX and field in found:
            is_bare = field == "plain" and len(found) > 1
            return Text("plain" if field == "plain" else "html", found[field], is_bare=is_bare)
    return Text(is_too_long=True)
