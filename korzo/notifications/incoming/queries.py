"""What staff may ask about mail that came in."""

from dataclasses import dataclass

from korzo.kit.errors import Missing
from korzo.kit.html import clean
from korzo.kit.letters import BadLetter, new_words, parse
from korzo.members.permissions import Person
from korzo.notifications.incoming import keeping
from korzo.notifications.incoming.actions.mailbox import ATTEMPTS_MAX
from korzo.notifications.incoming.models import IncomingMail, MailboxFailure, MailboxState, Outcome
from korzo.notifications.incoming.permissions import letters_visible_to

SHOWN_MAX = 100
WORDS_LENGTH_MAX = 20_000


@dataclass(frozen=True)
class ReadLetter:
    """`is_kept` is False once the letter itself was forgotten."""

    mail: IncomingMail
    subject: str = ""
    sender: str = ""
    words: str = ""
    is_kept: bool = False


def latest_letters(person: Person) -> list[IncomingMail]:
    return list(letters_visible_to(person).select_related("member").order_by("-came_at", "-pk")[:SHOWN_MAX])


def waiting_letters(person: Person) -> list[IncomingMail]:
    rows = letters_visible_to(person).select_related("member").filter(outcome=Outcome.WAITING)
    return list(rows.order_by("came_at", "pk")[:SHOWN_MAX])


def waiting_count() -> int:
    """For the state of the house, which asks for nobody in particular."""
    return IncomingMail.objects.filter(outcome=Outcome.WAITING).count()


def letter_for(person: Person, pk: int) -> ReadLetter:
    mail = letters_visible_to(person).select_related("member").filter(pk=pk).first()
    if mail is None:
        raise Missing(pk)
    try:
        letter = parse(keeping.kept(mail.file))
    except (FileNotFoundError, BadLetter):
        return ReadLetter(mail)
    found = new_words(letter)
    words = clean(found.body, rich=True).plain if found.is_rich else found.body
    return ReadLetter(mail, letter.subject, letter.header("from"), words[:WORDS_LENGTH_MAX], is_kept=True)


def mailbox_states() -> list[MailboxState]:
    return list(MailboxState.objects.order_by("name"))


def letters_aside() -> list[MailboxFailure]:
    """Those that could not be taken in, however often it was tried; they lie in the mailbox."""
    rows = MailboxFailure.objects.select_related("mailbox").filter(attempts__gte=ATTEMPTS_MAX)
    return list(rows.order_by("-at")[:SHOWN_MAX])
