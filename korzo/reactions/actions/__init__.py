"""All that can be done here: one verb a file."""

from korzo.reactions.actions.choose_set import choose_set
from korzo.reactions.actions.follow import (
    follow,
    follow_by_itself,
    move_followers,
    stop_following_by_itself,
    unfollow,
)
from korzo.reactions.actions.forget_member import forget_member
from korzo.reactions.actions.keep_bookmark import change_bookmark, drop_bookmark, keep_bookmark
from korzo.reactions.actions.react import react, unreact
from korzo.reactions.actions.remind import remind_due
from korzo.reactions.feet import Feet, Menu, MenuItem, care_items, register_feet
from korzo.reactions.subjects import LEVELS_OF_PLACE, LEVELS_OF_TOPIC, Seen, Subject, register

__all__ = [
    "LEVELS_OF_PLACE",
    "LEVELS_OF_TOPIC",
    "Feet",
    "Menu",
    "MenuItem",
    "Seen",
    "Subject",
    "care_items",
    "change_bookmark",
    "choose_set",
    "drop_bookmark",
    "follow",
    "follow_by_itself",
    "forget_member",
    "keep_bookmark",
    "move_followers",
    "react",
    "register",
    "register_feet",
    "remind_due",
    "stop_following_by_itself",
    "unfollow",
    "unreact",
]
