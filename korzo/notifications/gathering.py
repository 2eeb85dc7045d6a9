"""What a letter tells: news for its reader first, then questions that they may know an answer to, then good talk."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from korzo.discussions.models import Topic, TopicQuerySet, TopicTag
from korzo.discussions.permissions import visible_to
from korzo.members.models import Member, Mute
from korzo.notifications.models import Letter, Notice
from korzo.notifications.wishes import wish_of
from korzo.reactions.models import Follow
from korzo.reactions.queries import counts
from korzo.shop.queries import owned_products

QUESTIONS_MAX = 5
TOPICS_MAX = 5
NOTICES_MAX = 10
# Nobody is asked about what has waited for longer; the team has it by then.
QUESTION_AGE_MAX = timedelta(days=60)
# A question stands in one letter of a person, never in two.
LETTERS_LOOKED_AT = 30
# Of a busy week so many are weighed against one another.
WEIGHED_MAX = 200
_HEARD = (Follow.Level.WATCHING, Follow.Level.TRACKING, Follow.Level.FIRST_POST)


@dataclass(frozen=True)
class Content:
    question_ids: list[int] = field(default_factory=list)
    topic_ids: list[int] = field(default_factory=list)
    notice_ids: list[int] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.question_ids or self.topic_ids or self.notice_ids)


def gather(member: Member, *, since: datetime, until: datetime) -> Content:
    questions = _questions(member, until)
    topics = _topics(member, since, until, without=questions)
    return Content(questions, topics, _notices(member, since))


def still_so(letter: Letter, member: Member) -> Content:
    """Between the planning and the sending things are answered, removed and read."""
    open_ids = set(_readable(member).unanswered().filter(pk__in=letter.question_ids).values_list("pk", flat=True))
    topic_ids = set(_readable(member).filter(pk__in=letter.topic_ids).values_list("pk", flat=True))
    unread = Notice.objects.filter(pk__in=letter.notice_ids, member=member, read_at__isnull=True)
    notice_ids = set(unread.values_list("pk", flat=True))
    return Content(
        [pk for pk in letter.question_ids if pk in open_ids],
        [pk for pk in letter.topic_ids if pk in topic_ids],
        [pk for pk in letter.notice_ids if pk in notice_ids],
    )


def _readable(member: Member) -> TopicQuerySet:
    """What they may read and want to: not their own, and of nobody whom they muted."""
    muted = Mute.objects.filter(member=member).values("other_id")
    quiet = Follow.objects.filter(member=member, level=Follow.Level.MUTED)
    return (
        visible_to(member)
        .exclude(author=member)
        .exclude(author__in=muted)
        .exclude(pk__in=quiet.filter(subject_label="discussions.topic").values("subject_id"))
        .exclude(space__in=quiet.filter(subject_label="discussions.space").values("subject_id"))
        .exclude(product__in=quiet.filter(subject_label="shop.product").values("subject_id"))
        .exclude(pk__in=TopicTag.objects.filter(tag__in=_shut_tags(quiet)).values("topic_id"))
    )


def _shut_tags(quiet: QuerySet[Follow]) -> QuerySet[Follow, int]:
    return quiet.filter(subject_label="discussions.tag").values_list("subject_id", flat=True)


def _questions(member: Member, until: datetime) -> list[int]:
    owned = set(owned_products(member).values_list("pk", flat=True))
    if not owned:
        return []
    letters = Letter.objects.filter(member=member).order_by("-until").values_list("question_ids", flat=True)
    told = {pk for ids in letters[:LETTERS_LOOKED_AT] for pk in ids}
    waiting = _readable(member).unanswered().filter(product__in=owned, created_at__gt=until - QUESTION_AGE_MAX)
    rows = waiting.order_by("-created_at", "-pk").values_list("pk", flat=True)
    return [pk for pk in rows[: QUESTIONS_MAX + len(told)] if pk not in told][:QUESTIONS_MAX]


def _topics(member: Member, since: datetime, until: datetime, *, without: list[int]) -> list[int]:
    """The liveliest of the spaces that they follow; of all spaces for those who follow none."""
    spaces = Follow.objects.filter(member=member, subject_label="discussions.space", level__in=_HEARD)
    followed = list(spaces.values_list("subject_id", flat=True))
    fresh = _readable(member).filter(created_at__gt=since, created_at__lte=until).exclude(pk__in=without)
    if followed:
        fresh = fresh.filter(space__in=followed)
    rows = list(fresh.order_by(F("writer_count").desc(), "-created_at", "-pk")[:WEIGHED_MAX])
    hearts = counts("discussions.post", [row.first_post_id for row in rows if row.first_post_id])
    best = sorted(rows, key=lambda row: (-_weight(row, hearts), -row.created_at.timestamp(), -row.pk))
    return [row.pk for row in best[:TOPICS_MAX]]


def _weight(topic: Topic, hearts: dict[int, int]) -> int:
    """Many voices say more than many words of few; a picture is worth a look."""
    return 2 * topic.writer_count + hearts.get(topic.first_post_id or 0, 0) + int(topic.is_pictured)


def _notices(member: Member, since: datetime) -> list[int]:
    rows = Notice.objects.filter(member=member, at__gt=since, read_at__isnull=True, on_site=True)
    wanted = list(rows.order_by("-at", "-pk")[: NOTICES_MAX * 5])
    kept = {verb for verb in {row.kind for row in wanted} if wish_of(member.pk, verb).in_letter}
    return [row.pk for row in wanted if row.kind in kept][:NOTICES_MAX]
