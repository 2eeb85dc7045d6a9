"""Our migrations let an older release run on beside the new one. Each rule proves itself on a bad line."""

import pytest
from django.db import migrations, models
from django.db.migrations import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tests.migration_rules import ALLOWED, all_findings, every_finding, findings_of

NUMBER = models.IntegerField()
TEXT = models.CharField(max_length=50)


@pytest.fixture
def before() -> ProjectState:
    """A room with one table, as the first migration of an earlier release made it."""
    state = ProjectState()
    migrations.CreateModel(
        "Bench",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("place", TEXT.clone()),
            ("seats", models.IntegerField(null=True)),
        ],
    ).state_forwards("town", state)
    return state


def said(before: ProjectState, *operations: Operation, atomic: bool = True) -> str:
    kind = type("Migration", (Migration,), {"operations": operations, "atomic": atomic})
    migration = kind("0002_more", "town")
    return " | ".join(finding.sentence for finding in findings_of(migration, before))


def nothing(_apps: object, _schema_editor: object) -> None:
    return


def test_our_own_migrations_are_kind() -> None:
    assert [str(finding) for finding in all_findings()] == []


def test_every_exception_has_its_reason_and_is_needed() -> None:
    assert [name for name, reason in ALLOWED.items() if len(reason) < 20] == []
    needed = {name for finding in every_finding() for name in (finding.migration, str(finding))}
    assert [name for name in ALLOWED if name not in needed] == []


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (migrations.RemoveField("bench", "place"), "takes away bench.place"),
        (migrations.RenameField("bench", "place", "spot"), "renames bench.place"),
        (migrations.RenameModel("Bench", "Seat"), "renames Bench"),
        (migrations.DeleteModel("Bench"), "takes away Bench"),
        (migrations.AlterModelTable("bench", "other"), "renames the table of bench"),
        (migrations.AddField("bench", "age", NUMBER.clone()), "older code leaves empty"),
        (migrations.AddField("bench", "age", models.IntegerField(default=3)), "older code leaves empty"),
        (migrations.AddField("bench", "age", models.IntegerField(null=True, db_index=True)), "locks the table"),
        (migrations.AddField("bench", "age", models.IntegerField(null=True, unique=True)), "locks the table"),
        (migrations.AlterField("bench", "seats", NUMBER.clone()), "forbids bench.seats to be null"),
        (migrations.AlterField("bench", "place", models.TextField()), "changes the type of bench.place"),
        (migrations.AlterField("bench", "place", models.CharField(max_length=20)), "makes bench.place shorter"),
        (migrations.AlterField("bench", "place", models.CharField(max_length=50, unique=True)), "locks the table"),
        (migrations.AddIndex("bench", models.Index(fields=["place"], name="one")), "CONCURRENTLY"),
        (
            migrations.AddConstraint("bench", models.UniqueConstraint(fields=["place"], name="one")),
            "adds a rule to bench",
        ),
        (migrations.AlterUniqueTogether("bench", {("place", "seats")}), "adds a rule to bench"),
        (migrations.RunPython(nothing), "cannot be undone: give RunPython"),
        (migrations.RunSQL("SELECT 1"), "cannot be undone: give RunSQL"),
    ],
)
def test_it_refuses(before: ProjectState, operation: Operation, words: str) -> None:
    assert words in said(before, operation)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("bench", "age", models.IntegerField(null=True)),
        migrations.AddField("bench", "age", models.IntegerField(db_default=3)),
        migrations.AlterField("bench", "place", models.CharField(max_length=90)),
        migrations.AlterField("bench", "seats", models.IntegerField(db_default=2)),
        migrations.AlterField("bench", "seats", models.IntegerField(null=True, blank=True, help_text="for two")),
        migrations.AlterModelOptions("bench", {"ordering": ["place"]}),
        migrations.RunPython(nothing, migrations.RunPython.noop),
        migrations.RunSQL("SELECT 1", "SELECT 1"),
    ],
)
def test_it_lets_pass(before: ProjectState, operation: Operation) -> None:
    assert said(before, operation) == ""


def test_a_table_of_the_same_migration_is_nobodys_yet(before: ProjectState) -> None:
    make = migrations.CreateModel("Lamp", [("id", models.BigAutoField(primary_key=True)), ("place", TEXT.clone())])
    index = migrations.AddIndex("lamp", models.Index(fields=["place"], name="one"))
    assert said(before, make, migrations.AddField("lamp", "age", NUMBER.clone()), index) == ""


def test_an_index_that_was_built_without_a_lock_is_told_to_the_state_alone(before: ProjectState) -> None:
    index = migrations.AddIndex("bench", models.Index(fields=["place"], name="one"))
    build = migrations.RunPython(nothing, nothing)
    both = migrations.SeparateDatabaseAndState(database_operations=[build], state_operations=[index])
    assert said(before, both, atomic=False) == ""
    assert "CONCURRENTLY" in said(before, migrations.SeparateDatabaseAndState(database_operations=[index]))


def test_rows_and_tables_change_apart(before: ProjectState) -> None:
    field = migrations.AddField("bench", "age", models.IntegerField(null=True))
    copy = migrations.RunPython(nothing, nothing)
    assert "in one migration" in said(before, field, copy)
    assert "half done" in said(before, copy, copy, atomic=False)
