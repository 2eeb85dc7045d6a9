"""Hours pass: `python -m tests.journey.hurry [letters]`. What waits for its time is done now, beside the community.

`letters` also lets everybody's letter with news come due. Where a mailbox is set it is looked into.
"""

import sys

from korzo.project.cli.house import open_house

open_house()

from django.conf import settings  # noqa: E402 (needs Django set up)
from django.utils import timezone  # noqa: E402

from korzo.activity.deliveries import deliver_all, send_next  # noqa: E402
from korzo.activity.models import Outgoing  # noqa: E402
from korzo.notifications.actions import plan_letters  # noqa: E402
from korzo.notifications.incoming.actions import fetch_mail  # noqa: E402
from korzo.notifications.models import Manner  # noqa: E402


def hurry() -> None:
    if settings.KORZO_DOORWAY is not None:
        fetch_mail(settings.KORZO_DOORWAY)
    deliver_all()
    if "letters" in sys.argv[1:]:
        Manner.objects.filter(next_letter_at__isnull=False).update(next_letter_at=timezone.now())
        plan_letters()
    Outgoing.objects.filter(not_before__gt=timezone.now()).update(not_before=timezone.now())
    while send_next():
        pass
    deliver_all()


if __name__ == "__main__":
    hurry()
