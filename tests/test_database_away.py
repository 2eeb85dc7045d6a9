"""PostgreSQL dies under an installation that is at work, and comes back: what runs goes on, and nothing is lost."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.installation import Place, wait_for
from tests.postgres import Cluster, binaries, cluster

MANY = 8
THREADS = 3

pytestmark = pytest.mark.skipif(binaries() is None, reason="PostgreSQL is not installed here")


@pytest.fixture
def mortal(transactional_db: None) -> Iterator[Cluster]:
    """A server of its own, with the tables of this run."""
    folder = binaries()
    if connection.vendor != "postgresql" or folder is None:
        pytest.skip("for PostgreSQL")
    known = connection.settings_dict
    source = f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    connection.close()
    with cluster() as made:
        dump = subprocess.run([str(folder / "pg_dump"), source], check=True, capture_output=True).stdout
        load = [str(folder / "psql"), "-q", "-v", "ON_ERROR_STOP=1", made.address]
        subprocess.run(load, check=True, input=dump, stdout=subprocess.DEVNULL)
        yield made


@pytest.fixture
def here(mortal: Cluster, tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "here", database=mortal.address)
    try:
        yield made
    finally:
        made.end()


def test_a_worker_goes_on_when_its_database_comes_back(here: Place, mortal: Cluster) -> None:
    here.hold()
    worker = here.start("worker")
    here.ask("many")
    here.ask("light")
    wait_for(lambda: len(here.noted("many-began")) == THREADS and here.noted("delivery-began"), "work on all threads")
    mortal.kill()
    here.let_go()
    wait_for(lambda: "lost its database" in here.log(), "the queue to notice")
    mortal.start()

    # The same process: nobody started it again.
    wait_for(lambda: here.report()["deliveries"] == ["done", "done", "done"], "all deliveries")
    wait_for(lambda: len(set(done(here))) == MANY and here.report()["running"] == 0, "all jobs")
    found = here.report()
    assert (found["bright"], found["ready"], found["failed"]) == ([1, 2, 3], 0, [])
    assert worker.poll() is None
    assert set(here.noted("many-began")) == {str(worker.pid)}


def done(here: Place) -> list[int]:
    return [number for number in range(MANY) if here.noted(f"many-{number}-done")]
