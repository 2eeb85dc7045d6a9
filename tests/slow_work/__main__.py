"""What a test asks of an installation from outside: `python -m tests.slow_work light|work|many|send|age|report`."""

import json
import sys
from datetime import timedelta

from korzo.project.cli.house import open_house

open_house()

from django.db import transaction  # noqa: E402 (needs Django set up)
from django.utils import timezone  # noqa: E402

from korzo.activity.actions import record, send_out  # noqa: E402
from korzo.activity.models import Activity, Delivery, Outgoing  # noqa: E402
from korzo.jobs.actions import enqueue_many, enqueue_on_commit  # noqa: E402
from korzo.jobs.queries import counts, failed_jobs, waiting_jobs  # noqa: E402
from tests.slow_work.activities import LampLit  # noqa: E402
from tests.slow_work.tasks import one_of_many, repeatable, unrepeatable  # noqa: E402

MANY = 8


def light() -> None:
    with transaction.atomic():
        for lamp in (1, 2, 3):
            record(LampLit(lamp=lamp))


def work() -> None:
    enqueue_on_commit(repeatable)
    enqueue_on_commit(unrepeatable)


def many() -> None:
    enqueue_many([(one_of_many, [number], {}) for number in range(MANY)])


def send() -> None:
    send_out("slow_work.post", key="parcel-1", payload={})


def age() -> None:
    """Two minutes pass for whatever is leased."""
    Outgoing.objects.filter(leased_until__isnull=False).update(leased_until=timezone.now() - timedelta(seconds=1))


def report() -> None:
    found = {
        "bright": sorted(one.data["lamp"] for one in Activity.objects.filter(verb="slow_work.street_bright")),
        "deliveries": sorted(Delivery.objects.values_list("state", flat=True)),
        "attempts": sum(Delivery.objects.values_list("attempts", flat=True)),
        # The house's own recurring work may be what a killed worker was at, too.
        "failed": sorted(
            [one.task_path, one.error, one.retry_at is not None]
            for one in failed_jobs()
            if one.task_path.startswith("tests.")
        ),
        "running": counts().running,
        "ready": [one.task_path for one in waiting_jobs()].count("tests.slow_work.tasks.one_of_many"),
        "outgoing": sorted([one.state, one.attempts] for one in Outgoing.objects.all()),
    }
    sys.stdout.write(json.dumps(found))


ORDERS = {"light": light, "work": work, "many": many, "send": send, "age": age, "report": report}
ORDERS[sys.argv[1]]()
