"""Planning the letters that are due: one for each member and period, whoever plans and however often it breaks off."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from korzo.activity.actions import send_out
from korzo.attention.actions import may_contact
from korzo.attention.models import Channel, Purpose
from korzo.members.models import Member
from korzo.members.queries import seen_at
from korzo.notifications.actions.planning import LETTER_SENDER
from korzo.notifications.gathering import gather
from korzo.notifications.models import Letter, Manner
from korzo.notifications.timing import next_letter_at, period_of, span_of

# Who was not here for so long is not called back.
ABSENT_AFTER = timedelta(days=180)
# A letter of the day is of no use two days later.
LETTER_IS_NEWS_FOR = timedelta(days=2)
BATCH = 100
# A turn of the job; what is left waits for the next one, five minutes later.
LETTERS_A_TURN = 5_000


def letter_source(letter: Letter) -> str:
    return f"letter:{letter.pk}"


def plan_letters(now: datetime | None = None) -> int:
    """Each member in a transaction of their own. How many letters were planned."""
    moment, last, planned = now or timezone.now(), 0, 0
    for _turn in range(LETTERS_A_TURN // BATCH):
        due = Manner.objects.filter(next_letter_at__lte=moment, pk__gt=last).order_by("pk")
        ids = list(due.values_list("pk", flat=True)[:BATCH])
        if not ids:
            break
        planned += sum(_plan_one(pk, moment) for pk in ids)
        last = ids[-1]
    return planned


def _plan_one(manner_id: int, now: datetime) -> bool:
    with transaction.atomic():
        rows = Manner.objects.filter(pk=manner_id, next_letter_at__lte=now)
        # Another worker at the same row is planning this very letter.
        skip = connection.features.has_select_for_update_skip_locked
        manner = rows.select_for_update(skip_locked=skip, of=("self",) if skip else ()).first()
        if manner is None or manner.next_letter_at is None:
            return False
        member = Member.objects.get(pk=manner.member_id)
        due = manner.next_letter_at
        manner.next_letter_at = next_letter_at(manner, member, now)
        manner.save(update_fields=["next_letter_at"])
        if not member.is_active or member.erased_at is not None or seen_at(member) < now - ABSENT_AFTER:
            return False
        return _write(manner, member, due, now)


def _write(manner: Manner, member: Member, due: datetime, now: datetime) -> bool:
    last = Letter.objects.filter(member=member).order_by("-until").values_list("until", flat=True).first()
    since = max(last, now - 2 * span_of(manner)) if last else now - span_of(manner)
    letter, is_new = Letter.objects.get_or_create(
        member=member, period=period_of(manner, member, due), defaults={"since": since, "until": now}
    )
    if not is_new:
        return False
    content = gather(member, since=since, until=now)
    if content.is_empty:
        # The next one tells of this time too, if there is something by then.
        letter.delete()
        return False
    letter.question_ids, letter.topic_ids, letter.notice_ids = vars(content).values()
    letter.save(update_fields=["question_ids", "topic_ids", "notice_ids"])
    decision = may_contact(
        member,
        purpose=Purpose.COMMUNITY,
        channel=Channel.MAIL,
        at=now,
        source=letter_source(letter),
        expires=now + LETTER_IS_NEWS_FOR,
    )
    if decision.refused:
        return False
    return send_out(
        LETTER_SENDER,
        key=f"{LETTER_SENDER}:{letter.pk}",
        payload={"letter_id": letter.pk},
        member_id=member.pk,
        not_before=decision.until or now,
    )


def letter_sent(letter: Letter, *, at: datetime) -> None:
    Letter.objects.filter(pk=letter.pk).update(sent_at=at)
