"""All that can be done with comments: one verb a file."""

from korzo.comments.actions.change_rules import RulesChange, change_rules
from korzo.comments.actions.edit_comment import edit_comment
from korzo.comments.actions.forget import forget_guests, forget_member
from korzo.comments.actions.hear import tell_followers
from korzo.comments.actions.post_as_guest import GuestWords, confirm_comment, post_as_guest
from korzo.comments.actions.post_comment import post_comment
from korzo.comments.actions.react_to import react_to, take_reaction_back
from korzo.comments.actions.remove_comment import remove_as_guest, remove_comment
from korzo.comments.actions.take_over import offer_comments, take_over_comments
from korzo.comments.actions.team import hide_comment, refuse_comment, release_comment, show_comment
from korzo.comments.actions.words import Written
from korzo.comments.subjects import Seen, Subject, of_pages, register

__all__ = [
    "GuestWords",
    "RulesChange",
    "Seen",
    "Subject",
    "Written",
    "change_rules",
    "confirm_comment",
    "edit_comment",
    "forget_guests",
    "forget_member",
    "hide_comment",
    "of_pages",
    "offer_comments",
    "post_as_guest",
    "post_comment",
    "react_to",
    "refuse_comment",
    "register",
    "release_comment",
    "remove_as_guest",
    "remove_comment",
    "show_comment",
    "take_over_comments",
    "take_reaction_back",
    "tell_followers",
]
