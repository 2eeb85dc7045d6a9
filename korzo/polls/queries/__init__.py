"""What others may ask about polls, surveys and opinions: always for all ids of a page at once."""

from korzo.polls.queries.export import about_members
from korzo.polls.queries.facts import PollFacts, get_poll_for, poll_ids_of, polls_by_ids, polls_of
from korzo.polls.queries.opinions import OpinionReport, has_given_opinion, opinion_report
from korzo.polls.queries.own import Own, own_ballots, voters_of
from korzo.polls.queries.results import Line, Result
from korzo.polls.queries.surveys import (
    SurveyCard,
    get_survey_for,
    newest_version,
    survey_cards,
    survey_ids_of,
    surveys_for_staff,
)

__all__ = [
    "Line",
    "OpinionReport",
    "Own",
    "PollFacts",
    "Result",
    "SurveyCard",
    "about_members",
    "get_poll_for",
    "get_survey_for",
    "has_given_opinion",
    "newest_version",
    "opinion_report",
    "own_ballots",
    "poll_ids_of",
    "polls_by_ids",
    "polls_of",
    "survey_cards",
    "survey_ids_of",
    "surveys_for_staff",
    "voters_of",
]
