"""Comments as the search knows them. Only what everybody reads, on a page that everybody may see, is found."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.comments import subjects
from korzo.comments.actions import forget_member
from korzo.comments.activities import (
    CommentEdited,
    CommentKind,
    CommentPosted,
    CommentRemoved,
    CommentShownAgain,
    CommentTakenOver,
)
from korzo.comments.models import Comment, CommentMention
from korzo.comments.products import PRODUCT
from korzo.comments.queries.listing import author_of
from korzo.members.activities import MemberErased
from korzo.members.permissions import Person
from korzo.members.queries import bylines
from korzo.search import actions as search
from korzo.search.actions import Findable, Shown, Source

COMMENT = "comment"


def comments(ids: Collection[int]) -> Mapping[int, Findable]:
    rows = list(Comment.objects.filter(pk__in=ids, state=Comment.State.VISIBLE))
    open_to_all = subjects.seen_among(None, {(row.subject_label, row.subject_id) for row in rows})
    named: dict[int, set[int]] = {}
    for mention in CommentMention.objects.filter(comment__in=rows):
        named.setdefault(mention.comment_id, set()).add(mention.member_id)
    return {
        row.pk: Findable(
            kind=COMMENT,
            object_id=row.pk,
            at=row.created_at,
            body=row.plain,
            language=row.language,
            author_id=row.author_id,
            product_id=row.subject_id if row.subject_label == PRODUCT else None,
            named_ids=named.get(row.pk, set()),
        )
        for row in rows
        if (row.subject_label, row.subject_id) in open_to_all
    }


def comment_ids(behind: int, limit: int) -> Sequence[int]:
    return list(Comment.objects.filter(pk__gt=behind).order_by("pk").values_list("pk", flat=True)[:limit])


def shown_comments(ids: Collection[int], person: Person) -> Mapping[int, Shown]:
    rows = list(Comment.objects.filter(pk__in=ids, state=Comment.State.VISIBLE).select_related("guest"))
    found = subjects.seen_among(person, {(row.subject_label, row.subject_id) for row in rows})
    people = bylines(row.author_id for row in rows)
    shown = {}
    for row in rows:
        seen = found.get((row.subject_label, row.subject_id))
        if seen is not None:
            shown[row.pk] = Shown(
                title=seen.title,
                url=row.get_absolute_url(),
                moment=row.created_at,
                body=row.plain,
                lang=row.language,
                place=seen.title,
                place_url=seen.url,
                author=author_of(row, people),
            )
    return shown


SOURCES = (
    Source(
        kind=COMMENT,
        label=_("Comments"),
        name=pgettext_lazy("noun", "Comment"),
        icon="message-circle",
        rank=45,
        load=comments,
        ids=comment_ids,
        count=Comment.objects.count,
        shown=shown_comments,
    ),
)


@bookkeeper(CommentPosted, CommentEdited, CommentRemoved, CommentShownAgain, CommentTakenOver, history=True)
def index_comment(activity: Activity) -> None:
    search.index(COMMENT, [loaded(activity, CommentKind).comment_id])


@bookkeeper(MemberErased, history=True)
def index_without_commenter(activity: Activity) -> None:
    """In one transaction with the forgetting, whoever hears of the erasure first."""
    member_id = loaded(activity, MemberErased).of_member_id
    forget_member(member_id)
    search.index_about_member(COMMENT, member_id)
