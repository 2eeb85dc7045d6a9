"""Refuses migrations that an older release, still running beside the new one, would not survive: `make lint`.

During an update on several hosts the database changes first, and for some minutes old code works on the new tables.
So a release may only add; the release after takes away what nobody uses any more. docs/operating/scaling.md says how.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import django
from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

OURS = "korzo."

BEFORE_RELEASE = "made before the first release: no older code ever ran on these tables"

# What is dangerous and done all the same, each with its reason: a whole migration, or "migration: finding".
ALLOWED: dict[str, str] = {
    "activity.0003_dropped_by_staff": BEFORE_RELEASE,
    "discussions.0002_flat_pages": BEFORE_RELEASE,
    "discussions.0003_kinds_rights_states": BEFORE_RELEASE,
    "discussions.0005_questions": BEFORE_RELEASE,
    "moderation.0003_heaviest_first": BEFORE_RELEASE,
    "reviews.0002_moderated_reviews": BEFORE_RELEASE,
}


# Each by the thing it does to those who still run the release before.
DANGEROUS: dict[type[Operation], str] = {
    ops.RemoveField: "takes away %(model_name)s.%(name)s, which older code still reads",
    ops.RenameField: "renames %(model_name)s.%(old_name)s: add a field, copy, and take the old one away later",
    ops.RenameModel: "renames %(old_name)s, which older code still reads",
    ops.DeleteModel: "takes away %(name)s, which older code still reads",
    ops.AlterModelTable: "renames the table of %(name)s, which older code still reads",
    ops.AddIndex: "adds an index to %(table)s and locks it meanwhile: build it CONCURRENTLY",
    ops.AddConstraint: "adds a rule to %(table)s and locks it meanwhile: add it NOT VALID and validate it after",
    ops.AlterUniqueTogether: "adds a rule to %(table)s and locks it meanwhile",
}


@dataclass(frozen=True)
class Finding:
    migration: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.migration}: {self.sentence}"


def all_findings() -> list[Finding]:
    """Of all migrations of our rooms; allowed ones left out."""
    return [one for one in every_finding() if str(one) not in ALLOWED and one.migration not in ALLOWED]


def every_finding() -> list[Finding]:
    loader = MigrationLoader(None)
    found: list[Finding] = []
    for key in loader.graph.nodes:
        migration = loader.get_migration(*key)
        if type(migration).__module__.startswith(OURS) and not migration.initial:
            before = loader.project_state(key, at_end=False)
            found += findings_of(migration, before)
    return sorted(found, key=str)


def findings_of(migration: Migration, before: ProjectState) -> list[Finding]:
    name = f"{migration.app_label}.{migration.name}"
    sentences: list[str] = []
    state = before.clone()
    made: set[str] = set()
    kinds: set[str] = set()
    for operation in _flattened(migration.operations):
        kinds.add(_kind(operation))
        if isinstance(operation, ops.CreateModel):
            made.add(operation.name_lower)
        elif getattr(operation, "model_name", "").lower() not in made:
            sentences += _judge(operation, migration.app_label, state)
        operation.state_forwards(migration.app_label, state)
    sentences += _judge_mixture(migration, kinds)
    return [Finding(name, sentence) for sentence in sentences]


def _flattened(operations: Sequence[Operation]) -> Iterator[Operation]:
    """What happens in the database; state alone harms nobody."""
    for operation in operations:
        if isinstance(operation, ops.SeparateDatabaseAndState):
            yield from _flattened(operation.database_operations)
        else:
            yield operation


def _kind(operation: Operation) -> str:
    if isinstance(operation, ops.RunPython):
        return "data"
    return "sql" if isinstance(operation, ops.RunSQL) else "schema"


def _judge(operation: Operation, label: str, state: ProjectState) -> list[str]:
    if isinstance(operation, ops.AddField):
        return _judge_new_field(operation)
    if isinstance(operation, ops.AlterField):
        return _judge_changed_field(operation, state, label)
    if isinstance(operation, ops.RunPython | ops.RunSQL):
        return [] if operation.reversible else [f"cannot be undone: give {type(operation).__name__} a way back"]
    words = next((words for kind, words in DANGEROUS.items() if type(operation) is kind), None)
    return [words % _parts(operation)] if words else []


def _parts(operation: Operation) -> dict[str, str]:
    """What the sentences name, of whichever operation."""
    named = {name: str(getattr(operation, name, "")) for name in ("name", "old_name", "model_name")}
    return {**named, "table": named["model_name"] or named["name"]}


def _judge_new_field(operation: ops.AddField) -> list[str]:
    field, name = operation.field, f"{operation.model_name}.{operation.name}"
    if isinstance(field, models.ManyToManyField):
        return []
    found = []
    if not field.null and not _has_database_default(field):
        found.append(f"adds {name}, which older code leaves empty: let it be null, or give it a db_default")
    if _is_indexed(field):
        found.append(f"adds {name} with an index or a rule of its own and locks the table meanwhile")
    return found


def _judge_changed_field(operation: ops.AlterField, state: ProjectState, label: str) -> list[str]:
    name = f"{operation.model_name}.{operation.name}"
    old = state.models[label, operation.model_name_lower].fields[operation.name]
    new = operation.field
    found = []
    if old.null and not new.null and not _has_database_default(new):
        found.append(f"forbids {name} to be null, as older code still leaves it")
    if type(old) is not type(new):
        found.append(f"changes the type of {name} and writes the whole table anew")
    if (old.max_length or 0) > (new.max_length or sys.maxsize):
        found.append(f"makes {name} shorter, and older code still writes longer ones")
    if _is_indexed(new) and not _is_indexed(old):
        found.append(f"gives {name} an index or a rule and locks the table meanwhile")
    return found


def _has_database_default(field: "models.Field[object, object]") -> bool:
    return field.db_default is not models.NOT_PROVIDED


def _is_indexed(field: "models.Field[object, object]") -> bool:
    return bool(getattr(field, "db_index", False) or field.unique)


def _judge_mixture(migration: Migration, kinds: set[str]) -> list[str]:
    if {"data", "schema"} <= kinds:
        return ["changes tables and their rows in one migration: PostgreSQL refuses that, or locks both until the end"]
    if not migration.atomic and len(migration.operations) > 1:
        return ["does several things without a transaction: what breaks in the middle stays half done"]
    return []


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korzo.project.settings")
    django.setup()
    found = all_findings()
    for finding in found:
        sys.stderr.write(f"{finding}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
