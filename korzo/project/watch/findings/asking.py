"""All questions, in the order in which a person wants to know."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error, connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from korzo.project.watch.findings import mailbox, pages, room, seals, setup, work
from korzo.project.watch.findings.finding import Finding, Light, look

logger = logging.getLogger("korzo.watch")


@dataclass(frozen=True)
class Question:
    name: Promise
    ask: Callable[[], Finding]


@dataclass(frozen=True)
class Answer:
    name: str
    finding: Finding


QUESTIONS = (
    Question(pgettext_lazy("state of the house", "Database"), pages.database),
    Question(pgettext_lazy("state of the house", "Updates"), pages.updates),
    Question(pgettext_lazy("state of the house", "Worker"), work.worker),
    Question(pgettext_lazy("state of the house", "Letters"), work.mail),
    Question(pgettext_lazy("state of the house", "Replies by mail"), mailbox.mailbox),
    Question(pgettext_lazy("state of the house", "Deliveries"), work.deliveries),
    Question(pgettext_lazy("state of the house", "Failed works"), work.failed),
    Question(pgettext_lazy("state of the house", "Long works"), work.long_work),
    Question(pgettext_lazy("state of the house", "Speed"), pages.speed),
    Question(pgettext_lazy("state of the house", "Page memory"), pages.cache),
    Question(pgettext_lazy("state of the house", "Search"), pages.search_index),
    Question(pgettext_lazy("state of the house", "Results of contests"), seals.results),
    Question(pgettext_lazy("state of the house", "Backup"), room.backup),
    Question(pgettext_lazy("state of the house", "Disk"), room.disk),
    Question(pgettext_lazy("state of the house", "Size"), room.database_size),
    Question(pgettext_lazy("state of the house", "Address"), pages.address),
    Question(pgettext_lazy("state of the house", "Settings"), setup.safe_settings),
    Question(pgettext_lazy("state of the house", "Folders"), setup.folders),
    Question(pgettext_lazy("state of the house", "Secret key"), setup.secret),
)


def answers() -> list[Answer]:
    return [Answer(str(question.name), _ask(question)) for question in QUESTIONS]


def _ask(question: Question) -> Finding:
    """One question that finds no answer must not keep the others from theirs."""
    try:
        return question.ask()
    except Error as error:
        connection.close()
        logger.warning("The database did not answer a question: %s", error)
        if question.ask is pages.database:
            return Finding(
                Light.BAD,
                _("The database does not answer."),
                _("See that its server runs, that the disk is not full, and that KORZO_DATABASE names it."),
            )
        return look(_("Nobody knows, because the database does not answer."), _("Mend the database first."))
    except OSError as error:
        return look(
            _("Nobody could find out: %(why)s.") % {"why": error.strerror or str(error)},
            _("See that the data folder is there and can be read."),
        )
