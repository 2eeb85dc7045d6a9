"""Bringing the order of answers in line with the votes of their readers."""

from django.db import transaction

from korzo.discussions.actions.settle import hold_topic
from korzo.discussions.actions.settle_questions import weigh_answers
from korzo.discussions.models import AnswerMerit, Post
from korzo.kit.errors import Missing

TOPICS_AT_ONCE = 200


def weigh_post(post_id: int) -> bool:
    """After somebody found it useful, or no longer does. Whether the order may be another now."""
    topic_id = Post.objects.filter(pk=post_id).values_list("topic_id", flat=True).first()
    if topic_id is None:
        return False
    with transaction.atomic():
        hold_topic(topic_id)
        if not Post.objects.filter(pk=post_id, topic=topic_id).exists():
            # It went to another topic while we waited for this one.
            return weigh_post(post_id)
        return weigh_answers([topic_id], new_post_id=post_id)


def weigh_all(*, behind: int = 0) -> int:
    """The next topics after the id `behind`; 0 when all were looked at. For votes that went without a word each."""
    rows = AnswerMerit.objects.filter(topic__gt=behind).order_by("topic_id").values_list("topic_id", flat=True)
    ids = list(rows.distinct()[:TOPICS_AT_ONCE])
    for pk in ids:
        with transaction.atomic():
            try:
                hold_topic(pk)
            except Missing:
                continue
            weigh_answers([pk])
    return ids[-1] if len(ids) == TOPICS_AT_ONCE else 0
