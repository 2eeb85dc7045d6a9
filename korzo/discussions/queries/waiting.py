"""What somebody wrote that waits for a look, or was not published: read by its author and nobody else."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils.safestring import SafeString

from korzo.discussions.models import PostHold
from korzo.discussions.queries.pictures import photos_of_posts
from korzo.edge.recording import reads, remembered
from korzo.kit.html import stored
from korzo.kit.pictures import Photo
from korzo.members.permissions import Person
from korzo.moderation.actions import Reason

# Whoever has more of them waiting reads the rest when these were looked at.
WAITING_MAX = 10


@dataclass(frozen=True)
class WaitingPost:
    pk: int
    html: SafeString
    lang: str
    photos: list[Photo]
    at: datetime
    why: list[str]
    is_refused: bool
    refusal: str


def waiting_of(person: Person, topic_id: int) -> list[WaitingPost]:
    """In the order in which they were written."""
    if person is None or not remembered("discussions.has_waiting", person.pk, make=partial(_has_waiting, person.pk)):
        return []
    rows = PostHold.objects.filter(topic=topic_id, author=person).select_related("post").order_by("post__number")
    holds = list(rows[:WAITING_MAX])
    photos = photos_of_posts(hold.post_id for hold in holds) if holds else {}
    return [
        WaitingPost(
            pk=hold.post_id,
            html=stored(hold.post.html),
            lang=hold.post.language,
            photos=photos.get(hold.post_id, []),
            at=hold.at,
            why=[Reason(one["code"], one["facts"]).sentence for one in hold.reasons],
            is_refused=hold.is_refused,
            refusal=hold.refusal,
        )
        for hold in holds
    ]


def _has_waiting(member_id: int) -> bool:
    """Most people never have anything waiting, and are asked about on every topic that they read."""
    reads(f"waiting:{member_id}")
    return PostHold.objects.filter(author_id=member_id).exists()
