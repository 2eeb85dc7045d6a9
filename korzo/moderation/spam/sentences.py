"""Why a text waits, in words for its author: what was noticed, and never that they did something wrong."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from korzo.kit.formats import spoken

_SENTENCES: dict[str, Promise] = {
    "quick": gettext_lazy("It was sent within three seconds of opening the form."),
    "trap": gettext_lazy("Something filled in a field that people do not see."),
    "unproven": gettext_lazy("We could not tell whether a person sent it."),
    "words": gettext_lazy("It holds words that the team of this community looks at first: %(words)s."),
    "unknown_host": gettext_lazy("It links to %(host)s, where nobody here has linked to before."),
    "removed_host": gettext_lazy("Texts with links to %(host)s were taken away here before."),
    "host_wave": gettext_lazy("Several new members linked to %(host)s within a few days."),
    "duplicate": gettext_lazy("Almost the same text was posted here within the last week."),
    "like_spam": gettext_lazy("It is almost the same as a text that was taken away as spam."),
    "filter": gettext_lazy("It is much like texts that the team took for spam."),
    "first_post": gettext_lazy("Somebody of the team reads the first post of each new member before it is shown."),
    "akismet": gettext_lazy("A spam check outside this site took it for spam."),
}
CODES = frozenset({*_SENTENCES, "links"})


def sentence_of(code: str, facts: Mapping[str, str | int]) -> str:
    """A code that a later version no longer knows still says something true."""
    if code == "links":
        most = int(facts.get("most", 0))
        return ngettext(
            "It holds more than %(most)s link, and its author is new here.",
            "It holds more than %(most)s links, and its author is new here.",
            most,
        ) % {"most": spoken(most)}
    sentence = _SENTENCES.get(code)
    try:
        return str(sentence) % dict(facts) if sentence is not None else _("A check asked for a second look.")
    except (KeyError, TypeError, ValueError):
        return _("A check asked for a second look.")
