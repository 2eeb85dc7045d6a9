"""The comments of a page as search engines read them: the same that stand on it, and nothing else."""

from typing import Any

from django.utils.translation import gettext as _

from korzo.comments.queries.listing import CommentShown, CommentsPage
from korzo.kit.page_head import absolute


def structured_comments(page: CommentsPage) -> dict[str, Any]:
    """To be merged into a CreativeWork of schema.org: the comments of this page, with the answers below each.

    It asks the database nothing. Where nothing was said there is nothing to tell.
    """
    if not page.comments:
        return {}
    return {"commentCount": page.count, "comment": [_comment(one) for one in page.comments]}


def _comment(one: CommentShown) -> dict[str, Any]:
    made: dict[str, Any] = {"@type": "Comment", "url": absolute(one.url)}
    if one.answers:
        made["comment"] = [_comment(answer) for answer in one.answers]
    if one.is_gone:
        return made | {"creativeWorkStatus": "Deleted"}
    author = {"@type": "Person", "name": one.author.name or _("A former member")}
    if one.author.url:
        author["url"] = absolute(one.author.url)
    made |= {"author": author, "datePublished": one.at.isoformat(), "text": one.plain, "inLanguage": one.lang}
    if one.edited_at is not None:
        made["dateModified"] = one.edited_at.isoformat()
    return made
