"""What others and our own pages may ask."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from korzo.exchange.models import Arrival, Export, Import, Kind

LISTED_MAX = 20

# What is taken differently than it stands in the file, and what is left out on purpose.
NOTES: dict[str, str | Promise] = {
    "former": _("authors of whom nothing else is told; each becomes a former member"),
    "second_with_mail": _("people with a mail address that somebody before them has; they come without one"),
    "without_mail": _("people without a mail address; their words come, and nobody can sign in as them"),
    "circle_of_spaces": _("spaces that stood below themselves, or below none that is there"),
    "number_taken": _("posts with a number that another post of the topic has"),
    "folded_spaces": _("spaces that become a tag of the space above them, because there is room for no more"),
    "long_titles": _("titles that are longer than a title can be; they end with three dots"),
    "surplus_tags": _("topics with more tags than a topic can have; the first ones come"),
    "without_form": _("posts that are too long with their form; their words come alone"),
    "barred_mails": _("mail addresses that were shut out, left out"),
    "from_the_future": _("dates that are still to come; they become today’s"),
    "without_date": _("dates before there were any forums"),
    "bots": _("bots, left out; what they wrote has no author"),
    "private_messages": _("private conversations, left out"),
    "about_topics": _("descriptions of categories, left out"),
    "whispers": _("whispers of the team, left out"),
    "small_notes": _("notes about what was done to a topic, left out"),
    "second_polls": _("further polls in one post, left out"),
    "other_files": _("files that are no pictures, left out"),
    "links_as_forums": _("forums that are only a link, left out"),
    "moved_topics": _("signs that a topic went elsewhere, left out"),
    "remote": _("things of other servers, left out"),
}


@dataclass(frozen=True)
class Counted:
    words: str | Promise
    number: int


def counted(brought: Import) -> list[Counted]:
    counts = brought.found.get("counts", {})
    return [Counted(kind.label, counts[kind]) for kind in Kind if counts.get(kind)]


def noted(brought: Import) -> list[Counted]:
    found = {**brought.found.get("notes", {}), **brought.found.get("left_out", {})}
    return [Counted(NOTES[code], found[code]) for code in NOTES if found.get(code)]


def latest_imports() -> list[Import]:
    return list(Import.objects.order_by("-created_at", "-pk")[:LISTED_MAX])


def latest_exports() -> list[Export]:
    return list(Export.objects.order_by("-created_at", "-pk")[:LISTED_MAX])


def rejects_as_csv(brought: Import) -> Iterator[str]:
    """What does not come first, then what comes otherwise than it stands."""
    yield _line(["file", "row", "id", "comes", "reason"])
    for one in brought.rejects.order_by("is_taken", "pk").iterator():
        yield _line([one.file, one.line, one.source_id, "otherwise" if one.is_taken else "no", one.reason])


def _line(cells: Iterable[object]) -> str:
    """A cell that begins like a formula is shown as the text that it is."""
    out = StringIO()
    told = [str(cell) for cell in cells]
    csv.writer(out).writerow([f"'{cell}" if cell[:1] in "=+-@" and cell else cell for cell in told])
    return out.getvalue()


def about_members(member_ids: Iterable[int]) -> dict[int, Any]:
    """For a person's own export: from which community they were brought, and by what number."""
    found: dict[int, Any] = {pk: {} for pk in member_ids}
    rows = Arrival.objects.filter(kind=Kind.PEOPLE, object_id__in=found)
    for pk, source, source_id in rows.values_list("object_id", "source", "source_id"):
        found[pk].setdefault("brought_from", []).append({"source": source, "source_id": source_id})
    return found
