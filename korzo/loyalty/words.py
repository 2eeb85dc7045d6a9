"""Why points came or went, in the reader's language: every entry answers "Why did I get this?" with these."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from korzo.kit.formats import number
from korzo.loyalty.models import PointEntry, Rule


@dataclass(frozen=True)
class RuleWords:
    how: Promise
    why: Promise
    icon: str


RULES = {
    "topic.first": RuleWords(
        how=gettext_lazy("Begin your first topic"),
        why=gettext_lazy("You began your first topic here."),
        icon="message-square-plus",
    ),
    "answer.accepted": RuleWords(
        how=gettext_lazy("Write an answer that the asker accepts"),
        why=gettext_lazy("Your answer was accepted: it solved somebody's question."),
        icon="circle-check",
    ),
    "review.pictured": RuleWords(
        how=gettext_lazy("Write a review with a photo, whatever number of stars you give"),
        why=gettext_lazy("You wrote a review with a photo. The number of stars makes no difference."),
        icon="camera",
    ),
}
OTHER = RuleWords(
    how=gettext_lazy("Take part"), why=gettext_lazy("You did something good for the community."), icon="award"
)

REVERSALS = {
    "discussions.post_removed": gettext_lazy("The topic was taken away, and its points went with it."),
    "discussions.answer_acceptance_withdrawn": gettext_lazy(
        "The answer is no longer marked as the solution, and its points went with that."
    ),
    "reviews.edited": gettext_lazy("The review no longer has a photo, and its points went with it."),
    "reviews.withdrawn": gettext_lazy("The review was taken back, and its points went with it."),
    "reviews.hidden": gettext_lazy("The review is no longer shown, and its points went with it."),
}
OTHER_REVERSAL = gettext_lazy("What these points were for is no longer there.")


def words_of(rule_key: str) -> RuleWords:
    return RULES.get(rule_key, OTHER)


def why(entry: PointEntry) -> str:
    if entry.reverses_id is None:
        return str(words_of(entry.rule_key).why)
    return str(REVERSALS.get(entry.explanation.get("cause", ""), OTHER_REVERSAL))


def reward_of_reviews(rule: Rule) -> str:
    """For the box beside a list of reviews, so that readers know what authors get."""
    words = ngettext(
        "Members get %(points)s point for a review with a photo, whatever number of stars they give.",
        "Members get %(points)s points for a review with a photo, whatever number of stars they give.",
        rule.points,
    )
    return words % {"points": number(rule.points, get_language())}


def limits(rule: Rule) -> str:
    """How often a rule pays, in one sentence."""
    if rule.times_ever == 1:
        return _("Once.")
    if rule.times_a_day is not None:
        return ngettext("At most once a day.", "At most %(times)s times a day.", rule.times_a_day) % {
            "times": number(rule.times_a_day, get_language())
        }
    return ""
