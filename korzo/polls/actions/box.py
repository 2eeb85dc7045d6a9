"""The box of an anonymous poll: ballots go in, and only counts come out."""

from collections.abc import Sequence

from korzo.polls.models import Box, Poll


def put_in(poll: Poll, option_ids: Sequence[int], *, is_ordered: bool) -> None:
    """The caller holds the poll. The whole box is written anew in sorted order, so that neither its text nor the place
    of its row tells which ballot came last.
    """
    box = Box.objects.get(poll=poll)
    key = " ".join(str(pk) for pk in (option_ids if is_ordered else sorted(option_ids)))
    box.counts = dict(sorted({**box.counts, key: box.counts.get(key, 0) + 1}.items()))
    box.save(update_fields=["counts"])
