"""How this community moderates, and for which reasons."""

from korzo.moderation.models import Policy, Reason
from korzo.moderation.words import GROUNDS, Ground


def the_policy() -> Policy:
    """The one row; before anybody changed anything, an unsaved one with our defaults."""
    return Policy.objects.filter(pk=1).first() or Policy()


def first_posts_wait() -> bool:
    """Whether a newcomer's first post is held for a person, whatever it says."""
    return the_policy().first_posts_wait


def grounds() -> dict[str, Ground]:
    """All reasons by code, in the order of the list: ours, replaced and joined by what staff wrote."""
    rows = list(Reason.objects.all())
    own = {row.code: row for row in rows}
    listed = [ground for code, ground in GROUNDS.items() if code not in own]
    written = [Ground(row.code, row.name, row.sentence, row.rule, row.is_law) for row in rows if row.retired_at is None]
    return {ground.code: ground for ground in [*written, *listed]}


def ground_of(code: str) -> Ground:
    """Also one that is not offered any more, for what was decided with it."""
    found = grounds().get(code)
    if found is not None:
        return found
    row = Reason.objects.filter(code=code).first()
    if row is not None:
        return Ground(row.code, row.name, row.sentence, row.rule, row.is_law)
    return GROUNDS["other"]
