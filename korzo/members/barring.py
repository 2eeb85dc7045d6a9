"""Mail addresses that may not come back for a while, known by a keyed hash alone."""

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from korzo.members.models import BarredMail

PURPOSE = "korzo.members.barred_mail"


def mail_hashes(mail: str) -> list[str]:
    """With today's key first, then with the keys before it. What stands behind a plus sign makes no other person."""
    name, _at, host = mail.strip().lower().rpartition("@")
    plain = f"{name.split('+', 1)[0]}@{host}"
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(PURPOSE, plain, secret=key, algorithm="sha256").hexdigest() for key in keys]


def is_barred(mail: str) -> bool:
    return BarredMail.objects.filter(mail_hash__in=mail_hashes(mail), until__gt=timezone.now()).exists()
