"""Jobs for our tests: what goes well, what breaks, and what may not be repeated."""

from typing import Any

from dj_queue.api import claim_ready_jobs, execute_claimed_job
from dj_queue.operations.jobs import promote_failed_job_retries

from korzo.jobs.actions import Limit, Priority, job, put_off

done: list[str] = []


@job()
def goes_well(word: str) -> str:
    done.append(word)
    return word


@job(idempotent=True, attempts_max=3, backoff_seconds=10)
def breaks_always() -> None:
    raise OSError("The lamp is out.")


@job()
def breaks_once() -> None:
    raise OSError("The payment was half made.")


@job(unique="lamp:{number}")
def one_at_a_time(number: int) -> int:
    return number


@job(unique="bell:{number}", duplicates="drop")
def only_one(number: int) -> None:
    done.append(f"bell {number}")


@job(priority=Priority.URGENT)
def cannot_wait() -> None:
    done.append("urgent")


@job(priority=Priority.BULK)
def takes_hours() -> None:
    done.append("bulk")


@job(limit=Limit("api:{host}", per_minute=2))
def call(host: str, number: int = 0) -> None:
    done.append(f"{host} {number}")


@job(limit=Limit("gate:{host}", at_once=2))
def pass_through(host: str) -> None:
    done.append(host)


def work_off() -> int:
    """What a worker does in one round: planned tries first, then whatever is ready."""
    promote_failed_job_retries(batch_size=100)
    claimed: list[Any] = claim_ready_jobs(limit=100, process=None)
    for one in claimed:
        if not put_off(one.job):
            execute_claimed_job(one)
    return len(claimed)
