"""The only code that writes here. What another room calls is named in the list below."""

from korzo.moderation.actions.appeals import appeal
from korzo.moderation.actions.ask_akismet import ask_akismet
from korzo.moderation.actions.claim import claim, let_go
from korzo.moderation.actions.decide import Changed, Choice, decide
from korzo.moderation.actions.flag import flag
from korzo.moderation.actions.forget_member import forget_member
from korzo.moderation.actions.frozen_words import forget_frozen, name_frozen
from korzo.moderation.actions.hold import hold
from korzo.moderation.actions.learn import learn, submission_of, unlearn
from korzo.moderation.actions.look import Blind, Look, ask_outside, look_at
from korzo.moderation.actions.notices import Told, receive_notice
from korzo.moderation.actions.origins import note_origin
from korzo.moderation.actions.pace import (
    TALK,
    TALK_OF_NEWCOMER,
    WritingPace,
    check_links_of_newcomer,
    check_not_twice,
    check_writing_pace,
    hold_writer,
)
from korzo.moderation.actions.policy import PolicyChange, ReasonWords, change_policy, keep_reason, retire_reason
from korzo.moderation.actions.rates import Deed, forget_rates, take_turn, take_turn_from
from korzo.moderation.actions.remind_team import remind_team
from korzo.moderation.actions.sanctions import (
    confirm_ban,
    lift,
    propose_ban,
    read_warning,
    silence,
    suspend,
    warn,
    write_note,
)
from korzo.moderation.actions.statements import Why
from korzo.moderation.actions.steps import Steps, of_team, one_line
from korzo.moderation.actions.sweeps import hide_traces, show_traces, sweep, undo_sweep
from korzo.moderation.actions.take_down import put_back, take_down
from korzo.moderation.actions.tell import tell_decision
from korzo.moderation.actions.undo import undo_decision
from korzo.moderation.actions.weigh import weigh
from korzo.moderation.registry import Moderated, Seen, found_at, newest_of, register, seen_of
from korzo.moderation.spam.submission import Reason, Submission, Verdict

__all__ = [
    "TALK",
    "TALK_OF_NEWCOMER",
    "Blind",
    "Changed",
    "Choice",
    "Deed",
    "Look",
    "Moderated",
    "PolicyChange",
    "Reason",
    "ReasonWords",
    "Seen",
    "Steps",
    "Submission",
    "Told",
    "Verdict",
    "Why",
    "WritingPace",
    "appeal",
    "ask_akismet",
    "ask_outside",
    "change_policy",
    "check_links_of_newcomer",
    "check_not_twice",
    "check_writing_pace",
    "claim",
    "confirm_ban",
    "decide",
    "flag",
    "forget_frozen",
    "forget_member",
    "forget_rates",
    "found_at",
    "hide_traces",
    "hold",
    "hold_writer",
    "keep_reason",
    "learn",
    "let_go",
    "lift",
    "look_at",
    "name_frozen",
    "newest_of",
    "note_origin",
    "of_team",
    "one_line",
    "propose_ban",
    "put_back",
    "read_warning",
    "receive_notice",
    "register",
    "remind_team",
    "retire_reason",
    "seen_of",
    "show_traces",
    "silence",
    "submission_of",
    "suspend",
    "sweep",
    "take_down",
    "take_turn",
    "take_turn_from",
    "tell_decision",
    "undo_decision",
    "undo_sweep",
    "unlearn",
    "warn",
    "weigh",
    "write_note",
]
