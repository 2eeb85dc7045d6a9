from korzo.moderation.models.log import Entry
from korzo.moderation.models.policy import Policy, Reason
from korzo.moderation.models.queue import Decision, Flag, Item, LegalNotice
from korzo.moderation.models.sanctions import (
    Appeal,
    MemberNote,
    Sanction,
    Statement,
    StatementWithdrawal,
    Sweep,
    Swept,
)
from korzo.moderation.models.spam import (
    Lesson,
    LinkHost,
    Origin,
    Rate,
    SpamRules,
    Token,
    Trace,
    WordList,
)
from korzo.moderation.models.states import Waiting

__all__ = [
    "Appeal",
    "Decision",
    "Entry",
    "Flag",
    "Item",
    "LegalNotice",
    "Lesson",
    "LinkHost",
    "MemberNote",
    "Origin",
    "Policy",
    "Rate",
    "Reason",
    "Sanction",
    "SpamRules",
    "Statement",
    "StatementWithdrawal",
    "Sweep",
    "Swept",
    "Token",
    "Trace",
    "Waiting",
    "WordList",
]
