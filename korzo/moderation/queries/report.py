"""The transparency report: counted over the log when somebody asks, never kept as counters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.members.models import Member
from korzo.moderation.models import Decision, Entry, Flag, Item, LegalNotice, Sanction
from korzo.moderation.queries.policy import grounds

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True)
class Line:
    """One number. `group` and `code` never change with the language: they are for machines."""

    group: str
    code: str
    label: str
    value: int | float | None


GROUPS: dict[str, str | Promise] = {
    "notices": gettext_lazy("Legal notices"),
    "flags": gettext_lazy("What members pointed at"),
    "measures": gettext_lazy("What was taken down"),
    "sanctions": gettext_lazy("Limits for members"),
    "appeals": gettext_lazy("Second looks"),
    "machines": gettext_lazy("What machines did"),
    "people": gettext_lazy("Members"),
}


def report(begin: datetime, end: datetime) -> list[Line]:
    """All lines for what happened from `begin` until before `end`."""
    rows = Entry.objects.filter(at__gte=begin, at__lt=end)
    # Also those of thirty seconds into the next year.
    undone = set(Entry.objects.filter(verb=Entry.Verb.UNDONE, at__gte=begin).values_list("data__decision", flat=True))
    decided = [one for one in _data(rows, Entry.Verb.DECIDED) if one["decision"] not in undone]
    return [
        *_notices(rows, decided),
        *_flags(rows, decided),
        *_measures(rows, decided),
        *_sanctions(rows),
        *_appeals(rows),
        *_machines(rows, decided),
        Line("people", "active", _("Members who were here in that time"), _active(begin, end)),
    ]


def _data(rows: QuerySet[Entry], verb: str) -> list[dict[str, Any]]:
    return list(rows.filter(verb=verb).values_list("data", flat=True))


def _by(
    group: str, prefix: str, rows: Iterable[dict[str, Any]], key: str, names: Sequence[tuple[str, Any]], words: str
) -> list[Line]:
    """One line for each code, those with nothing too: a missing line would not say "none"."""
    found = [one.get(key) for one in rows]
    return [Line(group, f"{prefix}_{code}", words % {"name": name}, found.count(code)) for code, name in names]


def _days(rows: Iterable[dict[str, Any]]) -> float | None:
    """The median time, in days with one decimal; None where there was nothing to take time."""
    minutes = [one["minutes"] for one in rows if one.get("minutes") is not None]
    return round(median(minutes) / MINUTES_A_DAY, 1) if minutes else None


def _of(kind: str) -> Callable[[dict[str, Any]], bool]:
    return lambda one: one["kind"] == kind


def _is_against(one: dict[str, Any]) -> bool:
    return one["verb"] in {Decision.Verb.AGREE, Decision.Verb.SILENCE, Decision.Verb.BAN}


def _notices(rows: QuerySet[Entry], decided: list[dict[str, Any]]) -> list[Line]:
    received = _data(rows, Entry.Verb.NOTICE_RECEIVED)
    answered = [one for one in decided if _of(Item.Kind.NOTICE)(one)]
    acted = [one for one in answered if _is_against(one)]
    known = grounds()
    by_law = [one for one in acted if one["reason"] in known and known[one["reason"]].is_law]
    return [
        Line("notices", "received", _("Received"), len(received)),
        *_by("notices", "about", received, "ground", LegalNotice.Ground.choices, _("About: %(name)s")),
        Line("notices", "acted", _("Something was taken down"), len(acted)),
        Line("notices", "acted_law", _("of these because of the law"), len(by_law)),
        Line("notices", "acted_rules", _("of these because of our rules"), len(acted) - len(by_law)),
        Line("notices", "not_acted", _("Nothing was taken down"), len(answered) - len(acted)),
        Line("notices", "median_days", _("Days until the decision, median"), _days(answered)),
    ]


def _flags(rows: QuerySet[Entry], decided: list[dict[str, Any]]) -> list[Line]:
    raised = _data(rows, Entry.Verb.FLAGGED)
    looked_at = [one for one in decided if _of(Item.Kind.FLAGS)(one)]
    return [
        Line("flags", "raised", _("Raised"), len(raised)),
        *_by("flags", "reason", raised, "reason", _flag_reasons(), _("Reason: %(name)s")),
        Line("flags", "agreed", _("Posts with flags that were agreed with"), sum(map(_is_against, looked_at))),
        Line(
            "flags",
            "not_agreed",
            _("Posts with flags that were not agreed with"),
            sum(not _is_against(one) for one in looked_at),
        ),
        Line("flags", "median_days", _("Days until the decision, median"), _days(looked_at)),
    ]


def _flag_reasons() -> list[tuple[str, Any]]:
    return [choice for choice in Flag.Reason.choices if choice[0] != Flag.Reason.TELL_AUTHOR]


def _measures(rows: QuerySet[Entry], decided: list[dict[str, Any]]) -> list[Line]:
    own = _data(rows, Entry.Verb.TAKEN_DOWN)
    against = [one for one in decided if _is_against(one) and one["kind"] in _ABOUT_THINGS]
    reasons = [(ground.code, ground.name) for ground in grounds().values()]
    return [
        Line("measures", "own_initiative", _("Found by the team itself"), len(own)),
        Line("measures", "after_word", _("After flags, notices or checks"), len(against)),
        *_by("measures", "reason", [*own, *against], "reason", reasons, _("Reason: %(name)s")),
        Line("measures", "put_back", _("Put back"), rows.filter(verb=Entry.Verb.PUT_BACK).count()),
    ]


_ABOUT_THINGS = frozenset({Item.Kind.FLAGS, Item.Kind.HELD, Item.Kind.NOTICE})


def _sanctions(rows: QuerySet[Entry]) -> list[Line]:
    given = _data(rows, Entry.Verb.SANCTIONED)
    return [
        *_by("sanctions", "kind", given, "kind", Sanction.Kind.choices, "%(name)s"),
        Line("sanctions", "lifted", _("Lifted before their time"), rows.filter(verb=Entry.Verb.LIFTED).count()),
    ]


def _appeals(rows: QuerySet[Entry]) -> list[Line]:
    asked, answered = rows.filter(verb=Entry.Verb.APPEALED).count(), _data(rows, Entry.Verb.APPEAL_DECIDED)
    reversed_count = sum(bool(one["is_reversed"]) for one in answered)
    return [
        Line("appeals", "asked", _("Asked for"), asked),
        Line("appeals", "reversed", _("The member was right"), reversed_count),
        Line("appeals", "upheld", _("The decision stayed"), len(answered) - reversed_count),
        Line("appeals", "median_days", _("Days until the answer, median"), _days(answered)),
    ]


def _machines(rows: QuerySet[Entry], decided: list[dict[str, Any]]) -> list[Line]:
    held = [one for one in decided if _of(Item.Kind.HELD)(one)]
    wrong = sum(not _is_against(one) for one in held)
    return [
        Line("machines", "held", _("Held by checks until a person looked"), rows.filter(verb=Entry.Verb.HELD).count()),
        Line("machines", "held_wrongly", _("of these published by a person afterwards"), wrong),
        Line(
            "machines",
            "hidden_at_once",
            _("Hidden by the number of flags until a person looked"),
            rows.filter(verb=Entry.Verb.HIDDEN_AT_ONCE).count(),
        ),
        Line("machines", "decided", _("Decided by a machine alone"), 0),
        Line("machines", "error_rate", _("Share of the held that were wrong"), _share(wrong, len(held))),
    ]


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _active(begin: datetime, end: datetime) -> int:
    return Member.objects.get_queryset().present().filter(last_seen_at__gte=begin, joined_at__lt=end).count()
