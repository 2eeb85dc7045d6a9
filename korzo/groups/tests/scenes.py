"""Groups for the tests of this room and of those above it."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from korzo.activity.models import Activity
from korzo.groups.actions import Face, Ways, add_member, name_keeper, open_group
from korzo.groups.models import Group
from korzo.members.models import Member
from tests.cast import Cast


def a_group(
    cast: Cast,
    handle: str = "walkers",
    *,
    entry: str = Group.Entry.OPEN,
    mentioned_by: str = Group.MentionedBy.MEMBERS,
) -> Group:
    return open_group(handle, actor=cast.sara, face=Face("Walkers", "Slow is fine."), ways=Ways(entry, mentioned_by))


def put_in(group: Group, cast: Cast, *members: Member) -> Group:
    for one in members:
        add_member(group, actor=cast.sara, member=one, backfilled=True)
    return group


def told() -> set[tuple[str, str]]:
    """Whom the news of this room concerns, as the room above asks: name and verb."""
    found: set[tuple[str, str]] = set()
    for one in Activity.objects.filter(verb__startswith="groups."):
        several = getattr(one.kind, "notice_members", None)
        if not hasattr(one.kind, "notice_sentence"):
            continue
        ids = {*(several() if several else [one.member_id])} - {one.actor_id}
        names = Member.objects.filter(pk__in=ids).values_list("name", flat=True)
        found |= {(name, one.verb.removeprefix("groups.")) for name in names}
    return found


def a_photo() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (90, 60), "teal").save(file, "JPEG")
    return SimpleUploadedFile("us.jpg", file.getvalue(), "image/jpeg")


def kept_by(group: Group, cast: Cast, member: Member) -> Group:
    put_in(group, cast, member)
    name_keeper(group, actor=cast.sara, member=member, backfilled=True)
    return group


def crowd(count: int) -> list[Member]:
    """Without any of what joining is: only rows, and quickly."""
    return Member.objects.bulk_create(
        [Member(email=f"n{n}@example.com", name=f"N{n}", handle=f"crowd{n}", password="!") for n in range(count)]
    )
