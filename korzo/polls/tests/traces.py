"""What one member leaves in this room, so that the house can prove that all of it goes with them."""

from korzo.members.models import Member
from korzo.polls.actions import (
    PollDraft,
    add_option,
    cast_ballot,
    close_poll,
    close_survey,
    create_poll,
    finish_survey,
    give_opinion,
)
from korzo.polls.models import Poll, Survey
from tests.cast import Cast


def leave_ballots(cast: Cast, post_id: int, poll: Poll, survey: Survey) -> None:
    """Tea asks, adds, votes, answers, says her opinion and closes; for the last thing she is of the team a while."""
    tea = cast.tea
    own = create_poll("discussions.post", post_id, actor=tea, draft=PollDraft("Which wax?", ("Beeswax", "None")))
    added = add_option(poll, actor=tea, text="Sunday")
    cast_ballot(poll, actor=tea, option_ids=[added.pk])
    close_poll(own, actor=tea)
    version = survey.versions.get()
    finish_survey(survey, actor=tea, version=version, answers={"q1": "As Tea does, taken at home."})
    give_opinion(actor=tea, score=9, comment="Says Tea Kamenská.")
    Member.objects.filter(pk=tea.pk).update(role=Member.Role.STAFF)
    close_survey(survey, actor=Member.objects.get(pk=tea.pk))
    Member.objects.filter(pk=tea.pk).update(role=Member.Role.MEMBER)
