"""The way out for letters that answer letters: without a sender, so that nothing can answer them in turn."""

from django.core.mail.backends.smtp import EmailBackend

# What a letter names as its sender that wants no answer, not even from a mail server (RFC 5321).
NOBODY = "<>"


class SmtpBackend(EmailBackend):
    """Django's own, which knows no empty sender."""

    def prep_address(self, address: str, force_ascii: bool = True) -> str:
        return "" if address == NOBODY else str(super().prep_address(address, force_ascii))
