"""What pages and other rooms may ask about the talk."""

from korzo.discussions.cursor import Cursor, parse_cursor
from korzo.discussions.queries.answers import replies_of, reply_count
from korzo.discussions.queries.export import about_members
from korzo.discussions.queries.feed import (
    Asked,
    FeedItem,
    FeedPage,
    Show,
    featured,
    latest,
    topics_in,
    topics_of,
    topics_tagged,
)
from korzo.discussions.queries.find import addresses, counts_of, topic_count
from korzo.discussions.queries.get import get_post_for, get_space_for, get_tag, get_topic_for, joined_into
from korzo.discussions.queries.people import beginning_with
from korzo.discussions.queries.post_foot import PostFoot, post_feet
from korzo.discussions.queries.questions import ProductQuestion, questions_about, unanswered_questions
from korzo.discussions.queries.spaces import (
    SpaceShown,
    all_spaces,
    every_space,
    own_spaces,
    spaces_for,
    spaces_overview,
)
from korzo.discussions.queries.tags import tags_in_use, tags_of
from korzo.discussions.queries.topic_facts import TopicFacts, reply_refusal, topic_facts
from korzo.discussions.queries.topic_page import (
    POSTS_ON_PAGE,
    PostShown,
    TopicPage,
    page_start,
    posts_shown,
    topic_page,
)
from korzo.discussions.queries.votes import VoteShown, open_votes_left, vote_shown
from korzo.discussions.queries.waiting import WaitingPost, waiting_of

__all__ = [
    "POSTS_ON_PAGE",
    "Asked",
    "Cursor",
    "FeedItem",
    "FeedPage",
    "PostFoot",
    "PostShown",
    "ProductQuestion",
    "Show",
    "SpaceShown",
    "TopicFacts",
    "TopicPage",
    "VoteShown",
    "WaitingPost",
    "about_members",
    "addresses",
    "all_spaces",
    "beginning_with",
    "counts_of",
    "every_space",
    "featured",
    "get_post_for",
    "get_space_for",
    "get_tag",
    "get_topic_for",
    "joined_into",
    "latest",
    "open_votes_left",
    "own_spaces",
    "page_start",
    "parse_cursor",
    "post_feet",
    "posts_shown",
    "questions_about",
    "replies_of",
    "reply_count",
    "reply_refusal",
    "spaces_for",
    "spaces_overview",
    "tags_in_use",
    "tags_of",
    "topic_count",
    "topic_facts",
    "topic_page",
    "topics_in",
    "topics_of",
    "topics_tagged",
    "unanswered_questions",
    "vote_shown",
    "waiting_of",
]
