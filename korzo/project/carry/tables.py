"""Which tables there are after given migrations: read from these, so that an older database is understood too."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import AutoField, BigAutoField, Field, Model, SmallAutoField

from korzo.kit.errors import Refused
from korzo.project.carry.values import Kind

# Made from other tables and made anew after the carrying; their form differs between the databases.
DERIVED_PREFIXES = ("search_", "wagtailsearch_")

KINDS = {
    "AutoField": Kind.INTEGER,
    "BigAutoField": Kind.INTEGER,
    "SmallAutoField": Kind.INTEGER,
    "IntegerField": Kind.INTEGER,
    "BigIntegerField": Kind.INTEGER,
    "SmallIntegerField": Kind.INTEGER,
    "PositiveIntegerField": Kind.INTEGER,
    "PositiveBigIntegerField": Kind.INTEGER,
    "PositiveSmallIntegerField": Kind.INTEGER,
    "BooleanField": Kind.BOOLEAN,
    "CharField": Kind.TEXT,
    "TextField": Kind.TEXT,
    "SlugField": Kind.TEXT,
    "FileField": Kind.TEXT,
    "FilePathField": Kind.TEXT,
    "DateTimeField": Kind.MOMENT,
    "DateField": Kind.DATE,
    "TimeField": Kind.TIME,
    "DurationField": Kind.DURATION,
    "DecimalField": Kind.DECIMAL,
    "FloatField": Kind.REAL,
    "JSONField": Kind.JSON,
    "UUIDField": Kind.UUID,
    "BinaryField": Kind.BINARY,
    "GenericIPAddressField": Kind.ADDRESS,
}

type Step = tuple[str, str]


class UnknownKind(Exception):
    """A column of a kind that cannot be carried yet: give it one in KINDS, and its turns in `values`."""


@dataclass(frozen=True)
class Column:
    name: str
    kind: Kind
    # Digits behind the point, of decimals.
    places: int = 0


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    # The columns that order the rows: those of the primary key.
    key: tuple[str, ...]
    # The column that the database numbers by itself, if there is one.
    numbered: str = ""

    @property
    def kinds(self) -> list[Kind]:
        return [column.kind for column in self.columns]

    @cached_property
    def has_json(self) -> bool:
        return Kind.JSON in self.kinds

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def tables_at(applied: Collection[Step]) -> list[Table]:
    """In the order of their names. Refuses migrations that we do not know: then a newer Korzo made them."""
    loader = MigrationLoader(None)
    state = loader.project_state(last_steps(loader, applied))
    return [
        _table(model)
        for model in sorted(state.apps.get_models(include_auto_created=True), key=lambda one: one._meta.db_table)
        if model._meta.managed and not model._meta.proxy and not is_derived(model._meta.db_table)
    ]


def last_steps(loader: MigrationLoader, applied: Collection[Step]) -> list[Step]:
    """The last ones of those that were applied: all others follow from them."""
    replaced = {step for migration in loader.disk_migrations.values() for step in migration.replaces}
    unknown = [step for step in applied if step not in loader.disk_migrations and step not in replaced]
    if unknown:
        raise Refused(
            f"A newer Korzo has worked on this data: {' '.join(sorted(unknown)[0])} is unknown to this version. "
            "Bring this Korzo up to date first."
        )
    # A step that was merged into another one stands in no graph.
    nodes = loader.graph.node_map
    here = {step for step in applied if step in nodes}
    return sorted(step for step in here if not any(child.key in here for child in nodes[step].children))


def is_derived(name: str) -> bool:
    return name.startswith(DERIVED_PREFIXES)


def _table(model: type[Model]) -> Table:
    columns = tuple(_column(field) for field in model._meta.local_concrete_fields if not field.generated)
    key = model._meta.pk_fields
    numbered = [str(one.column) for one in key if isinstance(one, AutoField | BigAutoField | SmallAutoField)]
    return Table(
        name=model._meta.db_table,
        columns=columns,
        key=tuple(str(field.column) for field in key),
        numbered="".join(numbered),
    )


def _column(field: "Field[Any, Any]") -> Column:
    source: Any = field
    while source.remote_field:
        source = source.target_field
    kind = KINDS.get(source.get_internal_type())
    if kind is None:
        raise UnknownKind(f"{field}: {source.get_internal_type()} as {source.db_type(connection)}")
    return Column(str(field.column), kind, source.decimal_places if kind is Kind.DECIMAL else 0)
