"""People come in: without a password, with an address that nobody proved yet, and as plain members all of them."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models.functions import Lower
from django.utils import timezone

from korzo.exchange.actions.known import not_here, note_arrivals
from korzo.exchange.actions.standings import bring_standings
from korzo.exchange.models import Import, Kind
from korzo.exchange.staging import Staged, Staging
from korzo.kit.blocks import UNSEEN
from korzo.kit.generations import bump_on_commit
from korzo.members import queries as members
from korzo.members.actions import hold_handles
from korzo.members.models import BIO_LENGTH_MAX, NAME_LENGTH_MAX, Member
from korzo.search import actions as search

TOWN_LENGTH_MAX = 60
MAIL_LENGTH_MAX = 254


def bring_people(brought: Import, staging: Staging, rows: Sequence[Staged]) -> None:
    """Whoever has an account here with the same address is the same person, and stays as they are."""
    del staging
    new = not_here(Kind.PEOPLE, rows)
    mails = {mail for row in new if (mail := row.text("email")) and len(mail) <= MAIL_LENGTH_MAX}
    here = _members_with(mails)
    # Who was shut out does not come back by this door either: their words do, without them.
    barred = members.barred_among(mails - here.keys())
    arrived = [(row, here[row.text("email")], True) for row in new if row.text("email") in here]
    coming = [row for row in new if row.text("email") not in here]
    named = [row for row in coming if not _is_former(row, barred)]
    hold_handles()
    handles = members.free_handles([row.text("handle") or row.text("name") for row in named])
    made = [_member(row, handle, brought.language) for row, handle in zip(named, handles, strict=True)]
    gone = [row for row in coming if _is_former(row, barred)]
    Member.objects.bulk_create(made)
    nameless = Member.objects.bulk_create([_former() for _row in gone])
    EmailAddress.objects.bulk_create(
        [
            EmailAddress(user=member, email=member.email, verified=False, primary=True)
            for member, row in zip(made, named, strict=True)
            if row.text("email") in mails
        ]
    )
    bring_standings(brought, zip(named, made, strict=True))
    both = zip([*named, *gone], [*made, *nameless], strict=True)
    note_arrivals(brought, Kind.PEOPLE, [*arrived, *((row, member.pk, False) for row, member in both)])
    search.index("member", [member.pk for member in made])
    bump_on_commit("members")


def _members_with(mails: set[str]) -> dict[str, int]:
    rows = Member.objects.annotate(folded=Lower("email")).filter(folded__in=mails, erased_at__isnull=True)
    return dict(rows.values_list("folded", "pk"))


def _is_former(row: Staged, barred: set[str]) -> bool:
    return bool(row.data.get("is_former")) or row.text("email") in barred


def _member(row: Staged, handle: str, language: str) -> Member:
    """Roles are not carried: the owner gives them anew to whom she knows."""
    mail = row.text("email")
    spoken = row.text("language")[:2]
    return Member(
        email=mail if mail and len(mail) <= MAIL_LENGTH_MAX else nobodys_mail(),
        name=_line(row.text("name") or row.text("handle"), NAME_LENGTH_MAX) or handle,
        handle=handle,
        language=spoken if spoken in dict(settings.LANGUAGES) else language,
        town=_line(row.text("town"), TOWN_LENGTH_MAX),
        bio=_line(row.text("bio"), BIO_LENGTH_MAX),
        joined_at=_moment(row.text("joined_at")) or timezone.now(),
        last_seen_at=_moment(row.text("last_seen_at")),
        password=make_password(None),
    )


def _former() -> Member:
    """As an account looks whose person left: each is somebody of their own, and nobody who can be asked."""
    token = token_hex(8)
    return Member(
        email=nobodys_mail(),
        name="",
        handle=f"former-{token}",
        is_active=False,
        erased_at=timezone.now(),
        password=make_password(None),
    )


def nobodys_mail() -> str:
    return f"nobody-{token_hex(8)}@invalid.invalid"


def _line(text: str, length: int) -> str:
    return " ".join(UNSEEN.sub("", text).split())[:length].strip()


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
