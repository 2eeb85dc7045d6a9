"""All that can be done in the talk: one verb a file."""

from korzo.discussions.actions.accept_answer import accept_answer, withdraw_acceptance
from korzo.discussions.actions.care_for_topic import (
    close_topic,
    feature_topic,
    move_topic,
    pin_topic,
    publish_due_topics,
    reopen_topic,
    schedule_topic,
    unfeature_topic,
    unpin_topic,
)
from korzo.discussions.actions.change_space import Rights, SpaceFace, change_space
from korzo.discussions.actions.edit_post import edit_post
from korzo.discussions.actions.forget_member import forget_member
from korzo.discussions.actions.give_heart import give_heart, take_heart_back
from korzo.discussions.actions.open_space import open_space
from korzo.discussions.actions.post_reply import post_reply
from korzo.discussions.actions.rearrange import merge_topics, split_topic
from korzo.discussions.actions.release_post import refuse_post, release_post
from korzo.discussions.actions.remove_post import hide_post, remove_post, show_post
from korzo.discussions.actions.start_topic import start_topic
from korzo.discussions.actions.tag_topic import merge_tags, rename_tag, tag_topic
from korzo.discussions.actions.tell_voters import tell_voters
from korzo.discussions.actions.vote_idea import merge_ideas, set_idea_state, take_vote_back, vote_idea
from korzo.discussions.actions.write import Written

__all__ = [
    "Rights",
    "SpaceFace",
    "Written",
    "accept_answer",
    "change_space",
    "close_topic",
    "edit_post",
    "feature_topic",
    "forget_member",
    "give_heart",
    "hide_post",
    "merge_ideas",
    "merge_tags",
    "merge_topics",
    "move_topic",
    "open_space",
    "pin_topic",
    "post_reply",
    "publish_due_topics",
    "refuse_post",
    "release_post",
    "remove_post",
    "rename_tag",
    "reopen_topic",
    "schedule_topic",
    "set_idea_state",
    "show_post",
    "split_topic",
    "start_topic",
    "tag_topic",
    "take_heart_back",
    "take_vote_back",
    "tell_voters",
    "unfeature_topic",
    "unpin_topic",
    "vote_idea",
    "withdraw_acceptance",
]
