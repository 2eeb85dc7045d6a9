"""What all that happens in a topic has in common."""

from dataclasses import dataclass

from django.urls import reverse

from korzo.activity.activities import Kind
from korzo.discussions.permissions import may_hear_topic


@dataclass(frozen=True, kw_only=True)
class TopicKind(Kind):
    topic_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("discussions.topic", self.topic_id)

    def link(self) -> str:
        return reverse("discussions:topic_by_id", args=[self.topic_id])

    def stale(self) -> tuple[str, ...]:
        """All lists across the talk are one tag: they show numbers that any of these changes."""
        return (f"topic:{self.topic_id}", "talk")

    def visible_to(self, member_id: int | None) -> bool:
        """Asked anew each time: a space may be closed, and a topic taken away, after something happened there."""
        return may_hear_topic(member_id, self.topic_id)


@dataclass(frozen=True, kw_only=True)
class PostKind(TopicKind):
    """The member concerned is named in each; the subject is the post."""

    post_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("discussions.post", self.post_id)

    def link(self) -> str:
        return reverse("discussions:post", args=[self.post_id])

    def stale(self) -> tuple[str, ...]:
        return (*super().stale(), f"post:{self.post_id}")

    def heard_on(self) -> tuple[str, ...]:
        """Whoever reads the topic sees all of this anyway: which post, and that it is new, changed or gone."""
        return (f"topic:{self.topic_id}",)
