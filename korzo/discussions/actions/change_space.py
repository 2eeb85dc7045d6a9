from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.activities import SpaceChanged
from korzo.discussions.models import EVERYONE, MEMBERS, PROMISE_HOURS, Kind, Space
from korzo.discussions.permissions import OPEN_SPACES, checked_key
from korzo.kit.errors import FieldRefused
from korzo.kit.formats import spoken
from korzo.live.actions import revoke
from korzo.live.models import Readers
from korzo.media.models import Picture
from korzo.members.models import Member
from korzo.members.permissions import check_can

# Whoever waits for a month asks elsewhere.
PROMISE_HOURS_MAX = 720


@dataclass(frozen=True)
class Rights:
    """Who may read, begin and reply: empty for everybody, `role:staff`, or the key of a grant."""

    read_key: str = EVERYONE
    start_key: str = MEMBERS
    reply_key: str = MEMBERS

    def checked(self) -> "Rights":
        return Rights(
            read_key=checked_key("read_key", self.read_key),
            start_key=checked_key("start_key", self.start_key or MEMBERS),
            reply_key=checked_key("reply_key", self.reply_key or MEMBERS),
        )


@dataclass(frozen=True)
class SpaceFace:
    """What visitors see of a space before they read what is in it. `photo` None leaves it as it is."""

    name: str
    description: str = ""
    rules: str = ""
    hue: int = 6
    icon: str = "messages-square"
    main_kind: str = Kind.DISCUSSION
    photo: Picture | None = None
    promise_hours: int = PROMISE_HOURS

    def check(self) -> None:
        if not self.name.strip():
            raise FieldRefused("name", _("Please give the space a name."))
        if not 1 <= self.promise_hours <= PROMISE_HOURS_MAX:
            words = _("Please choose a number from %(least)s to %(most)s.")
            raise FieldRefused("promise_hours", words % {"least": spoken(1), "most": spoken(PROMISE_HOURS_MAX)})


def change_space(space: Space, *, actor: Member, face: SpaceFace, rights: Rights, at: datetime | None = None) -> Space:
    """Its address stays. Whoever may no longer read it is cut off at once."""
    with transaction.atomic():
        check_can(actor, OPEN_SPACES)
        held = Space.objects.select_for_update(no_key=True).get(pk=space.pk)
        face.check()
        wanted = rights.checked()
        reading_changed = wanted.read_key != held.read_key
        held.name, held.description, held.rules = " ".join(face.name.split()), face.description, face.rules
        held.hue, held.icon, held.main_kind = face.hue, face.icon, Kind(face.main_kind)
        held.photo = face.photo or held.photo
        held.promise_hours = face.promise_hours
        held.read_key, held.start_key, held.reply_key = wanted.read_key, wanted.start_key, wanted.reply_key
        fields = ["name", "description", "rules", "hue", "icon", "main_kind", "photo", "promise_hours"]
        held.save(update_fields=[*fields, "read_key", "start_key", "reply_key"])
        record(
            SpaceChanged(space_id=held.pk, reading_changed=reading_changed),
            actor_id=actor.pk,
            actor_kind=Activity.ActorKind.STAFF,
            occurred_at=at or timezone.now(),
        )
        if reading_changed:
            _ask_listeners_again(held)
    return held


def _ask_listeners_again(space: Space) -> None:
    """Of the space, and of those of its topics to which somebody listens now."""
    revoke(f"space:{space.pk}")
    heard = Readers.objects.filter(channel__startswith="topic:").values_list("channel", flat=True).distinct()
    ids = {int(channel.partition(":")[2]) for channel in heard}
    for pk in space.topics.filter(pk__in=ids).values_list("pk", flat=True):
        revoke(f"topic:{pk}")
