"""Pages that show a picture, when the picture looks different now."""

from korzo.kit import slots
from korzo.kit.generations import bump_on_commit


def bump_pages_with(picture_id: int) -> None:
    """Call it after the row was changed, in the same transaction.

    Whoever takes a picture into a post locks its row first, so one of the two always sees what the other wrote.
    """
    named = slots.collect("media.shown_under", [picture_id])[picture_id]
    bump_on_commit(*{tag for tags in named for tag in tags})
