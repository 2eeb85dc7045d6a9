"""Everything that comments can know about somebody, for the test that nothing is left of them."""

from django.utils import timezone

from korzo.comments import actions
from korzo.comments.actions import Written
from korzo.comments.models import CommentHold
from korzo.members.models import Member
from korzo.shop.models import Product

LABEL = "shop.product"


def leave_comments(tea: Member, luka: Member, product: Product) -> None:
    """Tea comments and is named, and for a while she is one of the team."""
    own = actions.post_comment(LABEL, product.pk, actor=tea, written=Written("I wear them in the rain."))
    named = Written("Ask @tea, she knows. Is @Tea here?")
    actions.post_comment(LABEL, product.pk, actor=luka, written=named, parent_id=own.pk)
    Member.objects.filter(pk=tea.pk).update(role=Member.Role.STAFF)
    staff = Member.objects.get(pk=tea.pk)
    held = actions.post_comment(
        LABEL, product.pk, actor=luka, written=Written("Cheap watches."), at=timezone.now(), backfilled=True
    )
    CommentHold.objects.create(comment=held)
    actions.refuse_comment(held.pk, actor=staff, reason="Not here.")
    actions.hide_comment(held.pk, actor=staff, reason="Not here.")
    Member.objects.filter(pk=tea.pk).update(role=Member.Role.MEMBER)
