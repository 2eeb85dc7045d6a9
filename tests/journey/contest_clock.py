"""Days that pass for one contest: `python -m tests.journey.contest_clock begin|jury|vote|results`.

Nobody waits for a week, so its dates move as if time had gone by. `begin` makes it, with Luka as a juror, and lets Ana
join; `results` counts as the job does.
"""

import sys
from datetime import timedelta

from korzo.project.cli.house import open_house

open_house()

from allauth.account.models import EmailAddress  # noqa: E402 (needs Django set up)
from django.db import transaction  # noqa: E402
from django.db.models import F  # noqa: E402
from django.utils import timezone  # noqa: E402

from korzo.activity.deliveries import deliver_all  # noqa: E402
from korzo.contests.actions import Plan, announce_contest, keep_time, make_contest, name_juror  # noqa: E402
from korzo.contests.models import Announcement, Contest  # noqa: E402
from korzo.kit.generations import bump_on_commit  # noqa: E402
from korzo.members.actions import join  # noqa: E402
from korzo.members.models import Member  # noqa: E402
from tests.journey.installation import PASSWORD  # noqa: E402

DAY = timedelta(days=1)
# How far each step leads, in days: entries take four, the jury four, the vote four.
STEPS = {"jury": 4, "vote": 4, "results": 4}
MOMENTS = ("opens_at", "entries_until", "jury_until", "votes_until", "results_at")


def main(step: str) -> None:
    if step == "begin":
        _begin()
    else:
        _pass_days(STEPS[step])
        keep_time()
    deliver_all()


def _begin() -> None:
    owner, start = Member.objects.get(role=Member.Role.OWNER), timezone.now() - 2 * DAY
    plan = Plan(
        title="Hills of home",
        story="Show us where you run when nobody looks.",
        rules="One picture a person, taken by yourself.",
        prizes="A postcard with your picture.",
        judging=Contest.Judging.BOTH,
        criteria=("The idea", "The light"),
        opens_at=start,
        entries_until=start + 4 * DAY,
        jury_until=start + 8 * DAY,
        votes_until=start + 12 * DAY,
        results_at=start + 12 * DAY,
    )
    contest = make_contest(plan, actor=owner, at=start - DAY)
    announce_contest(contest, actor=owner, at=start - DAY)
    name_juror(contest, actor=owner, handle="luka")
    at = start - 30 * DAY
    ana = join(
        email="ana.kovac@example.com", name="Ana K", handle="anak", password=PASSWORD, joined_at=at, backfilled=True
    )
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)


def _pass_days(days: int) -> None:
    earlier = {name: F(name) - days * DAY for name in MOMENTS}
    with transaction.atomic():
        Contest.objects.update(**earlier)
        Announcement.objects.update(at=F("at") - days * DAY)
        tags = [f"contest:{pk}" for pk in Contest.objects.values_list("pk", flat=True)]
        bump_on_commit("contests", *tags)


if __name__ == "__main__":
    main(sys.argv[1])
