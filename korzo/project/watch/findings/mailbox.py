"""Do replies by mail come in? The mailbox, letters that nobody could read, letters that wait for a person."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.kit.formats import ago
from korzo.notifications.incoming import queries as incoming
from korzo.project.watch.findings.finding import Finding, bad, good, look
from korzo.project.watch.findings.words import language, number

# We look every minute; after this long nobody has looked.
LOOK_LATE = timedelta(minutes=15)


def mailbox() -> Finding:
    doorway = settings.KORZO_DOORWAY
    if doorway is None:
        return good(_("Replies by mail are switched off. Members answer on the site."))
    found = _unread(doorway.mailbox.name) if doorway.mailbox is not None else None
    return found or _left_over() or good(_("Replies by mail come in."))


def _unread(name: str) -> Finding | None:
    state = next((one for one in incoming.mailbox_states() if one.name == name), None)
    if state is None or state.looked_at is None:
        return look(
            _("Nobody has looked into the mailbox for replies yet."),
            _("The worker looks every minute. See whether it runs."),
            *_way(),
        )
    if state.error:
        return bad(
            _("The mailbox for replies cannot be read. Its server says: %(why)s") % {"why": state.error},
            _("See whether its name and password in KORZO_MAIL_IN are right. What came in waits there."),
            *_way(),
        )
    if timezone.now() - state.looked_at > LOOK_LATE:
        return look(
            _("The mailbox for replies was last read %(since)s.") % {"since": ago(state.looked_at, language())},
            _("The worker looks every minute. See whether it runs."),
            *_way(),
        )
    return None


def _left_over() -> Finding | None:
    aside, waiting = len(incoming.letters_aside()), incoming.waiting_count()
    if aside:
        return look(
            ngettext(
                "%(count)s letter could not be taken in. It lies in the mailbox untouched.",
                "%(count)s letters could not be taken in. They lie in the mailbox untouched.",
                aside,
            )
            % {"count": number(aside)},
            _("Read in the list why, and answer its writer yourself."),
            *_way(),
        )
    if waiting:
        return look(
            ngettext(
                "%(count)s reply by mail waits for somebody to look at its sender.",
                "%(count)s replies by mail wait for somebody to look at their senders.",
                waiting,
            )
            % {"count": number(waiting)},
            _("Post what is genuine, and put the rest aside."),
            *_way(),
        )
    return None


def _way() -> tuple[str, str]:
    return reverse("staff_incoming"), _("See the replies")
