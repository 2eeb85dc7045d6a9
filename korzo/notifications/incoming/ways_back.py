"""How our own letters say where an answer goes, and where a mail server reports that they did not arrive."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from korzo.kit.letters.patterns import marker_line
from korzo.notifications.incoming.tokens import Kind, address_for


def address_back(message: EmailMessage, *, member_id: int, topic_id: int | None = None) -> None:
    """Nothing changes while replies by mail are off."""
    doorway = settings.KORZO_DOORWAY
    if doorway is None:
        return
    message.extra_headers["From"] = message.from_email
    message.from_email = address_for(doorway, Kind.BOUNCE, member_id)
    if topic_id:
        message.reply_to = [address_for(doorway, Kind.REPLY, member_id, topic_id)]


def marker(topic_id: int | None) -> str:
    """The line at the top of a letter that can be answered; empty for all others."""
    return marker_line(_("Reply above this line")) if topic_id and settings.KORZO_DOORWAY is not None else ""
