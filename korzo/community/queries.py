"""What others may ask about the community."""

from datetime import UTC, datetime

from korzo.community.models import Community
from korzo.edge.recording import reads


def the_community() -> Community:
    """The one row; before the owner has set anything up, an unsaved one with our defaults."""
    reads("site")
    # Pages name the moment of its last change, which must be the same each time they are made.
    return Community.objects.filter(pk=1).first() or Community(changed_at=datetime.fromtimestamp(0, UTC))
