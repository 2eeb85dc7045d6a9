"""How much a flag counts: what is said, who says it, how often they were right."""

from django.db.models import Q
from django.utils import timezone

from korzo.members.models import Grant, Member
from korzo.members.permissions import can
from korzo.moderation.models import Flag
from korzo.moderation.permissions import MODERATE

# All in hundredths. What cannot wait counts more than what is only in the wrong place.
OF_REASON = {
    Flag.Reason.OFF_TOPIC: 50,
    Flag.Reason.RUDE: 100,
    Flag.Reason.SPAM: 100,
    Flag.Reason.ILLEGAL: 150,
    Flag.Reason.WRONG_SPACE: 30,
    Flag.Reason.PRIVATE_DATA: 150,
    Flag.Reason.OTHER: 50,
    Flag.Reason.TELL_AUTHOR: 0,
}
# By trust level; nobody has one until the community gives them, and then all count the same.
OF_TRUST = {0: 100, 1: 100, 2: 130, 3: 160, 4: 200}
TRUSTED_FROM = 3
# One flag of the team reaches the threshold of the defaults by itself.
OF_TEAM = 600
# As Discourse: the last hundred verdicts tell how well somebody judges.
VERDICTS_LOOKED_AT = 100
# So many right ones in advance: a first mistake costs little, a habit of them nearly everything.
IN_ADVANCE = 2


def weight_of(member: Member, reason: str) -> int:
    """Hundredths of an ordinary member's flag."""
    base = OF_REASON[Flag.Reason(reason)]
    if can(member, MODERATE):
        return base * OF_TEAM // 100
    return base * OF_TRUST[trust_of(member.pk)] * accuracy_of(member.pk) // 10_000


def accuracy_of(member_id: int) -> int:
    """The share of the last verdicts that agreed, in hundredths."""
    verdicts = list(
        Flag.objects.filter(member=member_id, outcome__in=[Flag.Outcome.AGREED, Flag.Outcome.DISAGREED])
        .order_by("-pk")
        .values_list("outcome", flat=True)[:VERDICTS_LOOKED_AT]
    )
    agreed = verdicts.count(Flag.Outcome.AGREED)
    return (agreed + IN_ADVANCE) * 100 // (len(verdicts) + IN_ADVANCE)


def trust_of(member_id: int) -> int:
    """The highest level that somebody granted (`trust:2`); 0 where there is none."""
    now = timezone.now()
    keys = Grant.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now), member=member_id, key__in=[f"trust:{level}" for level in OF_TRUST]
    ).values_list("key", flat=True)
    return max((int(key.removeprefix("trust:")) for key in keys), default=0)


def hides_at_once(member: Member, reason: str, author_id: int | None) -> bool:
    """Somebody long trusted calls the post of somebody new an advertisement."""
    if reason != Flag.Reason.SPAM or author_id is None or trust_of(member.pk) < TRUSTED_FROM:
        return False
    return trust_of(author_id) == 0
