"""What a test asks of an installation from outside: `python -m tests.slow_work light|work|report`."""

import json
import sys

from korzo.project.cli.house import open_house

open_house()

from django.db import transaction  # noqa: E402 (needs Django set up)

from korzo.activity.actions import record  # noqa: E402
from korzo.activity.models import Activity, Delivery  # noqa: E402
from korzo.jobs.actions import enqueue_on_commit  # noqa: E402
from korzo.jobs.queries import counts, failed_jobs  # noqa: E402
from tests.slow_work.activities import LampLit  # noqa: E402
from tests.slow_work.tasks import repeatable, unrepeatable  # noqa: E402


def light() -> None:
    with transaction.atomic():
        for lamp in (1, 2, 3):
            record(LampLit(lamp=lamp))


def work() -> None:
    enqueue_on_commit(repeatable)
    enqueue_on_commit(unrepeatable)


def report() -> None:
    found = {
        "bright": sorted(one.data["lamp"] for one in Activity.objects.filter(verb="slow_work.street_bright")),
        "deliveries": sorted(Delivery.objects.values_list("state", flat=True)),
        "attempts": sum(Delivery.objects.values_list("attempts", flat=True)),
        "failed": sorted([one.task_path, one.error, one.retry_at is not None] for one in failed_jobs()),
        "running": counts().running,
    }
    sys.stdout.write(json.dumps(found))


{"light": light, "work": work, "report": report}[sys.argv[1]]()
