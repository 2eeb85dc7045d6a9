"""What the actions that take over batches of records share."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from django.utils.crypto import salted_hmac

from korzo.shop.files.records import Record
from korzo.shop.models import ErasedMail

# Small enough to be written in a fraction of a second, so that a member's post never waits long for an import.
BATCH_SIZE = 500


@dataclass(frozen=True)
class Tally:
    """What became of a batch."""

    created: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def content_hash(record: Record) -> str:
    """Records are plain values: two that read the same are the same."""
    return hashlib.sha256(repr(record).encode()).hexdigest()


def latest_by_id[R: Record](records: Iterable[R]) -> dict[str, R]:
    """One statement cannot write a row twice, so of two records with one id the later one counts."""
    return {record.external_id: record for record in records}


def tally(known: Mapping[str, str], fresh: Iterable[Record], total: int) -> Tally:
    ids = [record.external_id for record in fresh]
    changed = sum(one in known for one in ids)
    return Tally(created=len(ids) - changed, changed=changed, same=total - len(ids))


def mail_digest(mail: str) -> str:
    return salted_hmac("korzo.shop.erased_mail", mail.casefold(), algorithm="sha256").hexdigest()


def erased_among(mails: Iterable[str]) -> set[str]:
    """Addresses whose owners asked to be forgotten."""
    by_digest = {mail_digest(mail): mail for mail in mails if mail}
    found = ErasedMail.objects.filter(digest__in=by_digest).values_list("digest", flat=True)
    return {by_digest[digest] for digest in found}
