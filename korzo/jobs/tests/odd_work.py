"""Jobs for our tests: what goes well, what breaks, and what may not be repeated."""

from typing import Any

from dj_queue.api import claim_ready_jobs, execute_claimed_job
from dj_queue.operations.jobs import promote_failed_job_retries

from korzo.jobs.actions import job

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


def work_off() -> int:
    """What a worker does in one round: planned tries first, then whatever is ready."""
    promote_failed_job_retries(batch_size=100)
    claimed: list[Any] = claim_ready_jobs(limit=100, process=None)
    for one in claimed:
        execute_claimed_job(one)
    return len(claimed)
