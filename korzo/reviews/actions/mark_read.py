from datetime import datetime

from django.utils import timezone

from korzo.members.permissions import Person, check_can, check_signed_in
from korzo.reviews.models import Review, ReviewReading
from korzo.reviews.permissions import READ


def mark_read(review: Review, *, actor: Person, at: datetime | None = None) -> ReviewReading:
    """The first reader's name stays. No activity: it is a tick on the team's own list."""
    member = check_signed_in(actor)
    check_can(member, READ)
    reading, _is_new = ReviewReading.objects.get_or_create(
        review=review, defaults={"by": member, "at": at or timezone.now()}
    )
    return reading
