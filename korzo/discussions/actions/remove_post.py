from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.discussions.actions.settle import hold_post
from korzo.discussions.actions.team import STEPS
from korzo.discussions.models import Post, PostRemoval
from korzo.discussions.permissions import check_remove
from korzo.kit.errors import FieldRefused
from korzo.members.permissions import Person
from korzo.moderation.actions import one_line


def remove_post(post: Post, *, actor: Person, reason: str = "", at: datetime | None = None) -> PostRemoval:
    """Out of view, with who and why; asking twice changes nothing. The first post takes its topic along."""
    with transaction.atomic():
        held = hold_post(post.pk)
        member = check_remove(actor, held)
        if member.pk != held.author_id and not one_line(reason):
            raise FieldRefused("reason", _("Please say why. The author will read it."))
        removal, _is_new = STEPS.take_away(held, actor=member, reason=reason, at=at or timezone.now())
    return removal
