from korzo.trust.models import Decision, Standing


def forget_member(member_id: int) -> int:
    """Part of a member's erasure; the grants went with their account. What they decided stays without their name."""
    Decision.objects.filter(by=member_id).update(by=None)
    gone, _by_model = Decision.objects.filter(member=member_id).delete()
    Standing.objects.filter(pk=member_id).delete()
    return gone
