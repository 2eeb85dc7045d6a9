"""The first owner of an installation: who may become it, and only once."""

import secrets
from pathlib import Path

from django.conf import settings

from korzo.members.models import Member

CODE_BYTES = 9


def is_waiting_for_owner() -> bool:
    return not Member.objects.filter(role=Member.Role.OWNER, is_active=True).exists()


def setup_code() -> str:
    """Lies in the data folder, so that only a person with the server can become its owner."""
    path = Path(settings.KORZO_DATA) / "setup-code"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(CODE_BYTES), encoding="ascii")
        return path.read_text(encoding="ascii").strip()


def is_setup_code(given: str) -> bool:
    return secrets.compare_digest(given.strip().encode(), setup_code().encode())
