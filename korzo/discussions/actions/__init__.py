"""All that can be done in the talk: one verb a file."""

from korzo.discussions.actions.accept_answer import accept_answer, withdraw_acceptance
from korzo.discussions.actions.asking import leave_out
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
from korzo.discussions.actions.duplicates import (
    confirm_duplicate,
    decline_duplicate,
    propose_duplicate,
    take_duplicate_back,
)
from korzo.discussions.actions.edit_post import edit_post
from korzo.discussions.actions.forget_member import forget_member
from korzo.discussions.actions.give_heart import give_heart, take_heart_back
from korzo.discussions.actions.open_space import open_space
from korzo.discussions.actions.post_reply import post_reply
from korzo.discussions.actions.radar import look_after_questions
from korzo.discussions.actions.read_on import (
    Sign,
    TooOften,
    mark_all_read,
    note_page_read,
    note_reading,
    note_visit,
    remember_reading,
    when_read,
)
from korzo.discussions.actions.rearrange import merge_topics, split_topic
from korzo.discussions.actions.remind_askers import plan_reminder, remind_askers
from korzo.discussions.actions.remove_post import remove_post
from korzo.discussions.actions.same_question import ask_too, take_same_question_back
from korzo.discussions.actions.start_topic import start_topic
from korzo.discussions.actions.tag_topic import merge_tags, rename_tag, tag_topic
from korzo.discussions.actions.team import hide_post, refuse_post, release_post, show_post
from korzo.discussions.actions.tell_solved import tell_solved
from korzo.discussions.actions.tell_voters import tell_voters
from korzo.discussions.actions.thin_reading import readers_to_settle, settle_first_unread, thin_reading
from korzo.discussions.actions.vote_idea import merge_ideas, set_idea_state, take_vote_back, vote_idea
from korzo.discussions.actions.weigh_answers import weigh_all, weigh_post
from korzo.discussions.actions.withdraw_question import ask_again, withdraw_question
from korzo.discussions.actions.write import Written

__all__ = [
    "Rights",
    "Sign",
    "SpaceFace",
    "TooOften",
    "Written",
    "accept_answer",
    "ask_again",
    "ask_too",
    "change_space",
    "close_topic",
    "confirm_duplicate",
    "decline_duplicate",
    "edit_post",
    "feature_topic",
    "forget_member",
    "give_heart",
    "hide_post",
    "leave_out",
    "look_after_questions",
    "mark_all_read",
    "merge_ideas",
    "merge_tags",
    "merge_topics",
    "move_topic",
    "note_page_read",
    "note_reading",
    "note_visit",
    "open_space",
    "pin_topic",
    "plan_reminder",
    "post_reply",
    "propose_duplicate",
    "publish_due_topics",
    "readers_to_settle",
    "refuse_post",
    "release_post",
    "remember_reading",
    "remind_askers",
    "remove_post",
    "rename_tag",
    "reopen_topic",
    "schedule_topic",
    "set_idea_state",
    "settle_first_unread",
    "show_post",
    "split_topic",
    "start_topic",
    "tag_topic",
    "take_duplicate_back",
    "take_heart_back",
    "take_same_question_back",
    "take_vote_back",
    "tell_solved",
    "tell_voters",
    "thin_reading",
    "unfeature_topic",
    "unpin_topic",
    "vote_idea",
    "weigh_all",
    "weigh_post",
    "when_read",
    "withdraw_acceptance",
    "withdraw_question",
]
