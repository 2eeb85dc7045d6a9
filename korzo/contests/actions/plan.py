"""What the team says about a contest, checked before it is kept."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from korzo.contests.models import (
    CRITERION_LENGTH_MAX,
    ENTRIES_EACH_MAX,
    KEY_LENGTH_MAX,
    PRIZES_LENGTH_MAX,
    TITLE_LENGTH_MAX,
    VOTES_EACH_MAX,
    Contest,
)
from korzo.kit import html
from korzo.kit.blocks import UNSEEN
from korzo.kit.errors import FieldRefused
from korzo.kit.formats import spoken

CRITERIA_MAX = 6
# A contest of a year is a rubric; make a new one each season.
DAYS_MAX = 366
WORDS_LENGTH_MAX = 10_000
_KEY = re.compile(r"[a-z][a-z0-9_.-]*(:[a-z0-9_.-]+)+", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """As the team fills it in. `criteria` are for the jury; without a jury or a vote their fields are not read.

    `story` and `rules` are texts of `kit.html`: paragraphs, lists, headings. `picture_id` is one that the actor sent.
    """

    title: str
    opens_at: datetime
    entries_until: datetime
    results_at: datetime
    jury_until: datetime | None = None
    votes_until: datetime | None = None
    story: str = ""
    rules: str = ""
    prizes: str = ""
    kind: str = Contest.Kind.PICTURES
    entries_each: int = 1
    enter_key: str = ""
    judging: str = Contest.Judging.VOTES
    votes_each: int = 3
    jury_weight: int = 50
    criteria: tuple[str, ...] = ()
    picture_id: int | None = None

    @property
    def has_jury(self) -> bool:
        return self.judging != Contest.Judging.VOTES

    @property
    def has_votes(self) -> bool:
        return self.judging != Contest.Judging.JURY


@dataclass(frozen=True)
class Ready:
    """The columns of a contest, and the names of its criteria."""

    fields: dict[str, object]
    criteria: tuple[str, ...]


def make_ready(plan: Plan) -> Ready:
    _check_choices(plan)
    _check_dates(plan)
    story, rules = _cleaned("story", plan.story), _cleaned("rules", plan.rules)
    criteria = _checked_criteria(plan) if plan.has_jury else ()
    return Ready(
        {
            "title": _line("title", plan.title, TITLE_LENGTH_MAX),
            "story_html": story.html,
            "story_plain": story.plain,
            "rules_html": rules.html,
            "rules_plain": rules.plain,
            "cleaner_version": html.CLEANER_VERSION,
            "prizes": _checked_prizes(plan.prizes),
            "kind": plan.kind,
            "entries_each": plan.entries_each,
            "enter_key": _checked_key(plan.enter_key),
            "judging": plan.judging,
            "votes_each": plan.votes_each,
            "jury_weight": plan.jury_weight,
            "opens_at": plan.opens_at,
            "entries_until": plan.entries_until,
            "jury_until": plan.jury_until if plan.has_jury else None,
            "votes_until": plan.votes_until if plan.has_votes else None,
            "results_at": plan.results_at,
        },
        criteria,
    )


def _check_choices(plan: Plan) -> None:
    if plan.kind not in Contest.Kind.values:
        raise FieldRefused("kind", _("Please choose what people send in."))
    if plan.judging not in Contest.Judging.values:
        raise FieldRefused("judging", _("Please choose who judges."))
    if not 1 <= plan.entries_each <= ENTRIES_EACH_MAX:
        raise FieldRefused("entries_each", _("From 1 to %(most)s, please.") % {"most": spoken(ENTRIES_EACH_MAX)})
    if not 1 <= plan.votes_each <= VOTES_EACH_MAX:
        raise FieldRefused("votes_each", _("From 1 to %(most)s, please.") % {"most": spoken(VOTES_EACH_MAX)})
    if plan.judging == Contest.Judging.BOTH and not 1 <= plan.jury_weight <= 99:
        raise FieldRefused("jury_weight", _("From 1 to %(most)s, please.") % {"most": spoken(99)})


def _check_dates(plan: Plan) -> None:
    if plan.entries_until <= plan.opens_at:
        raise FieldRefused("entries_until", _("Entries end after they begin."))
    last = plan.entries_until
    if plan.has_jury:
        last = _after("jury_until", plan.jury_until, last, _("The jury judges after the entries ended."))
    if plan.has_votes:
        last = _after("votes_until", plan.votes_until, last, _("The vote ends after everything before it."))
    if plan.results_at < last:
        raise FieldRefused("results_at", _("The results come last."))
    if (plan.results_at - plan.opens_at).days > DAYS_MAX:
        raise FieldRefused("results_at", _("A contest lasts a year at most."))


def _after(field: str, moment: datetime | None, last: datetime, sentence: str) -> datetime:
    if moment is None:
        raise FieldRefused(field, _("Please say until when."))
    if moment <= last:
        raise FieldRefused(field, sentence)
    return moment


def _cleaned(field: str, words: str) -> html.CleanText:
    if len(words) > WORDS_LENGTH_MAX:
        raise FieldRefused(field, _("This is very long. Please say it a little shorter."))
    return html.clean(words, rich=False)


def _line(field: str, words: str, length_max: int) -> str:
    line = " ".join(UNSEEN.sub("", words).split())
    if not line:
        raise FieldRefused(field, _("Please fill this in."))
    if len(line) > length_max:
        raise FieldRefused(field, _("Please say it a little shorter."))
    return line


def _checked_prizes(prizes: str) -> str:
    words = UNSEEN.sub("", prizes).strip()
    if len(words) > PRIZES_LENGTH_MAX:
        raise FieldRefused("prizes", _("Please say it a little shorter."))
    return words


def _checked_key(key: str) -> str:
    """A typing error in a key would shut everybody out."""
    wanted = key.strip()
    if wanted and (len(wanted) > KEY_LENGTH_MAX or not _KEY.fullmatch(wanted)):
        raise FieldRefused("enter_key", _("This is no right that we know. Please choose one of the list."))
    return wanted


def _checked_criteria(plan: Plan) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(" ".join(UNSEEN.sub("", one).split()) for one in plan.criteria))
    found = tuple(one for one in names if one)
    if not found:
        raise FieldRefused("criteria", _("Please say what the jury looks at: one thing on each line."))
    if len(found) > CRITERIA_MAX:
        raise FieldRefused("criteria", _("Up to %(most)s things, please.") % {"most": spoken(CRITERIA_MAX)})
    if any(len(one) > CRITERION_LENGTH_MAX for one in found):
        raise FieldRefused("criteria", _("Please say it a little shorter."))
    return found
