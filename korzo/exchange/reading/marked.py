"""Takes out of the HTML of other software what is no words: poll forms, frames around pictures, boxes around links."""

from html import escape
from html.parser import HTMLParser

import nh3

from korzo.kit.html import SCHEMES, TAGS, TEXT_LENGTH_MAX

# Their insides are shown in other ways by us, or are decoration.
SILENT = frozenset({"poll", "poll-container", "meta", "lightbox-wrapper", "quote-controls", "avatar", "anchor"})
_LINK_BOXES = frozenset({"onebox"})
_MARKS = ('class="poll', 'class="emoji', "lightbox", "onebox", "quote-controls", "avatar", 'class="anchor')
_ALLOWED = TAGS | {"div", "span", "aside", "img", "h1", "h4", "b", "i", "s", "header", "article"}
_VOID = frozenset({"br", "img", "hr"})


def plainer(html: str) -> str:
    """Well-formed HTML for our own cleaner, which comes after this and is the one that counts."""
    if not any(mark in html for mark in _MARKS):
        return html
    walk = _Walk()
    walk.feed(
        nh3.clean(
            # Python's reader is given only what is well-formed: others cost it half a minute.
            html[:TEXT_LENGTH_MAX],
            tags=_ALLOWED,
            attributes={
                "*": {"class"}, "a": {"href", "class"}, "img": {"alt", "class"}, "aside": {"class", "data-onebox-src"},
            },
            url_schemes=SCHEMES,
            link_rel=None,
        )
    )  # fmt: skip
    walk.close()
    return "".join(walk.made)


class _Walk(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        if self._silent:
            self._silent += tag not in _VOID
            return
        if classes & _LINK_BOXES:
            address = escape(given.get("data-onebox-src", ""))
            self.made.append(f'<p><a href="{address}">{address}</a></p>' if address else "")
        if (classes & SILENT or classes & _LINK_BOXES) and tag not in _VOID:
            self._silent = 1
        elif tag == "img":
            self.made.append(escape(given.get("alt", "")) if "emoji" in classes else "")
        else:
            href = f' href="{escape(given["href"])}"' if "href" in given else ""
            self.made.append(f"<{tag}{href}>")

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent -= tag not in _VOID
        elif tag not in _VOID:
            self.made.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.made.append(escape(data, quote=False))
