"""Letters that people send, for the tests of this folder."""

import io
from datetime import date
from email.message import EmailMessage
from itertools import count

from django.conf import settings
from PIL import Image

from korzo.discussions.models import Post, Topic
from korzo.members.models import Member
from korzo.notifications.incoming.actions import receive
from korzo.notifications.incoming.doorway import Doorway
from korzo.notifications.incoming.models import IncomingMail
from korzo.notifications.incoming.tokens import Kind, address_for

_numbers = count(1)
NEW = "Take half a size up, they widen after a week of walking."


def the_door() -> Doorway:
    found = settings.KORZO_DOORWAY
    assert isinstance(found, Doorway)
    return found


def reply_address(member: Member, topic: Topic, *, on: date | None = None) -> str:
    return address_for(the_door(), Kind.REPLY, member.pk, topic.pk, on=on)


def a_letter(
    sender: str, to: str, words: str = NEW, *, html: str = "", message_id: str = "", **headers: str
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "Re: Luka replied in “Which size?”"
    message["Message-ID"] = message_id or f"<{next(_numbers)}@phone.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(words)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def with_picture(message: EmailMessage, name: str = "boots.png", *, colour: str = "#0b6b50") -> EmailMessage:
    file = io.BytesIO()
    Image.new("RGB", (320, 200), colour).save(file, "PNG")
    message.add_attachment(file.getvalue(), maintype="image", subtype="png", filename=name)
    return message


def take_in(message: EmailMessage | bytes) -> IncomingMail:
    raw = message if isinstance(message, bytes) else message.as_bytes()
    return receive(raw, doorway=the_door())


def by_mail_in(topic: Topic) -> list[Post]:
    return list(Post.objects.filter(topic=topic, number__gt=1).order_by("number"))
