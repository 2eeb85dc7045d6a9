"""What other rooms and pages may ask."""

from korzo.writing.queries.composer import composer
from korzo.writing.queries.drafts import about_members, draft_of, drafts_of
from korzo.writing.queries.fill import Rated, filled, for_editor, typed
from korzo.writing.queries.notes import note_for, similar_topics
from korzo.writing.queries.products import products_beginning
from korzo.writing.queries.revisions import RevisionShown, get_revision_for, revision_count, revisions_of

__all__ = [
    "Rated",
    "RevisionShown",
    "about_members",
    "composer",
    "draft_of",
    "drafts_of",
    "filled",
    "for_editor",
    "get_revision_for",
    "note_for",
    "products_beginning",
    "revision_count",
    "revisions_of",
    "similar_topics",
    "typed",
]
