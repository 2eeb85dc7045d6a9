"""Telling members, reading what was told, and wishing to be told otherwise."""

from korzo.notifications.actions.devices import forget_device, renew_device, sign_up_device
from korzo.notifications.actions.forget import forget_member
from korzo.notifications.actions.groups import tell_called, tell_group
from korzo.notifications.actions.hearts import take_back_reaction, tell_of_reaction
from korzo.notifications.actions.letters import plan_letters
from korzo.notifications.actions.notify import News, notify, notify_many, take_back
from korzo.notifications.actions.own_words import tell_in_own_words, tell_several
from korzo.notifications.actions.planning import LETTER_SENDER, MAIL_SENDER, PUSH_SENDER
from korzo.notifications.actions.reading import mark_all_read, mark_looked_at, mark_read
from korzo.notifications.actions.watchers import tell_batch, tell_watchers
from korzo.notifications.actions.wishing import choose, choose_manner, unsubscribe
from korzo.notifications.wishes import Wish, wish_of

__all__ = [
    "LETTER_SENDER",
    "MAIL_SENDER",
    "PUSH_SENDER",
    "News",
    "Wish",
    "choose",
    "choose_manner",
    "forget_device",
    "forget_member",
    "mark_all_read",
    "mark_looked_at",
    "mark_read",
    "notify",
    "notify_many",
    "plan_letters",
    "renew_device",
    "sign_up_device",
    "take_back",
    "take_back_reaction",
    "tell_batch",
    "tell_called",
    "tell_group",
    "tell_in_own_words",
    "tell_of_reaction",
    "tell_several",
    "tell_watchers",
    "unsubscribe",
    "wish_of",
]
