"""A legal notice from anybody: received at once, decided by a person, answered with the way to question it."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.activity.actions import send_out
from korzo.kit.errors import FieldRefused
from korzo.members.permissions import Person
from korzo.moderation.actions.freeze import ADDRESS_LENGTH_MAX, frozen
from korzo.moderation.actions.log import write_entry
from korzo.moderation.actions.rates import Deed, take_turn, take_turn_from
from korzo.moderation.actions.statements import LETTER_SENDER
from korzo.moderation.models import Entry, Item, LegalNotice
from korzo.moderation.models.queue import NOTICE_LENGTH_MAX
from korzo.moderation.registry import Seen, all_moderated

# As long as a name in a passport may be.
NAME_LENGTH_MAX = 120


@dataclass(frozen=True)
class Told:
    """What somebody says in a notice. Name and mail may be empty where it is about the abuse of a child."""

    ground: str
    address: str
    reason: str
    name: str
    mail: str
    in_good_faith: bool
    language: str


def receive_notice(told: Told, *, actor: Person, from_address: str) -> LegalNotice:
    """Into the queue, with a receipt by mail in the same transaction."""
    _check_notice(told)
    with transaction.atomic():
        if actor is None:
            take_turn_from(Deed.GUEST_POST, address=from_address)
        else:
            take_turn(Deed.FLAG, member=actor)
        label, seen = _subject_at(told.address)
        columns = frozen(seen) if seen else {"address": told.address[:ADDRESS_LENGTH_MAX]}
        item = Item.objects.create(kind=Item.Kind.NOTICE, label=label, subject_id=seen.pk if seen else None, **columns)
        notice = LegalNotice.objects.create(
            item=item,
            key=secrets.token_urlsafe(32),
            ground=told.ground,
            address=told.address[:ADDRESS_LENGTH_MAX],
            reason=told.reason.strip()[:NOTICE_LENGTH_MAX],
            name=told.name.strip()[:NAME_LENGTH_MAX],
            mail=told.mail,
            member=actor,
            language=told.language,
        )
        write_entry(
            Entry.Verb.NOTICE_RECEIVED,
            actor=actor,
            member_id=item.author_id,
            subject=(label, item.subject_id),
            ground=told.ground,
            item=item.pk,
        )
        if notice.mail:
            key = f"moderation.notice:{notice.pk}"
            send_out(LETTER_SENDER, key=key, payload={"kind": "receipt", "pk": notice.pk})
    return notice


def _check_notice(told: Told) -> None:
    if told.ground not in LegalNotice.Ground.values:
        raise FieldRefused("ground", _("Please choose what it is about."))
    if not told.reason.strip():
        raise FieldRefused("reason", _("Please explain why you believe that it is against the law."))
    if not told.address.strip():
        raise FieldRefused("address", _("Please give the exact address of the page."))
    if told.ground != LegalNotice.Ground.CHILD and not told.name.strip():
        raise FieldRefused("name", _("Please give your name. Only who reports the abuse of a child need not."))
    if told.ground != LegalNotice.Ground.CHILD and not told.mail:
        raise FieldRefused("mail", _("Please give your mail address: you get a receipt and our decision there."))
    if not told.in_good_faith:
        raise FieldRefused("in_good_faith", _("Please confirm that what you say is true as far as you know."))


def _subject_at(address: str) -> tuple[str, Seen | None]:
    """What of ours stands at an address; nothing where the address is foreign or leads to a whole page."""
    parts = urlsplit(address.strip())
    path = f"{parts.path}#{parts.fragment}" if parts.fragment else parts.path
    for kind in all_moderated():
        pk = kind.at_address(path)
        seen = kind.one(pk) if pk is not None else None
        if seen is not None:
            return kind.label, seen
    return "", None
