"""All that can be done in the talk: one verb a file."""

from korzo.discussions.actions.accept_answer import accept_answer, withdraw_acceptance
from korzo.discussions.actions.edit_post import edit_post
from korzo.discussions.actions.forget_member import forget_member
from korzo.discussions.actions.give_heart import give_heart, take_heart_back
from korzo.discussions.actions.open_space import open_space
from korzo.discussions.actions.post_reply import post_reply
from korzo.discussions.actions.remove_post import remove_post
from korzo.discussions.actions.start_topic import start_topic
from korzo.discussions.actions.write import Written

__all__ = [
    "Written",
    "accept_answer",
    "edit_post",
    "forget_member",
    "give_heart",
    "open_space",
    "post_reply",
    "remove_post",
    "start_topic",
    "take_heart_back",
    "withdraw_acceptance",
]
