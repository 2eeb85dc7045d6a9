"""A submission with everything about it said."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.html import escape

from korzo.members.models import Member
from korzo.moderation.models.spam import SpamRules
from korzo.moderation.spam.submission import Submission

LONG_AGO = timedelta(days=90)
# Long enough to be told from others.
WALK = "We went up to the hut on Saturday and the new wax held well through two days of heavy rain and mud."


def sent(plain: str, author: Member | None = None, **said: Any) -> Submission:
    known: dict[str, Any] = {
        "subject_label": "discussions.post",
        "title": "",
        "html": f"<p>{escape(plain)}</p>",
        "language": "en",
        "at": timezone.now(),
        "seconds_typed": 30.0,
    }
    return Submission(author=author, plain=plain, **{**known, **said})


def of_old(member: Member) -> Member:
    """Somebody who has been here for a while."""
    Member.objects.filter(pk=member.pk).update(joined_at=timezone.now() - LONG_AGO)
    member.refresh_from_db()
    return member


def rules(**changes: Any) -> SpamRules:
    row, _made = SpamRules.objects.update_or_create(pk=1, defaults=changes)
    return row
