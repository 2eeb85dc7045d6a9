"""What the pages of a contest are made of, as the edge names it."""


def tags_of(contest_id: int) -> tuple[str, ...]:
    """The list of contests, and all that shows something of this one."""
    return ("contests", f"contest:{contest_id}")
