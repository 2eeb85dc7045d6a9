import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from korzo.kit.errors import Refused
from korzo.project.carry.tables import is_derived, tables_at


@pytest.mark.django_db
def test_it_knows_every_table_and_every_column() -> None:
    """A room with a new kind of field is told here to say how that is carried."""
    found = {table.name: table for table in tables_at(list(MigrationRecorder(connection).applied_migrations()))}
    wanted = {
        model._meta.db_table: {field.column for field in model._meta.local_concrete_fields if not field.generated}
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not is_derived(model._meta.db_table)
    }
    assert {name: {column.name for column in table.columns} for name, table in found.items()} == wanted
    assert [table.name for table in found.values() if not table.key] == []


@pytest.mark.django_db
def test_it_leaves_out_only_what_is_made_anew_or_is_djangos_own() -> None:
    known = {table.name for table in tables_at(list(MigrationRecorder(connection).applied_migrations()))}
    with connection.cursor() as cursor:
        left = {one.name for one in connection.introspection.get_table_list(cursor) if one.type == "t"} - known
    assert {name for name in left if not is_derived(name)} == {"django_migrations"}


def test_it_knows_an_older_community() -> None:
    steps = [("contenttypes", "0001_initial")]
    (table,) = tables_at(steps)
    assert [column.name for column in table.columns] == ["id", "name", "app_label", "model"]
    newer = [*steps, ("contenttypes", "0002_remove_content_type_name")]
    assert [column.name for column in tables_at(newer)[0].columns] == ["id", "app_label", "model"]


def test_it_refuses_what_a_newer_korzo_made() -> None:
    with pytest.raises(Refused, match="A newer Korzo has worked on this data: activity 9999_later"):
        tables_at([("activity", "9999_later")])
