"""What other rooms and pages may ask about comments."""

from korzo.comments.queries.as_guest import written_as_guest
from korzo.comments.queries.drift import drifts
from korzo.comments.queries.feet import CommentFoot, base_comment_feet, comment_feet, own_comment_feet
from korzo.comments.queries.get import get_comment_for, get_guest_comment
from korzo.comments.queries.linked_data import structured_comments
from korzo.comments.queries.listing import (
    CommentShown,
    CommentsPage,
    comments_page,
    count_of,
    counts_of,
    page_start,
    parse_before,
    rendered,
)
from korzo.comments.queries.own import WaitingComment, about_members, waiting_of
from korzo.comments.queries.rules import the_notice, the_rules

__all__ = [
    "CommentFoot",
    "CommentShown",
    "CommentsPage",
    "WaitingComment",
    "about_members",
    "base_comment_feet",
    "comment_feet",
    "comments_page",
    "count_of",
    "counts_of",
    "drifts",
    "get_comment_for",
    "get_guest_comment",
    "own_comment_feet",
    "page_start",
    "parse_before",
    "rendered",
    "structured_comments",
    "the_notice",
    "the_rules",
    "waiting_of",
    "written_as_guest",
]
