"""Handing a letter to the mail server, and what its answer means."""

import smtplib

from django.core.mail import EmailMessage

from korzo.kit.errors import SendingFailed

# Answers from which on a mail server means "never", not "later" (RFC 5321).
PERMANENT_FROM = 500
# On the message: the gate was asked already.
PASSED = "korzo_passed"


def pass_on(message: EmailMessage) -> None:
    """A letter for which the gate said yes."""
    setattr(message, PASSED, True)
    try:
        message.send()
    except smtplib.SMTPAuthenticationError as error:
        # The owner will correct the password, and then the letter should go.
        raise SendingFailed(str(error)) from error
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        raise SendingFailed(str(error), permanent=all(code >= PERMANENT_FROM for code in codes)) from error
    except smtplib.SMTPResponseException as error:
        raise SendingFailed(str(error), permanent=error.smtp_code >= PERMANENT_FROM) from error
    except OSError as error:
        # All other errors of the mail library, a lost connection and a full disk are of this family: it may pass.
        raise SendingFailed(str(error)) from error
