"""Whether new words are shown at once, or wait until a person of the team looked at them."""

from dataclasses import dataclass
from datetime import datetime

from korzo.discussions.actions.write import Ready, Written
from korzo.discussions.models import Post, PostHold
from korzo.kit.tongue import guess_language
from korzo.members.models import Member
from korzo.moderation import actions as moderation
from korzo.moderation.actions import Submission, Verdict

LABEL = "discussions.post"


@dataclass(frozen=True)
class Look:
    """What the checks said; nothing at all of what an import brings."""

    verdict: Verdict | None = None

    @property
    def is_held(self) -> bool:
        return self.verdict is not None and self.verdict.held


def look_at(
    written: Written, ready: Ready, *, author: Member, at: datetime, title: str = "", asked: str = "", backfilled: bool
) -> Look:
    """`asked` are the words of a poll. Nothing is written here: the post comes only afterwards."""
    if backfilled:
        return Look()
    submission = Submission(
        subject_label=LABEL,
        author=author,
        title=title,
        plain=f"{ready.plain}\n{asked}" if asked else ready.plain,
        html=ready.html,
        language=guess_language(ready.plain, of_author=author.language),
        at=at,
        seconds_typed=written.seconds_typed,
        trap_filled=written.trap_filled,
        is_first_post=not Post.objects.filter(author=author).exists(),
    )
    return Look(moderation.weigh(submission))


def hold_back(post: Post, look: Look, *, author: Member, at: datetime, stood_before: bool = False) -> None:
    """Into the queue of the team, with the reasons that its author reads. The topic must know its first post by now."""
    if look.verdict is None:
        return
    PostHold.objects.update_or_create(
        post=post,
        defaults={
            "topic_id": post.topic_id,
            "author_id": post.author_id,
            "at": at,
            "reasons": [{"code": one.code, "facts": dict(one.facts)} for one in look.verdict.reasons],
            "stood_before": stood_before,
        },
    )
    moderation.hold(LABEL, post.pk, author=author, verdict=look.verdict, at=at)
