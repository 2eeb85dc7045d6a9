"""The only code that writes here."""

from korzo.trust.actions.decide import free_level, give_level, take_level
from korzo.trust.actions.forget import forget_member
from korzo.trust.actions.recount import recount, recount_soon
from korzo.trust.actions.rounds import mark_quiet, recount_everybody, recount_newcomers
from korzo.trust.actions.thresholds import change_thresholds

__all__ = [
    "change_thresholds",
    "forget_member",
    "free_level",
    "give_level",
    "mark_quiet",
    "recount",
    "recount_everybody",
    "recount_newcomers",
    "recount_soon",
    "take_level",
]
