"""The filter learns from what people decided, and from nothing else; a decision that is taken back is unlearnt.

One who learns at a time: the row of the rules is the lock, so all counts stay exact. Decisions are made by hand, so
nobody waits.
"""

from array import array
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import batched

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from korzo.moderation.models import Item
from korzo.moderation.models.spam import Lesson, LinkHost, SpamRules, Token, Trace
from korzo.moderation.spam.likeness import likeness_of
from korzo.moderation.spam.reading import Read, read
from korzo.moderation.spam.submission import Submission
from korzo.moderation.spam.tokens import tokens_of

DIGEST_BYTES = 16
# SQLite takes some hundred values in one statement on old machines.
_AT_ONCE = 500


def learn(submission: Submission, spam: bool) -> bool:
    """Whether anything changed: the same text counts once, however often it was posted and decided.

    The opposite of what was learnt before takes its place.
    """
    text = read(submission.text, submission.html)
    with transaction.atomic():
        _wait_for_turn()
        former = _lesson(submission)
        if former is not None and former.is_spam == spam:
            return False
        if former is not None:
            _take_back(former)
        tokens, hosts = tokens_of(text), sorted(text.links.hosts)
        Lesson.objects.create(digest=_digest(submission), is_spam=spam, tokens=_packed(tokens), hosts=hosts)
        Token.objects.bulk_create([Token(token=one) for one in tokens], ignore_conflicts=True, batch_size=_AT_ONCE)
        LinkHost.objects.bulk_create(
            [LinkHost(host=host, met_at=timezone.now()) for host in hosts], ignore_conflicts=True
        )
        _count(tokens, hosts, spam=spam, step=1)
        _mark(text, spam=spam)
    return True


def unlearn(submission: Submission) -> bool:
    """All counts as if this text had never been learnt. Whether it was."""
    with transaction.atomic():
        _wait_for_turn()
        former = _lesson(submission)
        if former is None:
            return False
        _take_back(former)
        _mark(read(submission.text, submission.html), spam=False)
    return True


def submission_of(item: Item) -> Submission:
    """What an item of the queue froze, to learn from the decision about it."""
    return Submission(
        subject_label=item.label,
        author=item.author,
        title=item.title,
        plain=item.plain,
        html=item.html,
        language=item.language,
        at=item.written_at or item.opened_at,
    )


def _wait_for_turn() -> None:
    SpamRules.objects.bulk_create([SpamRules(pk=1)], ignore_conflicts=True)
    SpamRules.objects.select_for_update().filter(pk=1).values_list("pk", flat=True).first()


def _lesson(submission: Submission) -> Lesson | None:
    return Lesson.objects.filter(digest=_digest(submission)).first()


def _digest(submission: Submission) -> bytes:
    """Of the words, and of the links, which may differ behind the same words."""
    hosts = read("", submission.html).links.hosts
    whole = "\0".join([submission.text, *sorted(hosts)])
    return blake2b(whole.encode("utf-8", "replace"), digest_size=DIGEST_BYTES).digest()


def _take_back(lesson: Lesson) -> None:
    """What was counted then, not what would be counted today: the way of reading texts may have changed since."""
    tokens = array("q", bytes(lesson.tokens))
    _count(tokens, lesson.hosts, spam=lesson.is_spam, step=-1)
    for some in batched(tokens, _AT_ONCE):
        Token.objects.filter(token__in=some, spam=0, honest=0).delete()
    unknown = LinkHost.objects.filter(host__in=lesson.hosts, approved=0, removed=0, vouched=0, newcomers=0)
    unknown.delete()
    lesson.delete()


def _count(tokens: Iterable[int], hosts: Sequence[str], *, spam: bool, step: int) -> None:
    side = "spam" if spam else "honest"
    for some in batched(tokens, _AT_ONCE):
        Token.objects.filter(token__in=some).update(**{side: F(side) + step})
    SpamRules.objects.filter(pk=1).update(**{f"{side}_count": F(f"{side}_count") + step})
    verdict = "removed" if spam else "approved"
    LinkHost.objects.filter(host__in=hosts).update(**{verdict: F(verdict) + step})


def _packed(tokens: Iterable[int]) -> bytes:
    return array("q", tokens).tobytes()


def _mark(text: Read, *, spam: bool) -> None:
    """What looks exactly so is known as spam for a while, or no longer."""
    likeness = likeness_of(text.words)
    if likeness is not None:
        same = Trace.objects.filter(band_1=likeness.bands[0], signature=likeness.signature)
        same.update(is_spam=spam)
