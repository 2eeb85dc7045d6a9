"""All that can be done in a contest."""

from korzo.contests.actions.check_results import check_results
from korzo.contests.actions.enter import draft_key, edit_entry, enter, withdraw_entry
from korzo.contests.actions.forget_member import forget_member
from korzo.contests.actions.jury import mark_entry, name_juror, release_juror
from korzo.contests.actions.keep_time import keep_time
from korzo.contests.actions.moderate_entry import hide_entry, refuse_entry, release_entry, show_entry
from korzo.contests.actions.plan import Plan
from korzo.contests.actions.run_contest import announce_contest, cancel_contest, change_contest, make_contest
from korzo.contests.actions.sent import Sent
from korzo.contests.actions.vote import cast_vote, rule_votes, take_vote_back

__all__ = [
    "Plan",
    "Sent",
    "announce_contest",
    "cancel_contest",
    "cast_vote",
    "change_contest",
    "check_results",
    "draft_key",
    "edit_entry",
    "enter",
    "forget_member",
    "hide_entry",
    "keep_time",
    "make_contest",
    "mark_entry",
    "name_juror",
    "refuse_entry",
    "release_entry",
    "release_juror",
    "rule_votes",
    "show_entry",
    "take_vote_back",
    "withdraw_entry",
]
