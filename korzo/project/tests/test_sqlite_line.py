"""Eight writers of one process on SQLite: in order, without a refusal, and whatever becomes of one of them."""

import ctypes
import fcntl
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from korzo.community.models import Community
from korzo.project.sqlite.base import DatabaseWrapper, may_write
from korzo.project.sqlite.line import Line, TooLong, line_of
from korzo.project.sqlite.turn import Turn
from tests.installation import wait_for

pytestmark = pytest.mark.skipif(bool(os.environ.get("KORZO_DATABASE")), reason="SQLite's own")

WRITERS = 8
SECONDS_MAX = 20.0


class Somebody:
    """A writer without a database."""

    def abandon(self) -> bool:
        return True


@pytest.fixture
def table(transactional_db: None) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE line_of_writers (id integer PRIMARY KEY, number integer UNIQUE)")
        cursor.execute("CREATE TABLE behind (id integer REFERENCES line_of_writers(id) DEFERRABLE INITIALLY DEFERRED)")
    yield "line_of_writers"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE behind")
        cursor.execute("DROP TABLE line_of_writers")


def run_sql(statement: str, *values: int) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def numbers() -> list[object]:
    return [row[0] for row in run_sql("SELECT number FROM line_of_writers ORDER BY number")]


def in_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def here() -> DatabaseWrapper:
    wrapper = connections["default"]
    assert isinstance(wrapper, DatabaseWrapper)
    return wrapper


def line() -> Line:
    connection.ensure_connection()
    found = here().line
    assert found is not None
    return found


def is_free() -> bool:
    """Whether another thread gets in at once, and nobody holds the file itself."""
    someone = Somebody()

    def try_it() -> bool:
        try:
            line().enter(someone, 0)
        except TooLong:
            return False
        with sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=0, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        other.close()
        line().leave(someone)
        return True

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(try_it).result(SECONDS_MAX)


def test_eight_writers_lose_nothing_and_are_never_refused(table: str) -> None:
    run_sql("INSERT INTO line_of_writers (id, number) VALUES (1, 0)")
    rounds, start = 30, threading.Barrier(WRITERS)

    def write(who: int) -> None:
        start.wait(SECONDS_MAX)
        try:
            for turn in range(rounds):
                with transaction.atomic():
                    (number,) = run_sql("SELECT number FROM line_of_writers WHERE id = 1")[0]
                    assert isinstance(number, int)
                    with transaction.atomic():
                        run_sql("UPDATE line_of_writers SET number = %s WHERE id = 1", number + 1)
                own = 1000 * (who + 1) + turn
                assert run_sql("INSERT INTO line_of_writers (number) VALUES (%s) RETURNING number", own) == [(own,)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(write, who) for who in range(WRITERS)]:
            done.result(60)
    assert numbers()[0] == WRITERS * rounds
    assert len(numbers()) == 1 + WRITERS * rounds
    assert is_free()


def test_the_line_is_first_come_first_served() -> None:
    door, order, threads = Line("nowhere"), list[int](), list[threading.Thread]()
    mine = Somebody()
    door.enter(mine, 0)

    def stand(who: int) -> None:
        someone = Somebody()
        for _time in range(2):
            door.enter(someone, SECONDS_MAX)
            order.append(who)
            # The last to come stands behind all others already; a second turn comes after everybody's first.
            wait_for(lambda: door.waiting_count() >= min(WRITERS - 1, 2 * WRITERS - len(order)), "the others")
            door.leave(someone)

    for who in range(WRITERS):
        threads.append(threading.Thread(target=stand, args=(who,)))
        threads[-1].start()
        wait_for(lambda: door.waiting_count() == len(threads), "a place in the line")
    door.leave(mine)
    for thread in threads:
        thread.join(SECONDS_MAX)
    assert order == [*range(WRITERS), *range(WRITERS)]


def test_a_writer_that_gives_up_leaves_the_line_whole() -> None:
    door, mine, other = Line("nowhere"), Somebody(), Somebody()
    door.enter(mine, 0)
    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(TooLong):
            pool.submit(door.enter, other, 0.05).result(SECONDS_MAX)
        assert door.waiting_count() == 0
        door.leave(mine)
        pool.submit(door.enter, other, 0).result(SECONDS_MAX)
    assert (door.is_inside(other), door.is_inside(mine)) == (True, False)


def test_nested_work_of_one_thread_stands_in_line_once(table: str) -> None:
    with transaction.atomic(durable=True):
        assert line().is_inside(here())
        with transaction.atomic():
            run_sql("INSERT INTO line_of_writers (number) VALUES (1)")
        with suppress(IntegrityError), transaction.atomic():
            run_sql("INSERT INTO line_of_writers (number) VALUES (1)")
        assert line().is_inside(here())
    assert is_free()
    assert numbers() == [1]


def test_readers_do_not_stand_in_line(table: str) -> None:
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            run_sql("INSERT INTO line_of_writers (number) VALUES (1)")
            inside.set()
            leave.wait(SECONDS_MAX)

    thread = in_thread(hold)
    assert inside.wait(SECONDS_MAX)
    assert numbers() == []
    leave.set()
    thread.join(SECONDS_MAX)
    assert numbers() == [1]


def test_a_broken_block_leaves_the_line(table: str) -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        run_sql("INSERT INTO line_of_writers (number) VALUES (1)")
        raise ZeroDivisionError
    assert (is_free(), numbers()) == (True, [])


def test_a_refused_single_write_leaves_the_line(table: str) -> None:
    run_sql("INSERT INTO line_of_writers (number) VALUES (1)")
    with pytest.raises(IntegrityError):
        run_sql("INSERT INTO line_of_writers (number) VALUES (1)")
    with connection.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.executemany("INSERT INTO line_of_writers (number) VALUES (%s)", [(2,), (1,)])
    assert is_free()


def test_a_commit_that_fails_leaves_the_line(table: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        run_sql("INSERT INTO behind (id) VALUES (77)")
    assert is_free()
    assert run_sql("SELECT id FROM behind") == []


def test_a_connection_that_is_closed_in_the_middle_leaves_the_line(table: str) -> None:
    with suppress(Exception), transaction.atomic():
        run_sql("INSERT INTO line_of_writers (number) VALUES (1)")
        connection.close()
        assert is_free()
    assert (is_free(), numbers()) == (True, [])


def test_transactions_by_hand_stand_in_line_too(table: str) -> None:
    transaction.set_autocommit(False)
    try:
        assert numbers() == []
        assert not line().is_inside(here())
        run_sql("INSERT INTO line_of_writers (number) VALUES (1)")
        assert line().is_inside(here())
        transaction.commit()
        assert is_free()
        run_sql("INSERT INTO line_of_writers (number) VALUES (2)")
        transaction.rollback()
    finally:
        transaction.set_autocommit(True)
    assert (is_free(), numbers()) == (True, [1])


def test_a_script_of_statements_stands_in_line(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.executescript("BEGIN; INSERT INTO line_of_writers (number) VALUES (4);")
        assert line().is_inside(here())
        cursor.execute("COMMIT")
    assert (is_free(), numbers()) == (True, [4])


def test_what_a_single_write_gives_back_can_be_read_in_every_way(table: str) -> None:
    statement = "INSERT INTO line_of_writers (number) VALUES (%s), (%s), (%s) RETURNING number"
    with connection.cursor() as cursor:
        cursor.execute(statement, (1, 2, 3))
        # SQLite itself would keep the file locked until the last row was fetched.
        assert is_free()
        assert (cursor.fetchone(), cursor.fetchmany(1), cursor.fetchmany(5), cursor.fetchone()) == (
            (1,), [(2,)], [(3,)], None,
        )  # fmt: skip
        cursor.execute(statement, (4, 5, 6))
        assert list(cursor) == [(4,), (5,), (6,)]
        cursor.execute(statement, (7, 8, 9))
        assert (cursor.fetchall(), cursor.fetchall()) == ([(7,), (8,), (9,)], [])
        cursor.execute("SELECT number FROM line_of_writers WHERE number > 7 ORDER BY number")
        assert list(cursor) == [(8,), (9,)]


def test_what_happens_after_the_commit_happens_outside(table: str) -> None:
    seen = list[bool]()
    with transaction.atomic():
        run_sql("INSERT INTO line_of_writers (number) VALUES (1)")
        transaction.on_commit(lambda: seen.append(is_free()))
    assert seen == [True]


def test_a_thread_killed_in_a_transaction_lets_the_others_in(table: str) -> None:
    inside = threading.Event()

    def hold() -> None:
        with suppress(SystemExit), transaction.atomic():
            run_sql("INSERT INTO line_of_writers (number) VALUES (1)")
            inside.set()
            for _turn in range(2_000):
                time.sleep(0.01)

    thread = in_thread(hold)
    assert inside.wait(SECONDS_MAX)
    assert thread.ident is not None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit))
    run_sql("INSERT INTO line_of_writers (number) VALUES (2)")
    thread.join(SECONDS_MAX)
    assert (is_free(), numbers()) == (True, [2])


def test_a_thread_that_ended_with_an_open_transaction_is_passed_over(table: str) -> None:
    kept = list[DatabaseWrapper]()

    def leave_open() -> None:
        transaction.set_autocommit(False)
        run_sql("INSERT INTO line_of_writers (number) VALUES (1)")
        kept.append(here())

    thread = threading.Thread(target=leave_open)
    thread.start()
    thread.join(SECONDS_MAX)
    run_sql("INSERT INTO line_of_writers (number) VALUES (2)")
    assert (is_free(), numbers(), len(kept)) == (True, [2], 1)


def test_whoever_waits_too_long_is_told_so(table: str) -> None:
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            inside.set()
            leave.wait(SECONDS_MAX)

    thread = in_thread(hold)
    assert inside.wait(SECONDS_MAX)
    line()
    here().wait_seconds_max = 0.1
    try:
        with pytest.raises(OperationalError, match="other writes of this process took longer"):
            run_sql("INSERT INTO line_of_writers (number) VALUES (1)")
        with pytest.raises(OperationalError), transaction.atomic():
            pass
    finally:
        here().wait_seconds_max = SECONDS_MAX
        leave.set()
        thread.join(SECONDS_MAX)
    run_sql("INSERT INTO line_of_writers (number) VALUES (2)")
    assert (is_free(), numbers()) == (True, [2])


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_it_gets_in_behind_a_writer_of_another_process(table: str) -> None:
    with elsewhere() as other:
        writer = in_thread(insert_one)
        wait_for(is_somebody_inside, "a writer in line")
        assert writer.is_alive()
        other.execute("COMMIT")
        writer.join(SECONDS_MAX)
    assert numbers() == [1]
    assert run_sql("PRAGMA busy_timeout") == [(20_000,)]


def test_it_gives_up_where_another_process_does_not_end(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    line()
    monkeypatch.setattr(here(), "wait_seconds_max", 0.05)
    with elsewhere(), pytest.raises(OperationalError, match="locked"), transaction.atomic():
        insert_one()
    assert is_free()
    assert numbers() == []


# Begins the next transaction as soon as it has ended one, and leaves the file alone no longer than that takes.
BUSY = """
import sqlite3, sys, time
from korzo.project.sqlite.turn import Turn
path, turn = sys.argv[1], Turn(sys.argv[1])
own = sqlite3.connect(path, isolation_level=None, timeout=20)
while own.execute("SELECT count(*) FROM line_of_writers WHERE number < 0").fetchone() == (0,):
    with turn.held(time.monotonic() + 20):
        own.execute("BEGIN IMMEDIATE")
    own.execute("INSERT INTO behind (id) VALUES (NULL)")
    time.sleep(0.01)
    own.execute("COMMIT")
"""


def test_a_busy_process_lets_others_in_between(table: str) -> None:
    def count() -> int:
        return int(str(run_sql("SELECT count(*) FROM behind")[0][0]))

    other = subprocess.Popen([sys.executable, "-c", BUSY, str(connection.settings_dict["NAME"])])
    try:
        wait_for(count, "the busy process")
        before = count()
        for number in range(20):
            run_sql("INSERT INTO line_of_writers (number) VALUES (%s)", number)
        between = count() - before
        run_sql("INSERT INTO line_of_writers (number) VALUES (-1)")
        assert other.wait(SECONDS_MAX) == 0
    finally:
        other.kill()
        other.wait()
    # One after the other would be 20; without turns it is many hundreds. The machine may be busy with other things.
    assert between <= 100


def test_the_turn_is_given_back_with_its_process(tmp_path: Path) -> None:
    path = str(tmp_path / "x.sqlite3")
    ended = "import os, sys; from korzo.project.sqlite.turn import Turn\n"
    ended += "with Turn(sys.argv[1]).held(0): os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", ended, path], check=False).returncode == -9
    with Path(f"{path}-turn").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(file, fcntl.LOCK_UN)
        with Turn(path).held(0), pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_inside_a_transaction_nobody_waits_for_a_turn(table: str) -> None:
    """Whoever waits for this transaction to end has the turn: they would wait for each other."""

    def insert_twice() -> None:
        with transaction.atomic():
            insert_one()
            began.set()
            held.wait(SECONDS_MAX)
            run_sql("INSERT INTO line_of_writers (number) VALUES (2)")

    began, held = threading.Event(), threading.Event()
    writer = in_thread(insert_twice)
    began.wait(SECONDS_MAX)
    with Turn(str(Path(str(connection.settings_dict["NAME"])).resolve())).held(time.monotonic() + SECONDS_MAX):
        held.set()
        # Less than it would wait for its turn.
        writer.join(SECONDS_MAX / 2)
        assert not writer.is_alive()
    assert numbers() == [1, 2]


def is_somebody_inside() -> bool:
    someone = Somebody()
    try:
        line().enter(someone, 0)
    except TooLong:
        return True
    line().leave(someone)
    return False


def insert_one() -> None:
    run_sql("INSERT INTO line_of_writers (number) VALUES (1)")


@contextmanager
def elsewhere() -> Iterator[sqlite3.Connection]:
    """As another process: a connection that knows nothing of our line, in the middle of writing."""
    other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None, check_same_thread=False)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield other
    finally:
        other.close()


def test_a_forked_child_finds_the_line_empty(tmp_path: Path) -> None:
    door, inside, leave = line_of(str(tmp_path / "x.sqlite3")), threading.Event(), threading.Event()

    def hold() -> None:
        someone = Somebody()
        door.enter(someone, 0)
        inside.set()
        leave.wait(SECONDS_MAX)

    thread = threading.Thread(target=hold)
    thread.start()
    assert inside.wait(SECONDS_MAX)
    child = os.fork()
    if child == 0:
        try:
            door.enter(Somebody(), 0)
        except BaseException:
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    leave.set()
    thread.join(SECONDS_MAX)
    assert os.waitstatus_to_exitcode(status) == 0


def test_models_write_through_the_line(transactional_db: None) -> None:
    Community.objects.all().delete()
    made = Community.objects.create(name="One")
    assert Community.objects.get().pk == made.pk
    assert is_free()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("SELECT 1", False),
        ("  select 1", False),
        ("EXPLAIN QUERY PLAN DELETE FROM t", False),
        ("PRAGMA foreign_keys = ON", False),
        ("PRAGMA wal_checkpoint(TRUNCATE)", True),
        ("pragma main.optimize", True),
        ("WITH a AS (SELECT 1) SELECT * FROM a", False),
        ("WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a", True),
        ("INSERT INTO t VALUES (1)", True),
        ("update t set a = 1", True),
        ("BEGIN IMMEDIATE", True),
        ("-- a remark\nSELECT 1", True),
        ("VACUUM", True),
        ("VACUUM INTO 'copy'", False),
        ("vacuum main INTO 'copy'", False),
        ("", True),
    ],
)
def test_it_tells_writes_from_reads(statement: str, expected: bool) -> None:
    assert may_write(statement) is expected
