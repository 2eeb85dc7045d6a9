"""What we keep about people, for their export. What somebody chose where it is anonymous is not kept about them."""

from collections.abc import Iterable
from typing import Any

from korzo.polls.models import Ballot, Opinion, Option, Poll, Sheet


def about_members(member_ids: Iterable[int]) -> dict[int, Any]:
    return {
        pk: {
            "polls": {
                "asked": list(Poll.objects.filter(author_id=pk).values("question", "kind", "created_at")),
                "options_added": list(Option.objects.filter(added_by_id=pk).values("poll__question", "text")),
                "voted": [_ballot(one) for one in _ballots(pk)],
            },
            "surveys": [_sheet(one) for one in Sheet.objects.filter(member_id=pk).select_related("survey")],
            "opinions": list(Opinion.objects.filter(member_id=pk).values("quarter", "score", "comment", "at")),
        }
        for pk in member_ids
    }


def _ballots(member_id: int) -> Iterable[Ballot]:
    rows = Ballot.objects.filter(member_id=member_id).select_related("poll").order_by("poll_id")
    return rows.prefetch_related("choices__option")


def _ballot(ballot: Ballot) -> dict[str, Any]:
    if ballot.poll.is_anonymous:
        return {"question": ballot.poll.question, "anonymous": True}
    choices = sorted(ballot.choices.all(), key=lambda one: one.position)
    return {
        "question": ballot.poll.question,
        "anonymous": False,
        "at": ballot.at,
        "choices": [one.option.text for one in choices],
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    if sheet.survey.is_anonymous:
        return {"title": sheet.survey.title, "anonymous": True}
    return {
        "title": sheet.survey.title,
        "anonymous": False,
        "finished_at": sheet.finished_at,
        "answers": sheet.answers,
    }
