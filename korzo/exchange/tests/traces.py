"""What this room keeps about somebody, for the test of erasure."""

from korzo.exchange.models import Arrival, Export, Import, Kind, OldAddress
from korzo.members.models import Member


def leave_moves(member: Member) -> None:
    """They moved a community while the shop was theirs, and came with one themselves."""
    brought = Import.objects.create(token="moved", source="discourse:old", sender=member, file_name="backup.tar.gz")
    Export.objects.create(
        token="written", sender=member, with_mails=True, reason=f"{member.name} moves to another host"
    )
    Arrival.objects.create(
        source="discourse:old", kind=Kind.PEOPLE, source_id="17", object_id=member.pk, brought=brought
    )
    OldAddress.objects.create(path=f"/u/{member.handle}", kind=Kind.PEOPLE, object_id=member.pk, brought=brought)
