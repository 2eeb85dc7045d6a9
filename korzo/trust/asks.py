"""What each level asks for, as sentences: the owner's numbers in words."""

from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from korzo.kit.formats import number
from korzo.trust.models import Thresholds


@dataclass(frozen=True)
class Ask:
    """All of `needs`, or one of `instead`."""

    needs: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


def asked_for(want: Thresholds) -> dict[int, Ask]:
    return {0: Ask(), 1: _new(want), 2: _member(want), 3: _regular(want), 4: Ask((_("The team asks you."),))}


def _new(want: Thresholds) -> Ask:
    instead = (_("a purchase in the shop, linked to your account"),) if want.new_by_purchase else ()
    return Ask(_reading(want.new_topics, want.new_posts, want.new_minutes), (*instead, *_answers(want)))


def _member(want: Thresholds) -> Ask:
    needs = (
        *_reading(want.member_topics, want.member_posts, want.member_minutes),
        _said(want.member_days, ngettext("%(n)s day here", "%(n)s days here", want.member_days)),
        _said(
            want.member_replied,
            ngettext(
                "%(n)s topic of somebody else in which you replied",
                "%(n)s topics of others in which you replied",
                want.member_replied,
            ),
        ),
        _given(want.member_given),
        _said(
            want.member_received,
            ngettext("%(n)s reaction received", "%(n)s reactions received", want.member_received),
        ),
    )
    return Ask(_without_gaps(needs), _answers(want))


def _regular(want: Thresholds) -> Ask:
    lately = (
        _said(want.regular_days, ngettext("%(n)s day here", "%(n)s days here", want.regular_days)),
        _said(
            want.regular_replied,
            ngettext(
                "%(n)s topic of somebody else in which you helped; an accepted answer counts double",
                "%(n)s topics of others in which you helped; an accepted answer counts double",
                want.regular_replied,
            ),
        ),
        _said(
            want.regular_received,
            ngettext(
                "%(n)s thank-you; a helpful vote and an accepted answer count double",
                "%(n)s thanks; a helpful vote and an accepted answer count double",
                want.regular_received,
            ),
        ),
        _given(want.regular_given),
        _said(want.regular_topics_percent, _("%(n)s percent of the new topics opened, 500 at most")),
        _said(want.regular_posts_percent, _("%(n)s percent of the new posts read, 20,000 at most")),
    )
    ever = (
        _ever(_said(want.regular_topics_ever, _("%(n)s topics opened"))),
        _ever(_said(want.regular_posts_ever, _("%(n)s posts read"))),
    )
    down = ngettext(
        "at most %(n)s post that the team took down",
        "at most %(n)s posts that the team took down",
        want.regular_flags,
    )
    needs = [_("In the last 100 days: %(what)s") % {"what": one} for one in lately if one]
    last = _("In the last 100 days: %(what)s") % {"what": down % {"n": number(want.regular_flags, get_language())}}
    return Ask((*needs, *_without_gaps(ever), last))


def _reading(topics: int, posts: int, minutes: int) -> tuple[str, ...]:
    return _without_gaps(
        (
            _said(topics, ngettext("%(n)s topic opened", "%(n)s topics opened", topics)),
            _said(posts, ngettext("%(n)s post read", "%(n)s posts read", posts)),
            _said(minutes, ngettext("%(n)s minute of reading", "%(n)s minutes of reading", minutes)),
        )
    )


def _given(count: int) -> str:
    return _said(count, ngettext("%(n)s reaction given", "%(n)s reactions given", count))


def _answers(want: Thresholds) -> tuple[str, ...]:
    words = ngettext("%(n)s accepted answer", "%(n)s accepted answers to different people", want.member_answers)
    return _without_gaps((_said(want.member_answers, words),))


def _ever(words: str) -> str:
    return _("Since you came: %(what)s") % {"what": words} if words else ""


def _said(count: int, words: str) -> str:
    """Nothing where nothing is asked for."""
    return words % {"n": number(count, get_language())} if count else ""


def _without_gaps(needs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in needs if one)
