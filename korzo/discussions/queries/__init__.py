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
from korzo.discussions.queries.feed_entries import latest_entries, member_entries, tag_entries, topic_entries
from korzo.discussions.queries.find import (
    addresses,
    counts_of,
    last_space_id,
    last_tag_id,
    last_topic_id,
    space_addresses,
    tag_addresses,
)
from korzo.discussions.queries.get import get_post_for, get_space_for, get_tag, get_topic_for, joined_into
from korzo.discussions.queries.paths import PathStep, path_of
from korzo.discussions.queries.people import beginning_with
from korzo.discussions.queries.post_foot import OwnPage, PostFoot, base_feet, own_page, post_feet
from korzo.discussions.queries.questions import ProductQuestion, questions_about, unanswered_questions
from korzo.discussions.queries.reading_sums import ReadingSum, reading_of, reading_of_many
from korzo.discussions.queries.spaces import (
    SpaceShown,
    all_spaces,
    every_space,
    own_spaces,
    spaces_for,
    spaces_overview,
)
from korzo.discussions.queries.stopped import Stopped
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
from korzo.discussions.queries.unread import (
    NewForMe,
    NewsMark,
    has_read,
    new_for,
    news_marks,
    next_unread,
    on_site,
    remembers_reading,
)
from korzo.discussions.queries.votes import VoteShown, open_votes_left, vote_shown
from korzo.discussions.queries.waiting import WaitingPost, waiting_of

__all__ = [
    "POSTS_ON_PAGE",
    "Asked",
    "Cursor",
    "FeedItem",
    "FeedPage",
    "NewForMe",
    "NewsMark",
    "OwnPage",
    "PathStep",
    "PostFoot",
    "PostShown",
    "ProductQuestion",
    "ReadingSum",
    "Show",
    "SpaceShown",
    "Stopped",
    "TopicFacts",
    "TopicPage",
    "VoteShown",
    "WaitingPost",
    "about_members",
    "addresses",
    "all_spaces",
    "base_feet",
    "beginning_with",
    "counts_of",
    "every_space",
    "featured",
    "get_post_for",
    "get_space_for",
    "get_tag",
    "get_topic_for",
    "has_read",
    "joined_into",
    "last_space_id",
    "last_tag_id",
    "last_topic_id",
    "latest",
    "latest_entries",
    "member_entries",
    "new_for",
    "news_marks",
    "next_unread",
    "on_site",
    "open_votes_left",
    "own_page",
    "own_spaces",
    "page_start",
    "parse_cursor",
    "path_of",
    "post_feet",
    "posts_shown",
    "questions_about",
    "reading_of",
    "reading_of_many",
    "remembers_reading",
    "replies_of",
    "reply_count",
    "reply_refusal",
    "space_addresses",
    "spaces_for",
    "spaces_overview",
    "tag_addresses",
    "tag_entries",
    "tags_in_use",
    "tags_of",
    "topic_entries",
    "topic_facts",
    "topic_page",
    "topics_in",
    "topics_of",
    "topics_tagged",
    "unanswered_questions",
    "vote_shown",
    "waiting_of",
]
