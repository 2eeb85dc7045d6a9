"""What pages and other rooms may ask about the talk."""

from korzo.discussions.cursor import Cursor, parse_cursor
from korzo.discussions.queries.answers import replies_of, reply_count
from korzo.discussions.queries.export import about_members
from korzo.discussions.queries.feed import Asked, FeedItem, FeedPage, Show, latest, topics_in, topics_of
from korzo.discussions.queries.find import addresses, counts_of, topic_count
from korzo.discussions.queries.get import get_post_for, get_space, get_topic_for
from korzo.discussions.queries.people import beginning_with
from korzo.discussions.queries.post_foot import PostFoot, post_feet
from korzo.discussions.queries.questions import ProductQuestion, questions_about, unanswered_questions
from korzo.discussions.queries.spaces import SpaceShown, all_spaces, spaces_overview
from korzo.discussions.queries.topic_page import (
    POSTS_ON_PAGE,
    PostShown,
    TopicPage,
    page_start,
    posts_shown,
    topic_page,
)

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
    "TopicPage",
    "about_members",
    "addresses",
    "all_spaces",
    "beginning_with",
    "counts_of",
    "get_post_for",
    "get_space",
    "get_topic_for",
    "latest",
    "page_start",
    "parse_cursor",
    "post_feet",
    "posts_shown",
    "questions_about",
    "replies_of",
    "reply_count",
    "spaces_overview",
    "topic_count",
    "topic_page",
    "topics_in",
    "topics_of",
    "unanswered_questions",
]
