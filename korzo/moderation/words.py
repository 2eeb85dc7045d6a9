"""Our own reasons, rules and redress, translated. What staff write replaces them (`models.policy`)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.moderation.models import Policy


@dataclass(frozen=True)
class Ground:
    """Why something is taken down: for the list of the team, for its author, and the exact rule."""

    code: str
    name: str | Promise
    sentence: str | Promise
    rule: str | Promise
    is_law: bool = False


GROUNDS: Mapping[str, Ground] = {
    one.code: one
    for one in (
        Ground(
            "spam",
            gettext_lazy("Advertisement"),
            gettext_lazy("It advertises something, or was posted for its link."),
            gettext_lazy("Advertising and repeated links need the consent of the team."),
        ),
        Ground(
            "rude",
            gettext_lazy("Unkind or hurtful"),
            gettext_lazy("It attacks a person instead of a matter."),
            gettext_lazy("We speak about matters, never against people."),
        ),
        Ground(
            "off_topic",
            gettext_lazy("About something else"),
            gettext_lazy("It has nothing to do with where it was posted."),
            gettext_lazy("What is posted belongs to its topic."),
        ),
        Ground(
            "wrong_space",
            gettext_lazy("In the wrong place"),
            gettext_lazy("It belongs in another space. You are welcome to post it there."),
            gettext_lazy("Each space says what it is for."),
        ),
        Ground(
            "private_data",
            gettext_lazy("Somebody’s private data"),
            gettext_lazy("It shows private data of somebody who has not agreed to that."),
            gettext_lazy("Addresses, numbers and pictures of others are posted only with their consent."),
        ),
        Ground(
            "illegal",
            gettext_lazy("Against the law"),
            gettext_lazy("It breaks the law, as the note of the team explains."),
            gettext_lazy("Illegal content in the sense of Article 3(h) of Regulation (EU) 2022/2065."),
            is_law=True,
        ),
        Ground(
            "other",
            gettext_lazy("Another reason"),
            gettext_lazy("The note of the team explains why."),
            gettext_lazy("The team may take down what harms the community, and says why."),
        ),
    )
}


def redress(policy: Policy) -> str:
    """How a decision can be questioned: by a second person here, out of court, in court."""
    lines = [_("You can ask for a second look on this page within six months. Another person of the team decides.")]
    if policy.dispute_body:
        lines.append(_("Out of court you can turn to: %(body)s.") % {"body": policy.dispute_body})
    lines.append(_("You can also go to court."))
    return " ".join(lines)
