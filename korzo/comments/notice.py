"""The data protection notice beside the form of guests: the owner's words, or ours where they wrote none."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from korzo.comments.models import DIGEST_LENGTH, Rules
from korzo.community.models import Community
from korzo.kit.formats import spoken


@dataclass(frozen=True)
class Part:
    heading: str
    text: str


@dataclass(frozen=True)
class Notice:
    """What a guest reads before they agree. The digest is its version: other words, another one."""

    parts: tuple[Part, ...]
    language: str

    @property
    def text(self) -> str:
        return "\n\n".join(f"{part.heading}\n{part.text}" for part in self.parts)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:DIGEST_LENGTH]


def notice_of(rules: Rules, community: Community, contact_mail: str) -> Notice:
    """In the language of now."""
    parts = (
        Part(_("Who is responsible"), rules.responsible or _responsible(community, contact_mail)),
        Part(_("What for"), rules.purpose or _purpose()),
        Part(_("On what legal basis"), rules.legal_basis or _legal_basis()),
        Part(_("Who gets the data"), rules.recipients or _recipients()),
        Part(_("Where and how long it is kept"), rules.storage or _storage(rules.mail_kept_days)),
        Part(_("Your rights"), rules.rights or _rights()),
    )
    return Notice(parts, get_language() or "en")


def _responsible(community: Community, contact_mail: str) -> str:
    who = community.shop_name or community.name
    if contact_mail:
        return _("%(who)s, which runs this community. You reach us at %(mail)s.") % {"who": who, "mail": contact_mail}
    return _("%(who)s, which runs this community.") % {"who": who}


def _purpose() -> str:
    return _(
        "Your name is shown beside your comment. Your mail address is used to make sure that the comment is yours, and "
        "to tell you what the team decides about it. It is never shown, and never used for advertising."
    )


def _legal_basis() -> str:
    return _(
        "Your consent, which you give by sending the form (Article 6(1)(a) GDPR). For keeping out spam: our interest "
        "in a talk that can be read (Article 6(1)(f) GDPR)."
    )


def _recipients() -> str:
    return _("Nobody outside. Everybody reads the name and the comment; only our team can see the mail address.")


def _storage(days: int) -> str:
    words = ngettext(
        "On our own server. The mail address is deleted after %(days)s day, the name and the comment when you take the "
        "comment away. What is not confirmed is deleted within three days.",
        "On our own server. The mail address is deleted after %(days)s days, the name and the comment when you take "
        "the comment away. What is not confirmed is deleted within three days.",
        days,
    )
    return words % {"days": spoken(days)}


def _rights() -> str:
    return _(
        "You may ask what we keep about you, have it corrected, restricted or deleted, take it with you, and take your "
        "consent back at any time: a link in our mail deletes the comment. You can also complain to a data protection "
        "authority."
    )
