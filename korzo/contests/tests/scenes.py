"""Contests around the present moment, and people who were there before."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from threading import Barrier, Thread

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone
from PIL import Image

from korzo.contests.actions import Plan, Sent, announce_contest, enter, make_contest
from korzo.contests.models import Contest, Entry
from korzo.contests.phases import Phase
from korzo.media.actions import receive_picture
from korzo.media.models import Picture
from korzo.members import actions as members
from korzo.members.models import Member
from tests.cast import Cast

DAY = timedelta(days=1)
STORY = "It rained for two days, and on the third the sun came out over the pass. We had nothing dry left but laughter."
# When each phase begins, seen from the beginning of the contest; half a day into it is now.
BEGINS = {Phase.COMING: -2, Phase.ENTRY: 0, Phase.JURY: 10, Phase.VOTE: 14, Phase.COUNTING: 20, Phase.DONE: 21}
LONG_AGO = 400 * DAY


def grow_up(cast: Cast) -> None:
    """Everybody but Luka was here long before any contest."""
    old = [one.pk for one in (cast.mira, cast.sara, cast.ivo, cast.tea)]
    Member.objects.filter(pk__in=old).update(joined_at=timezone.now() - LONG_AGO)
    for one in (cast.mira, cast.sara, cast.ivo, cast.tea):
        one.refresh_from_db()


def start_of(phase: Phase) -> datetime:
    """When a contest began that is in this phase now."""
    return timezone.now().replace(microsecond=0) - timedelta(days=BEGINS[phase], hours=12)


def a_plan(start: datetime, **changes: object) -> Plan:
    """Entries for ten days, a jury for four, votes for six, a day of counting."""
    judging = changes.get("judging", Contest.Judging.VOTES)
    has_jury, has_votes = judging != Contest.Judging.VOTES, judging != Contest.Judging.JURY
    values: dict[str, object] = {
        "title": "Wet feet, happy faces",
        "story": "Show us rain.",
        "rules": "One picture a person.",
        "kind": Contest.Kind.STORIES,
        "opens_at": start,
        "entries_until": start + 10 * DAY,
        "jury_until": start + 14 * DAY if has_jury else None,
        "votes_until": start + 20 * DAY if has_votes else None,
        "results_at": start + 21 * DAY,
        "criteria": ("The idea", "The light") if has_jury else (),
        **changes,
    }
    return Plan(**values)  # type: ignore[arg-type]  # arguments of many kinds


def a_contest(cast: Cast, phase: Phase = Phase.ENTRY, **changes: object) -> Contest:
    """Announced a day before it opened. A contest for votes alone passes the days of the jury with voting."""
    start = start_of(phase)
    contest = make_contest(a_plan(start, **changes), actor=cast.mira, at=start - 3 * DAY)
    announce_contest(contest, actor=cast.mira, at=start - 2 * DAY)
    return Contest.objects.select_related("announcement").get(pk=contest.pk)


def sent(title: str = "Three days of rain", **changes: object) -> Sent:
    return Sent(**{"title": title, "body": STORY, "has_rights": True, **changes})  # type: ignore[arg-type]  # as above


def an_entry(contest: Contest, author: Member, title: str = "Three days of rain", **changes: object) -> Entry:
    """Sent in on the second day, whenever that was."""
    entry = enter(contest, actor=author, sent=sent(title, **changes), at=contest.opens_at + DAY / 4, backfilled=True)
    return Entry.objects.select_related("contest").get(pk=entry.pk)


def a_pictured_entry(contest: Contest, author: Member, title: str = "The hut in the fog") -> Entry:
    return an_entry(contest, author, title, picture_ids=[a_picture(author).pk], body="")


def crowd(count: int, *, joined_at: datetime | None = None, name: str = "guest") -> list[Member]:
    at = joined_at or timezone.now() - LONG_AGO
    return [
        members.join(
            email=f"{name}{n}@example.com", name=f"{name} {n}", handle=f"{name}{n}", joined_at=at, backfilled=True
        )
        for n in range(count)
    ]


def a_file(name: str = "walk.jpg") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/jpeg")


def a_picture(owner: Member) -> Picture:
    return receive_picture(a_file(), owner=owner, alt="A hut in the fog")


def told(kind: str) -> set[int]:
    """Who got this notice; by name, for the room of the notices lies above."""
    notices = apps.get_model("notifications", "Notice")._default_manager.filter(kind=f"contests.{kind}")
    return set(notices.values_list("member_id", flat=True))


def all_at_once(deeds: list[Callable[[], object]]) -> list[Exception]:
    """What went wrong in any of them, each in a thread and on a connection of its own."""
    start = Barrier(len(deeds))
    wrong: list[Exception] = []

    def run(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            deed()
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return wrong
