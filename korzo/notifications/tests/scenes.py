"""What people do in the talk, for the tests of this room."""

from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.utils import timezone

from korzo.activity.models import Outgoing
from korzo.discussions import actions as discussions
from korzo.discussions.actions import Written
from korzo.discussions.models import Post, Space, Topic
from korzo.members.models import Member
from korzo.notifications import queries
from korzo.notifications.models import Notice
from tests.cast import Cast, let_worker_finish

_numbers = count(1)
WORDS = """
autumn bridge candle distant ember forest glacier harbour island jacket kettle ladder meadow narrow orchard pebble quiet
ribbon saddle thunder upland valley winter yellow basket copper drizzle evening feather granite hollow insole juniper
knuckle lantern marble nettle outcrop paddle quarry rubber shelter tussock umbrella velvet willow
"""
VOCABULARY = WORDS.split()
LONG_AGO = timezone.now() - timedelta(days=100)


def grown_up(cast: Cast) -> Cast:
    """All have been here for a while, so that the limits of the first day do not count for them."""
    Member.objects.all().update(joined_at=LONG_AGO)
    for member in (cast.mira, cast.sara, cast.ivo, cast.tea, cast.luka):
        member.refresh_from_db()
    return cast


def a_question(asker: Member, title: str = "Which size for wide feet?") -> Topic:
    space = Space.objects.get_or_create(slug="fit", defaults={"name": "Fit and sizes"})[0]
    return discussions.start_topic(
        space,
        actor=asker,
        title=title,
        written=Written(f"I am between two sizes. {_chatter(next(_numbers))}"),
        kind=Topic.Kind.QUESTION,
        backfilled=True,
    )


def a_reply(topic: Topic, author: Member, words: str = "Take half a size up") -> Post:
    """Some time apart from one another: the talk asks people who write quickly to wait."""
    number = next(_numbers)
    return discussions.post_reply(
        topic, actor=author, written=Written(f"{words}. {_chatter(number)}"), at=_later(number)
    )


def _chatter(number: int) -> str:
    """Words unlike those of any other number, for the talk holds back what it has read before."""
    return " ".join(Random(number).choices(VOCABULARY, k=12)).capitalize() + "."


def _later(number: int) -> datetime:
    return timezone.now() + timedelta(minutes=number)


def notices_of(member: Member) -> list[Notice]:
    """All but those about points, which other tests look at."""
    let_worker_finish()
    return list(Notice.objects.filter(member=member).exclude(kind__startswith="loyalty.").order_by("-at", "-pk"))


def sentences(member: Member) -> list[str]:
    """As they are read, without the invisible signs around names."""
    let_worker_finish()
    shown = [one for one in queries.notices(member) if not one.kind.startswith("loyalty.")]
    return [one.sentence.replace("\u2068", "").replace("\u2069", "") for one in shown]


def letters_waiting(member: Member) -> int:
    return Outgoing.objects.filter(sender="notifications.mail", member_id=member.pk, state="waiting").count()
