"""What the shop does when something happens to a member."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.members.activities import MailConfirmed, MemberErased
from korzo.members.models import Member
from korzo.shop.actions.erase import forget_member
from korzo.shop.actions.link import link_customer


@bookkeeper(MailConfirmed, history=True)
def find_their_orders(activity: Activity) -> None:
    """Whoever proved a mail address gets the orders that were placed with it."""
    member_id = loaded(activity, MailConfirmed).of_member_id
    member = Member.objects.filter(pk=member_id, erased_at__isnull=True).first()
    if member is not None:
        link_customer(member)


@bookkeeper(MemberErased)
def forget_their_orders(activity: Activity) -> None:
    # From the content, not the column: the log itself may have been blanked a moment before.
    forget_member(loaded(activity, MemberErased).of_member_id)
