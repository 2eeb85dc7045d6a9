"""Give members the orders that are theirs, and the grants that follow from them."""

from collections.abc import Iterable, Iterator

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.kit.generations import bump_on_commit
from korzo.members.actions import grant, withdraw
from korzo.members.models import Grant, Member
from korzo.members.queries import confirmed_mails
from korzo.shop.activities import CustomerLinked
from korzo.shop.models import Customer, Order
from korzo.shop.queries import OWNS, kept_lines

GRANT_SOURCE = "shop"
CHUNK_SIZE = 500


def link_customer(member: Member) -> int:
    """Join customers and orders to a member by the mail addresses that the member has proved. Returns new orders."""
    mails = confirmed_mails(member)
    if not mails:
        return 0
    with transaction.atomic():
        customers = Customer.objects.filter(email__in=mails, member__isnull=True).update(
            member=member, linked_at=timezone.now()
        )
        orders = Order.objects.filter(email__in=mails, member__isnull=True).update(member=member)
        orders += Order.objects.filter(customer__member=member, member__isnull=True).update(member=member)
        settle_grants([member.pk])
        if customers or orders:
            record(
                CustomerLinked(of_member_id=member.pk, customers=customers, orders=orders),
                actor_kind="integration",
                member_id=member.pk,
                dedupe_key=f"shop.customer_linked:{member.pk}",
            )
    return orders


def link_customers() -> int:
    """All members whose proved addresses have orders that are not theirs yet. Returns how many members that were."""
    linked = 0
    addresses = EmailAddress.objects.filter(verified=True).order_by("pk").values_list("email", "user_id")
    for chunk in _chunks(addresses.iterator()):
        member_by_mail = {mail.lower(): member_id for mail, member_id in chunk}
        waiting = set(
            Order.objects.filter(email__in=member_by_mail, member__isnull=True).values_list("email", flat=True)
        ) | set(Customer.objects.filter(email__in=member_by_mail, member__isnull=True).values_list("email", flat=True))
        members = Member.objects.filter(pk__in={member_by_mail[mail] for mail in waiting}, erased_at__isnull=True)
        for member in members.order_by("pk"):
            link_customer(member)
            linked += 1
    return linked


def settle_all_grants() -> None:
    """After an import: orders of members may have been paid, refunded or matched to a product."""
    buyers = Order.objects.filter(member__isnull=False).order_by("member_id").values_list("member_id", flat=True)
    for chunk in _chunks(buyers.distinct().iterator()):
        with transaction.atomic():
            settle_grants(chunk)


def settle_grants(member_ids: Iterable[int | None]) -> None:
    """Grant “owns this product” for what is paid and kept, take it back for what is not. Writes differences only."""
    ids = [member_id for member_id in member_ids if member_id is not None]
    owned = set(kept_lines().filter(order__member_id__in=ids).values_list("order__member_id", "product_id").distinct())
    wanted = {(member_id, f"{OWNS}{product_id}") for member_id, product_id in owned}
    held = set(
        Grant.objects.filter(member_id__in=ids, source=GRANT_SOURCE, key__startswith=OWNS).values_list(
            "member_id", "key"
        )
    )
    for member_id, key in sorted(wanted - held):
        grant(member_id, key=key, source=GRANT_SOURCE)
    for member_id, key in sorted(held - wanted):
        withdraw(member_id, key=key, source=GRANT_SOURCE)
    bump_on_commit(*(f"product:{key.removeprefix(OWNS)}" for _member_id, key in wanted ^ held))


def _chunks[T](rows: Iterator[T]) -> Iterator[list[T]]:
    chunk: list[T] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK_SIZE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
