"""Shared fixtures. The suite runs on SQLite, and through `tests.postgres` on PostgreSQL."""

import gc
import os
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from korzo.edge import recording
from korzo.kit import generations
from tests.cast import Cast, make_cast
from tests.template_database import one_at_a_time, template

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}

_original_teardown = TransactionTestCase._fixture_teardown


def _teardown_keeping_rules(case: TransactionTestCase) -> None:
    """What a migration wrote belongs to the schema: the next test finds it again."""
    first_rules = list(apps.get_model("loyalty", "Rule")._default_manager.filter(version=1))
    _teardown_with_open_log(case)
    with connection.cursor() as cursor:
        # A table that no model knows: the words of the search.
        cursor.execute("DELETE FROM search_words")
    apps.get_model("loyalty", "Rule")._default_manager.bulk_create(first_rules, ignore_conflicts=True)


def _teardown_with_open_log(case: TransactionTestCase) -> None:
    """Emptying the tables after a test is the one deletion that the triggers of the log must let pass."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        _original_teardown(case)
        with connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)
        return
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    _original_teardown(case)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")


TransactionTestCase._fixture_teardown = _teardown_keeping_rules  # type: ignore[method-assign]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What no database makes a difference to runs in the half with SQLite; `-m once` runs it on PostgreSQL, too."""
    if not os.environ.get("KORZO_DATABASE") or "once" in config.option.markexpr:
        return
    for item in items:
        if item.get_closest_marker("once") or not asks_a_database(item):
            item.add_marker(pytest.mark.skip(reason="the half with SQLite has seen to it"))


def asks_a_database(item: pytest.Item) -> bool:
    """By its fixtures; or it says itself, with a `skipif`, which of the two it is about."""
    fixtures = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return bool(fixtures) or any(map(item.get_closest_marker, ("django_db", "skipif")))


def pytest_collection_finish() -> None:
    """All that was loaded stays; whoever looks for rubbish need not walk through it after every few tests."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The test database, as a copy of one that was made before wherever there is one."""
    del django_test_environment, django_db_modify_db_settings
    with django_db_blocker.unblock():
        with one_at_a_time():
            kept = template()
            is_copied = kept.copy()
            made = setup_databases(verbosity=0, interactive=False, keepdb=is_copied)
            if not is_copied:
                kept.keep()
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Sentences are compared in English, whatever the machine speaks."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept(request: pytest.FixtureRequest) -> Iterator[None]:
    """Most tests roll back and never commit, so what they keep in memory would outlive what it shows.

    A test of keeping asks for the fixture `kept`, and commits.
    """
    generations.set_trusted("kept" in request.fixturenames)
    yield
    generations.set_trusted(True)


@pytest.fixture
def kept(transactional_db: None) -> Iterator[None]:
    """Pieces of pages are remembered from empty, as in an installation."""
    recording.pieces.clear()
    yield
    recording.pieces.clear()
