"""Take over a batch of customers."""

from collections.abc import Iterable
from dataclasses import replace

from korzo.shop.actions.batch import Tally, content_hash, erased_among, latest_by_id, mail_digest, tally
from korzo.shop.files.records import CustomerRecord
from korzo.shop.models import EXTERNAL_ID_LENGTH_MAX, TITLE_LENGTH_MAX, Connection, Customer

_FIELDS = ["email", "name", "phone", "accepts_marketing", "country", "city", "created_at", "content_hash"]


def save_customers(connection: Connection, records: Iterable[CustomerRecord]) -> Tally:
    read = list(records)
    erased = erased_among(record.email for record in read)
    batch = latest_by_id(nameless(record) if record.email in erased else record for record in read)
    known = dict(
        Customer.objects.filter(connection=connection, external_id__in=batch).values_list("external_id", "content_hash")
    )
    fresh = [record for record in batch.values() if known.get(record.external_id) != content_hash(record)]
    Customer.objects.bulk_create(
        [_customer(connection, record) for record in fresh],
        update_conflicts=True,
        unique_fields=["connection", "external_id"],
        update_fields=_FIELDS,
    )
    return tally(known, fresh, len(batch))


def nameless(record: CustomerRecord) -> CustomerRecord:
    """The customer without the person. A key that was made from the address must not bring it back either."""
    key = record.external_id
    if key.startswith("mail:"):
        key = erased_key(record.email)
    return replace(record, external_id=key, email="", name="", phone="", city="", accepts_marketing=False)


def erased_key(mail: str) -> str:
    return f"erased:{mail_digest(mail)}"


def _customer(connection: Connection, record: CustomerRecord) -> Customer:
    return Customer(
        connection=connection,
        external_id=record.external_id[:EXTERNAL_ID_LENGTH_MAX],
        email=record.email,
        name=record.name[:TITLE_LENGTH_MAX],
        phone=record.phone[:40],
        accepts_marketing=record.accepts_marketing,
        country=record.country[:60],
        city=record.city[:120],
        created_at=record.created_at,
        content_hash=content_hash(record),
    )
