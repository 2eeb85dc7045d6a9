"""A person left: what was about them goes, what they did as one of the team stays without their name."""

from django.db import transaction

from korzo.moderation.models import (
    Appeal,
    Decision,
    Entry,
    Flag,
    Item,
    LegalNotice,
    MemberNote,
    Sanction,
    Statement,
    StatementWithdrawal,
    Sweep,
)


def forget_member(member_id: int) -> None:
    """The hash of an address that was shut out stays with the members room: it names nobody."""
    with transaction.atomic():
        # About them, or in their words.
        Sanction.objects.filter(member=member_id).delete()
        MemberNote.objects.filter(member=member_id).delete()
        Appeal.objects.filter(member=member_id).update(member=None, words="", answer="")
        Item.objects.filter(author=member_id).update(author=None, title="", html="", plain="", address="")
        LegalNotice.objects.filter(member=member_id).update(member=None, name="", mail="", reason="")
        Flag.objects.filter(member=member_id).update(member=None, words="")
        Statement.objects.filter(member=member_id).update(member=None, excerpt="", facts="")
        Sweep.objects.filter(member=member_id).update(member=None)
        Entry.objects.filter(member=member_id).update(member=None)
        _forget_hand(member_id)


def _forget_hand(member_id: int) -> None:
    """As one of the team."""
    Item.objects.filter(claimed_by=member_id).update(claimed_by=None)
    Decision.objects.filter(by=member_id).update(by=None)
    Decision.objects.filter(undone_by=member_id).update(undone_by=None)
    Statement.objects.filter(by=member_id).update(by=None)
    StatementWithdrawal.objects.filter(by=member_id).update(by=None)
    for name in ("by", "confirmed_by", "lifted_by"):
        Sanction.objects.filter(**{name: member_id}).update(**{name: None})
    MemberNote.objects.filter(by=member_id).update(by=None)
    Sweep.objects.filter(by=member_id).update(by=None)
    Sweep.objects.filter(undone_by=member_id).update(undone_by=None)
    Entry.objects.filter(actor=member_id).update(actor=None)
