"""Documents that are made from the code, so that they cannot be wrong."""

from dataclasses import fields

from korzo.activity.activities import Kind, all_kinds, subscribers_of

HEADER = """# Activities

Everything that can happen, in the words of the log. Made by `make docs`; a test fails when it is out of date.
*Record only* means that the fact itself is what we keep and nobody has to hear it.

| verb | what it says | fields (personal ones in italics) | who hears it |
|---|---|---|---|
"""


def activities_document() -> str:
    return HEADER + "".join(_row(kind) for kind in all_kinds())


def _row(kind: type[Kind]) -> str:
    names = [f"*{one.name}*" if one.name in kind.personal else one.name for one in fields(kind)]
    heard = [
        f"{one.name}{' (history too)' if one.history else ''}{' (messenger)' if one.messenger else ''}"
        for one in subscribers_of(kind.verb, backfilled=False)
    ]
    listeners = ", ".join(heard) or ("record only" if kind.record_only else "nobody")
    return f"| `{kind.verb}` | {kind.sentence} | {', '.join(names) or '–'} | {listeners} |\n"
