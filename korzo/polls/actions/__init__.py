"""All that can be done with polls, surveys and opinions: one verb a file."""

from korzo.polls.actions.add_option import add_option
from korzo.polls.actions.answer_survey import finish_survey, keep_answers
from korzo.polls.actions.cast_ballot import cast_ballot, take_back_ballot
from korzo.polls.actions.close_poll import close_due_polls, close_poll
from korzo.polls.actions.create_poll import create_poll
from korzo.polls.actions.edit_poll import edit_poll
from korzo.polls.actions.forget_member import forget_member
from korzo.polls.actions.give_opinion import give_opinion
from korzo.polls.actions.run_survey import (
    SurveyWords,
    change_pages,
    change_survey,
    close_due_surveys,
    close_survey,
    create_survey,
    publish_survey,
)
from korzo.polls.drafts import PollDraft, read_poll

__all__ = [
    "PollDraft",
    "SurveyWords",
    "add_option",
    "cast_ballot",
    "change_pages",
    "change_survey",
    "close_due_polls",
    "close_due_surveys",
    "close_poll",
    "close_survey",
    "create_poll",
    "create_survey",
    "edit_poll",
    "finish_survey",
    "forget_member",
    "give_opinion",
    "keep_answers",
    "publish_survey",
    "read_poll",
    "take_back_ballot",
]
