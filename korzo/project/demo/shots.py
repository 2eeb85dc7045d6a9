"""Pictures of the demo on their way into posts and reviews."""

from datetime import datetime

from korzo.media.actions import ReadyPicture, receive_ready_pictures
from korzo.members.models import Member
from korzo.project.demo import texts


def drawn(shots: list[texts.Shot], owner: Member, at: datetime) -> list[int]:
    """Ids of fresh pictures that belong to this member. A name without a file is left out: pictures are being drawn."""
    sources = [
        ReadyPicture(texts.PICTURES / shot.name, owner, shot.alt, at=at)
        for shot in shots
        if (texts.PICTURES / shot.name).is_file()
    ]
    return [picture.pk for picture in receive_ready_pictures(sources, formats=("webp",))] if sources else []
