"""The last door: whatever mail some code or library sends, nothing leaves without the gate."""

from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any, cast

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.module_loading import import_string

from korzo.attention.actions import Decision, contacted, may_contact, released
from korzo.attention.models import Channel, Purpose, Suppression
from korzo.attention.queries import reader_of
from korzo.attention.rules import suppressions
from korzo.attention.smtp import PASSED


class GatedBackend(BaseEmailBackend):
    """`OPTIONS`: `through` names the backend that does the work, `options` are its own.

    A letter that did not come through `actions.hand_over` is about somebody's account: codes, passwords, receipts.
    """

    def __init__(self, *, through: str, options: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.real = cast("BaseEmailBackend", import_string(through)(alias=kwargs.get("alias"), **(options or {})))

    def open(self) -> bool | None:
        return self.real.open()

    def close(self) -> None:
        self.real.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self._send(message) for message in email_messages)

    def _send(self, message: EmailMessage) -> int:
        if getattr(message, PASSED, False):
            return self.real.send_messages([message]) or 0
        decisions: list[Decision] = []
        for name in ("to", "cc", "bcc"):
            setattr(message, name, [one for one in getattr(message, name) if self._may_go(one, decisions)])
        if not message.recipients():
            return 0
        try:
            sent = self.real.send_messages([message]) or 0
        except Exception:
            for decision in decisions:
                released(decision)
            raise
        for decision in decisions:
            contacted(decision, at=timezone.now())
        return sent

    def _may_go(self, address: str, decisions: list[Decision]) -> bool:
        member = reader_of(address)
        if member is None:
            # Nobody of ours: an address that is being proved, or one of the team.
            return Suppression.Reason.HARD_BOUNCE not in suppressions(address)
        decision = may_contact(
            member,
            purpose=Purpose.TRANSACTIONAL,
            channel=Channel.MAIL,
            at=timezone.now(),
            source=f"account:{token_hex(8)}",
            claim=True,
        )
        decisions.append(decision)
        return decision.allowed
