"""The only code that writes here. What another room calls is named in the list below."""

from korzo.moderation.actions.appeals import appeal
from korzo.moderation.actions.ask_akismet import ask_akismet
from korzo.moderation.actions.claim import claim, let_go
from korzo.moderation.actions.decide import Changed, Choice, decide
from korzo.moderation.actions.flag import flag
from korzo.moderation.actions.forget_member import forget_member
from korzo.moderation.actions.hold import hold
from korzo.moderation.actions.learn import learn, submission_of, unlearn
from korzo.moderation.actions.notices import Told, receive_notice
from korzo.moderation.actions.origins import note_origin
from korzo.moderation.actions.policy import PolicyChange, ReasonWords, change_policy, keep_reason, retire_reason
from korzo.moderation.actions.rates import Deed, forget_rates, take_turn, take_turn_from
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
from korzo.moderation.actions.sweeps import hide_traces, show_traces, sweep, undo_sweep
from korzo.moderation.actions.take_down import put_back, take_down
from korzo.moderation.actions.tell import tell_decision
from korzo.moderation.actions.undo import undo_decision
from korzo.moderation.actions.weigh import weigh
from korzo.moderation.registry import Moderated, Seen, register
from korzo.moderation.spam.submission import Reason, Submission, Verdict

__all__ = [
    "Changed",
    "Choice",
    "Deed",
    "Moderated",
    "PolicyChange",
    "Reason",
    "ReasonWords",
    "Seen",
    "Submission",
    "Told",
    "Verdict",
    "Why",
    "appeal",
    "ask_akismet",
    "change_policy",
    "claim",
    "confirm_ban",
    "decide",
    "flag",
    "forget_member",
    "forget_rates",
    "hide_traces",
    "hold",
    "keep_reason",
    "learn",
    "let_go",
    "lift",
    "note_origin",
    "propose_ban",
    "put_back",
    "read_warning",
    "receive_notice",
    "register",
    "retire_reason",
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
