"""Pictures of people come in, drawn anew like everybody's."""

from collections.abc import Sequence

from django.core.files.base import File
from django.utils.translation import gettext as _

from korzo.exchange import places
from korzo.exchange.actions.known import ours
from korzo.exchange.actions.pictures import found_in, refuse
from korzo.exchange.models import Arrival, Import, Kind
from korzo.exchange.staging import Staged, Staging
from korzo.kit.errors import Refused
from korzo.kit.pictures import BadPicture
from korzo.members.actions import show_face
from korzo.members.models import Member


def bring_faces(brought: Import, staging: Staging, rows: Sequence[Staged]) -> None:
    """Of those who came with this import and show none yet."""
    del staging
    with_face = [row for row in rows if row.text("avatar")]
    if not with_face:
        return
    known = ours(Kind.PEOPLE, (row.key for row in with_face))
    came = Arrival.objects.filter(brought=brought, kind=Kind.PEOPLE, object_id__in=known.values(), was_here=False)
    people = Member.objects.get_queryset().present().filter(pk__in=came.values("object_id"), avatar="").in_bulk()
    for row in with_face:
        member = people.get(known.get(row.key, 0))
        if member is not None and not member.avatar:
            _bring(brought, row, member)


def _bring(brought: Import, row: Staged, member: Member) -> None:
    path = found_in(places.files_of(brought.token), row.text("avatar"))
    if path is None:
        return refuse(brought, row, "avatar", _("The picture is not in the archive."))
    try:
        with path.open("rb") as file:
            show_face(member, file=File(file))
    except (BadPicture, Refused, OSError, ValueError):
        refuse(brought, row, "avatar", _("This is no picture that we can read."))
    return None
