"""What can be done with a draft, a version of a text and the card of a link."""

from korzo.writing.actions.cards import CARDS_MAX, fetch_card, forget_old_cards, want_cards
from korzo.writing.actions.drafts import DraftConflict, Words, drop_draft, forget_old_drafts, save_draft
from korzo.writing.actions.forget import forget_member
from korzo.writing.actions.naming import addresses_of, named_in, with_links, without_name
from korzo.writing.actions.prepare import prepare
from korzo.writing.actions.revisions import (
    Version,
    forget_revisions,
    hide_revision,
    keep_change,
    keep_revision,
    show_revision,
)
from korzo.writing.registry import (
    Composing,
    Note,
    Pointer,
    Quotable,
    Subject,
    register_history,
    register_note,
    register_quotable,
)

__all__ = [
    "CARDS_MAX",
    "Composing",
    "DraftConflict",
    "Note",
    "Pointer",
    "Quotable",
    "Subject",
    "Version",
    "Words",
    "addresses_of",
    "drop_draft",
    "fetch_card",
    "forget_member",
    "forget_old_cards",
    "forget_old_drafts",
    "forget_revisions",
    "hide_revision",
    "keep_change",
    "keep_revision",
    "named_in",
    "prepare",
    "register_history",
    "register_note",
    "register_quotable",
    "save_draft",
    "show_revision",
    "want_cards",
    "with_links",
    "without_name",
]
