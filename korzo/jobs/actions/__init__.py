"""Background work: how a room declares it, asks for it, and what becomes of it when it fails.

The queue behind it is known to this room only.
"""

from korzo.jobs.actions.ask import enqueue_many, enqueue_on_commit
from korzo.jobs.actions.declare import (
    NO_POLICY,
    AnyTask,
    Limit,
    Policy,
    Priority,
    declaration_of,
    declarations,
    job,
    policy_of,
)
from korzo.jobs.actions.progress import drop_progress, finish_progress, forget_progress, report_progress
from korzo.jobs.actions.retries import (
    BACKOFF_SECONDS_MAX,
    backoff,
    discard,
    discard_jobs,
    forget_plans,
    plan_retries,
    retry_jobs,
    retry_now,
)
from korzo.jobs.actions.turns import forget_turns, put_off, take_turn

__all__ = [
    "BACKOFF_SECONDS_MAX",
    "NO_POLICY",
    "AnyTask",
    "Limit",
    "Policy",
    "Priority",
    "backoff",
    "declaration_of",
    "declarations",
    "discard",
    "discard_jobs",
    "drop_progress",
    "enqueue_many",
    "enqueue_on_commit",
    "finish_progress",
    "forget_plans",
    "forget_progress",
    "forget_turns",
    "job",
    "plan_retries",
    "policy_of",
    "put_off",
    "report_progress",
    "retry_jobs",
    "retry_now",
    "take_turn",
]
