from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.change_space import Rights, SpaceFace
from korzo.discussions.activities import SpaceOpened
from korzo.discussions.models import PROMISE_HOURS, SLUG_LENGTH_MAX, Kind, Space
from korzo.discussions.permissions import OPEN_SPACES
from korzo.kit.errors import Refused
from korzo.media.models import Picture
from korzo.members.models import Member
from korzo.members.permissions import check_can

# The home page shows six; more than this nobody finds their way in.
SPACES_MAX = 60


def open_space(
    name: str,
    *,
    actor: Member,
    slug: str = "",
    description: str = "",
    rules: str = "",
    hue: int = 6,
    icon: str = "messages-square",
    photo: Picture | None = None,
    main_kind: str = Kind.DISCUSSION,
    promise_hours: int = PROMISE_HOURS,
    rights: Rights | None = None,
    at: datetime | None = None,
    backfilled: bool = False,
) -> Space:
    """New spaces stand behind the others."""
    moment = at or timezone.now()
    with transaction.atomic():
        check_can(actor, OPEN_SPACES)
        if Space.objects.count() >= SPACES_MAX:
            raise Refused(_("There are many spaces already. Please use one of them."))
        wanted = (slugify(slug or name) or "space")[:SLUG_LENGTH_MAX]
        if Space.objects.filter(slug=wanted).exists():
            raise Refused(_("There is a space of that name already."))
        SpaceFace(name, promise_hours=promise_hours).check()
        allowed = (rights or Rights()).checked()
        last = Space.objects.aggregate(last=Max("position"))["last"]
        space = Space.objects.create(
            slug=wanted,
            name=name,
            description=description,
            rules=rules,
            hue=hue,
            icon=icon,
            photo=photo,
            main_kind=Kind(main_kind),
            read_key=allowed.read_key,
            start_key=allowed.start_key,
            reply_key=allowed.reply_key,
            promise_hours=promise_hours,
            position=0 if last is None else last + 1,
            opened_at=moment,
        )
        record(
            SpaceOpened(space_id=space.pk),
            actor_id=actor.pk,
            actor_kind=Activity.ActorKind.STAFF,
            occurred_at=moment,
            backfilled=backfilled,
        )
    return space
