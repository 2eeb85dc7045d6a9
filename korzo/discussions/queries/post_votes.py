"""How often posts were liked, as machines are told; people see it in the foot of each post."""

from korzo.discussions.queries.post_foot import LABEL
from korzo.edge.recording import remembered
from korzo.reactions import queries as reactions
from korzo.reactions.models import Reaction


def votes_on(ids: list[int]) -> dict[int, tuple[int, int]]:
    """By post: hearts, and votes that it helped. The feet ask the same, so together they ask once."""
    wanted = tuple(sorted(ids))
    given = remembered("discussions.post_reactions", wanted, make=lambda: reactions.given_on(LABEL, wanted))
    counts = {pk: dict(given.of(pk).counts) for pk in wanted}
    return {
        pk: (of_post.get(Reaction.Emoji.HEART, 0), of_post.get(Reaction.Emoji.HELPFUL, 0))
        for pk, of_post in counts.items()
    }
