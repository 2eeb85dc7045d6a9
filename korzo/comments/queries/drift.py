"""Whether what is counted is what is there."""

from collections import Counter

from korzo.comments.models import Comment, CommentTotal


def drifts() -> list[str]:
    """A sentence for each count that does not agree with its rows."""
    visible = Comment.objects.filter(state=Comment.State.VISIBLE)
    counted = Counter(visible.values_list("subject_label", "subject_id"))
    kept = {(one.subject_label, one.subject_id): one.count for one in CommentTotal.objects.all()}
    wrong = [
        f"comments of {of}: kept {kept.get(of, 0)}, counted {counted[of]}"
        for of in sorted(kept.keys() | counted.keys())
        if kept.get(of, 0) != counted[of]
    ]
    answers = Counter(visible.filter(parent__isnull=False).values_list("parent_id", flat=True))
    parents = dict(Comment.objects.filter(parent__isnull=True).values_list("pk", "answer_count"))
    return wrong + [
        f"answers of comment {pk}: kept {count}, counted {answers[pk]}"
        for pk, count in sorted(parents.items())
        if count != answers[pk]
    ]
