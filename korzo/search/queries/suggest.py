"""Titles and names that begin as somebody types."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from korzo.search.asked import read
from korzo.search.models import Document
from korzo.search.queries.find import Hit
from korzo.search.queries.limits import Filters, Limits
from korzo.search.store import Span, store


def suggest(question: str, *, audiences: Collection[str], shares: Mapping[str, int]) -> list[Hit]:
    """Of each kind at most its share, the newest first."""
    asked = read(question)
    if not asked or not audiences:
        return []
    # Somebody who has typed an opening quote is still typing.
    last = replace(asked.clauses[-1], is_begun=True, is_quoted=False)
    begun = asked.with_clause(len(asked.clauses) - 1, last).in_title()
    numbers: list[int] = []
    for kind, share in shares.items():
        wanted = Limits(audiences, Filters(kinds=(kind,))).within(begun)
        numbers += store().newest(wanted, limit=share, span=Span())
    documents = Document.objects.in_bulk(numbers)
    return [Hit(documents[one].kind, documents[one].object_id, one) for one in numbers if one in documents]
