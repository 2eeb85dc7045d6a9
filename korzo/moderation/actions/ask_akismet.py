"""Akismet is asked after a text was posted, so that nobody waits for it. What it takes for spam waits for a person."""

from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from korzo.activity.actions import send_out
from korzo.activity.activities import sender
from korzo.activity.models import Outgoing
from korzo.jobs.actions import Limit
from korzo.members.models import Member
from korzo.members.queries import by_ids
from korzo.moderation.actions.freeze import frozen
from korzo.moderation.actions.log import write_entry
from korzo.moderation.actions.weigh import is_new
from korzo.moderation.models import Entry, Item
from korzo.moderation.queries.spam import the_spam_rules
from korzo.moderation.registry import Seen, is_moderated, moderated
from korzo.moderation.spam.akismet import Question, has_key, is_spam
from korzo.moderation.spam.submission import Reason, Submission

SENDER = "moderation.akismet"
AGENT_LENGTH_MAX = 300


def ask_akismet(label: str, pk: int, submission: Submission, *, agent: str = "") -> bool:
    """Called by a room beside `weigh`, once the text has its number. Whether it will be asked.

    Only about people who are new, and only with the address that Akismet demands. A text that is held already needs no
    second opinion, so whoever holds it does not call this.
    """
    rules = the_spam_rules()
    if not (rules.asks_akismet and has_key() and submission.address and is_new(submission, rules)):
        return False
    author = submission.author
    payload = {"label": label, "pk": pk, "address": submission.address, "agent": agent[:AGENT_LENGTH_MAX]}
    key = f"akismet:{label}:{pk}"
    return send_out(SENDER, key=key, payload=payload, member_id=author.pk if author else None)


@sender(SENDER, title=_("A question to Akismet"), limit=Limit("akismet", per_minute=60))
def carry_to_akismet(outgoing: Outgoing) -> None:
    """SendingFailed is tried again or ends on the staff page; the text stands meanwhile."""
    asked: dict[str, Any] = outgoing.payload
    # Whoever left took the payload along.
    if not asked or not has_key() or not is_moderated(asked["label"]):
        return
    seen = moderated(asked["label"]).one(asked["pk"])
    if seen is None or not seen.is_shown or not is_spam(_question(seen, asked)):
        return
    with transaction.atomic():
        _hold(asked["label"], seen)


def _author_of(seen: Seen) -> Member | None:
    return by_ids({seen.author_id}).get(seen.author_id) if seen.author_id is not None else None


def _question(seen: Seen, asked: dict[str, Any]) -> Question:
    author = _author_of(seen)
    return Question(
        content=f"{seen.title}\n\n{seen.plain}" if seen.title else seen.plain,
        author_name=author.name if author else "",
        permalink=seen.url,
        language=seen.language,
        at=seen.at,
        address=asked["address"],
        agent=asked["agent"],
        is_reply=not seen.title,
    )


def _hold(label: str, seen: Seen) -> None:
    """As flags do it: taken from view until a person decides, who puts it back with one key."""
    reason = Reason("akismet")
    fresh = Item(kind=Item.Kind.FLAGS, label=label, subject_id=seen.pk, held_for=[reason.stored()], **frozen(seen))
    Item.objects.bulk_create([fresh], ignore_conflicts=True)
    open_items = Item.objects.select_for_update().filter(
        kind=Item.Kind.FLAGS, label=label, subject_id=seen.pk, closed_at__isnull=True
    )
    item = open_items.get()
    if reason.stored() not in item.held_for:
        item.held_for = [*item.held_for, reason.stored()]
    item.hidden_at = item.hidden_at or timezone.now()
    item.version += 1
    item.save(update_fields=["held_for", "hidden_at", "version"])
    author = _author_of(seen)
    with translation.override(author.language if author else "en"):
        moderated(label).hide(seen.pk, actor=None, reason=reason.sentence)
    write_entry(
        Entry.Verb.HIDDEN_AT_ONCE,
        actor=None,
        member_id=seen.author_id,
        subject=(label, seen.pk),
        codes=[reason.code],
    )
