"""Who may listen to what is told at once."""

from korzo.discussions.permissions.spaces import spaces_visible_to
from korzo.discussions.permissions.topics import readable_by
from korzo.members.permissions import Person
from korzo.members.queries import by_ids


def may_hear_topic(member_id: int | None, topic_id: int) -> bool:
    """For the live channel of a topic: whoever may read it."""
    return readable_by(_person(member_id)).filter(pk=topic_id).exists()


def may_hear_space(member_id: int | None, space_id: int) -> bool:
    return spaces_visible_to(_person(member_id)).filter(pk=space_id).exists()


def may_hear_talk(_member_id: int | None, number: int) -> bool:
    """What everybody may read is told there, and nothing else."""
    return number == 0


def _person(member_id: int | None) -> Person:
    return by_ids({member_id}).get(member_id) if member_id is not None else None
