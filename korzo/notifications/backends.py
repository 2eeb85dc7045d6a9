"""Mail without a mail server: each letter becomes a file that staff can read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from korzo.notifications import mailbox


class FolderBackend(BaseEmailBackend):
    """`OPTIONS` names the folder: `{"folder": MAIL_FOLDER}`."""

    def __init__(self, *, folder: Path | str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        wanted = [message for message in email_messages if message.recipients()]
        for message in wanted:
            mailbox.keep(message.message().as_bytes(), self.folder)
        return len(wanted)
