"""Opening a group, saying what it is and how it works, and ending it."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from secrets import token_hex

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import ImageOps

from korzo.groups.actions.rows import hold_group, take_out, tell
from korzo.groups.activities import GroupChanged, GroupEnded, GroupOpened
from korzo.groups.models import LABEL, Group, GroupMember, GroupRequest
from korzo.groups.permissions import check_keep, check_team
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.pictures import encode_webp, open_picture
from korzo.members.actions import take_handle
from korzo.members.models import HANDLE_LENGTH_MAX
from korzo.members.permissions import Person

# The team looks through the list of them; whoever needs more has another wish.
GROUPS_MAX = 200
# Shown as a face is: at 160 pixels at most, twice as dense on good screens.
PICTURE_WIDTH = 320
# A right is called after it, and rights are written in plain letters; a mention leaves out a hyphen at its end.
_HANDLE = re.compile(r"[a-z][a-z0-9_-]*[a-z0-9]", re.ASCII)


@dataclass(frozen=True)
class Face:
    """What others read."""

    name: str
    description: str = ""

    def checked(self) -> "Face":
        name = " ".join(self.name.split())
        if not name:
            raise FieldRefused("name", _("Please give the group a name."))
        return Face(name, self.description.strip())


@dataclass(frozen=True)
class Ways:
    """How one comes in, and who may call all of them."""

    entry: str = Group.Entry.OPEN
    mentioned_by: str = Group.MentionedBy.GROUP


def open_group(
    handle: str,
    *,
    actor: Person,
    face: Face,
    ways: Ways | None = None,
    at: datetime | None = None,
    backfilled: bool = False,
) -> Group:
    """The handle is taken in the one book of all handles, and the right is called after it for good."""
    moment = at or timezone.now()
    with transaction.atomic():
        member = check_team(actor)
        wanted, shown, chosen = _checked_handle(handle), face.checked(), ways or Ways()
        if Group.objects.filter(ended_at__isnull=True).count() >= GROUPS_MAX:
            raise Refused(_("There are many groups already. Please use one of them, or end one first."))
        group = Group.objects.create(
            # Known only by its number until the book says that the handle is free.
            handle=f"-{token_hex(8)}",
            key=f"group:{token_hex(8)}",
            name=shown.name,
            description=shown.description,
            entry=Group.Entry(chosen.entry),
            mentioned_by=Group.MentionedBy(chosen.mentioned_by),
            opened_at=moment,
        )
        take_handle(wanted, of_label=LABEL, of_id=group.pk)
        group.handle, group.key = wanted, f"group:{wanted}"
        group.save(update_fields=["handle", "key"])
        tell(GroupOpened, group, actor=member, at=moment, backfilled=backfilled)
    return group


def _checked_handle(handle: str) -> str:
    wanted = handle.strip().removeprefix("@").lower()
    if len(wanted) > HANDLE_LENGTH_MAX or not _HANDLE.fullmatch(wanted):
        words = _("Please use letters from a to z, digits and hyphens, with a letter in front: trail-runners.")
        raise FieldRefused("handle", words)
    return wanted


def describe_group(group: Group, *, actor: Person, face: Face, at: datetime | None = None) -> Group:
    """By its keepers, too."""
    with transaction.atomic():
        held = hold_group(group.pk)
        member = check_keep(actor, held)
        shown = face.checked()
        held.name, held.description = shown.name, shown.description
        held.save(update_fields=["name", "description"])
        tell(GroupChanged, held, actor=member, at=at or timezone.now())
    return held


def set_ways(group: Group, *, actor: Person, handle: str, ways: Ways, at: datetime | None = None) -> Group:
    """By the team. Its right keeps its key, so another handle closes no space; the old handle still leads here."""
    with transaction.atomic():
        member = check_team(actor)
        held = hold_group(group.pk)
        check_keep(member, held)
        wanted = _checked_handle(handle)
        take_handle(wanted, of_label=LABEL, of_id=held.pk)
        held.handle = wanted
        held.entry, held.mentioned_by = Group.Entry(ways.entry), Group.MentionedBy(ways.mentioned_by)
        held.save(update_fields=["handle", "entry", "mentioned_by"])
        if held.entry != Group.Entry.REQUEST:
            # Who may simply come in, or only be added, has nothing left to ask.
            GroupRequest.objects.filter(group=held).delete()
        tell(GroupChanged, held, actor=member, at=at or timezone.now())
    return held


def show_picture(group: Group, *, actor: Person, file: "File[bytes]") -> None:
    """Cut square, made small, without the data that cameras add."""
    check_keep(actor, group)
    image = open_picture(file)
    side = min(image.size)
    square = encode_webp(ImageOps.fit(image, (side, side)), PICTURE_WIDTH, quality=82)
    with transaction.atomic():
        held = hold_group(group.pk)
        member = check_keep(actor, held)
        former, held.picture = held.picture, default_storage.save(f"groups/{token_hex(12)}.webp", ContentFile(square))
        held.save(update_fields=["picture"])
        if former:
            transaction.on_commit(partial(default_storage.delete, former))
        tell(GroupChanged, held, actor=member, at=timezone.now())
    group.picture = held.picture


def end_group(group: Group, *, actor: Person, at: datetime | None = None) -> None:
    """Its people lose the right that came with it. What was written stays, and the handle is given to nobody else."""
    moment = at or timezone.now()
    with transaction.atomic():
        member = check_team(actor)
        held = hold_group(group.pk)
        check_keep(member, held)
        for one in GroupMember.objects.filter(group=held).select_related("member"):
            take_out(held, one.member)
        GroupRequest.objects.filter(group=held).delete()
        held.ended_at = moment
        held.save(update_fields=["ended_at"])
        tell(GroupEnded, held, actor=member, at=moment)
