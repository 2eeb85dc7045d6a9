"""What becomes of a letter that came in."""

from korzo.notifications.incoming.actions.bounces import count_bounce, forget_bounces
from korzo.notifications.incoming.actions.decide import drop_mail, post_after_all
from korzo.notifications.incoming.actions.forget import forget_letters, forget_mail_of
from korzo.notifications.incoming.actions.mailbox import fetch_mail
from korzo.notifications.incoming.actions.receive import Busy, receive
from korzo.notifications.incoming.actions.tell import REFUSAL_SENDER

__all__ = [
    "REFUSAL_SENDER",
    "Busy",
    "count_bounce",
    "drop_mail",
    "fetch_mail",
    "forget_bounces",
    "forget_letters",
    "forget_mail_of",
    "post_after_all",
    "receive",
]
