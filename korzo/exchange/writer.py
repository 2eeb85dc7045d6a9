"""What all writers of rows share: how a row is called in the file, and how it names another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from korzo.discussions.models import Post
from korzo.exchange.models import Arrival
from korzo.exchange.rows import Data, Key, reference_to

LABEL = "discussions.post"
# Topics and posts that are written out: what was joined to another is empty, what is planned nobody read yet.
TAKEN_TOPICS = {"merge__isnull": True, "schedule__isnull": True, "first_post__isnull": False}
TAKEN_POSTS = {"hold__isnull": True, **{f"topic__{name}": value for name, value in TAKEN_TOPICS.items()}}


def own_source() -> str:
    """Of this installation alone, and telling nothing about it."""
    digest = salted_hmac("korzo.exchange.source", "rows", secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
    return f"korzo:{digest[:12]}"


@dataclass(frozen=True)
class Writer:
    source: str
    with_mails: bool

    def keys(self, kind: str, ids: Iterable[int | None]) -> dict[int | None, Key]:
        wanted = {pk for pk in ids if pk is not None}
        came = Arrival.objects.filter(kind=kind, object_id__in=wanted).order_by("-pk")
        known: dict[int | None, Key] = {pk: Key(self.source, str(pk)) for pk in wanted}
        known |= {pk: Key(source, one) for pk, source, one in came.values_list("object_id", "source", "source_id")}
        return known

    def identity(self, key: Key) -> Data:
        return {"source_id": key.source_id} if key.source == self.source else vars(key)

    def reference(self, key: Key | None, of: Key) -> str:
        return reference_to(key, of.source) if key else ""


def said(**values: Any) -> Data:
    """Without what is empty; moments as in RFC 3339, in UTC."""
    return {
        name: value.astimezone(UTC).isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
        for name, value in values.items()
        if value not in (None, "", [], False)
    }


def written(ids: Iterable[int]) -> set[int]:
    """Those of these posts that are written out."""
    return set(Post.objects.filter(pk__in=set(ids), **TAKEN_POSTS).values_list("pk", flat=True))


def of(key: Key, writer: Writer) -> Data:
    """A row that is known by what it joins says whose its references are."""
    return {} if key.source == writer.source else {"source": key.source}
