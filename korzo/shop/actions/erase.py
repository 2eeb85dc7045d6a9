"""Take people out of the shop's records. What was sold stays: sums and products, but to nobody."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from korzo.kit.generations import bump_on_commit
from korzo.shop.actions.batch import mail_digest
from korzo.shop.actions.save_customers import erased_key
from korzo.shop.models import Customer, ErasedMail, ImportReject, Order

# Long enough for an owner to mend her file and import again.
REJECTED_ROWS_KEPT = timedelta(days=30)


def forget_member(member_id: int) -> None:
    """The member was erased: their addresses go, also from orders they placed as a guest, and do not come back."""
    with transaction.atomic():
        mails = set(Customer.objects.filter(member_id=member_id).values_list("email", flat=True))
        mails |= set(Order.objects.filter(member_id=member_id).values_list("email", flat=True))
        mails.discard("")
        Order.objects.filter(member_id=member_id).update(member=None, email="")
        for mail in sorted(mails):
            _forget_mail(mail)
        # How many own each product.
        bump_on_commit("catalogue")
        Customer.objects.filter(member_id=member_id).update(
            member=None, linked_at=None, email="", name="", phone="", city="", accepts_marketing=False
        )


def _forget_mail(mail: str) -> None:
    ErasedMail.objects.get_or_create(digest=mail_digest(mail))
    Order.objects.filter(email=mail).update(email="")
    ImportReject.objects.filter(row__icontains=mail).update(row="")
    # The shop gave no id, so the address was the key.
    Customer.objects.filter(external_id=f"mail:{mail}").update(external_id=erased_key(mail))
    Customer.objects.filter(email=mail).update(
        linked_at=None, email="", name="", phone="", city="", accepts_marketing=False
    )


def forget_rejected_rows() -> int:
    """The rows of old imports hold names and addresses; where they stood and why they were refused may stay."""
    old = ImportReject.objects.filter(run__started_at__lt=timezone.now() - REJECTED_ROWS_KEPT).exclude(row="")
    return old.update(row="")
