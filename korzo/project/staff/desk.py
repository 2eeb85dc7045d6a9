"""The first page of the staff desk: who came, who waits, what is to be read, whether all runs."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from korzo.activity import queries as activity
from korzo.discussions import queries as talk
from korzo.members import queries as people
from korzo.members.models import Member
from korzo.members.permissions import can
from korzo.moderation.permissions import MODERATE
from korzo.moderation.queries.queue import counts as waiting_for_moderation
from korzo.project.permissions import SEE_JOBS
from korzo.project.watch.findings.words import number
from korzo.reviews import queries as reviews

NEW_SINCE = timedelta(days=7)
ROWS_SHOWN = 6
# An effect that is later than this deserves a look.
LATE_SECONDS = 60


@dataclass(frozen=True)
class Figure:
    """One number of the desk with the page behind it."""

    label: str
    value: str
    url: str
    needs_look: bool = False


class DeskPanel(Component):
    """Five numbers, then the people and things behind them."""

    order = 10
    template_name = "staff_desk/desk.html"

    def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        waiting = talk.unanswered_questions()
        to_read = reviews.to_read()
        newcomers = people.joined_since(timezone.now() - NEW_SINCE)
        person = parent_context["request"].user if parent_context else None
        return {
            "figures": [
                *([_moderation()] if can(person, MODERATE) else []),
                Figure(_("New members this week"), number(newcomers.count()), reverse("staff_members")),
                Figure(
                    _("Questions without an answer"),
                    number(waiting.count()),
                    reverse("staff_questions"),
                    needs_look=waiting.exists(),
                ),
                Figure(
                    _("Reviews to read"), number(to_read.count()), reverse("staff_reviews"), needs_look=to_read.exists()
                ),
                # Nobody is shown a way that is closed to them.
                *([_oldest_delivery()] if can(person, SEE_JOBS) else []),
            ],
            "waiting": waiting[:ROWS_SHOWN],
            "to_read": to_read[:ROWS_SHOWN],
            "newcomers": newcomers[:ROWS_SHOWN],
        }


def _moderation() -> Figure:
    count = waiting_for_moderation()[""]
    return Figure(_("Waiting for moderation"), number(count), reverse("staff_moderation"), needs_look=count > 0)


def _oldest_delivery() -> Figure:
    seconds = round(activity.oldest_open_delivery_seconds())
    value = _("none") if seconds == 0 else _("%(seconds)s s") % {"seconds": number(seconds)}
    return Figure(_("Oldest open delivery"), value, reverse("staff_jobs"), needs_look=seconds > LATE_SECONDS)


def replace_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Wagtail's own panels are about pages, which nobody here edits yet."""
    panels[:] = [DeskPanel()] if isinstance(request.user, Member) else []
