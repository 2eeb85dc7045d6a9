"""Are the results of contests still the ones that everybody read?"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.contests import queries as contests
from korzo.kit.formats import isolated
from korzo.project.watch.findings.finding import Finding, bad, good
from korzo.project.watch.findings.words import number


def results() -> Finding:
    state = contests.seal_state()
    if state.broken and state.first_broken_id is not None:
        words = ngettext(
            "The results of a contest are not the ones that were published: %(titles)s.",
            "The results of %(count)s contests are not the ones that were published: %(titles)s.",
            len(state.broken),
        )
        titles = ", ".join(isolated(one) for one in state.broken)
        return bad(
            words % {"titles": titles, "count": number(len(state.broken))},
            _(
                "Somebody changed the database by hand, or a copy of it was put back in part. Bring these results back "
                "from a backup; the page of the results shows what the digest must be. We look again every night."
            ),
            reverse("contests:results", args=[state.first_broken_id]),
            _("See the results"),
        )
    if not state.sealed:
        return good(_("No contest is over yet, so there is nothing to watch over."))
    return good(_("The published results of contests are as they were. We look every night."))
