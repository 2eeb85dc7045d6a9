"""The comments under one thing as everybody sees them. The number of queries does not depend on how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from korzo.comments.activities import tags_of
from korzo.comments.models import Comment, CommentTotal
from korzo.comments.permissions import is_removed
from korzo.edge.recording import reads
from korzo.members.queries import Byline, bylines
from korzo.writing import queries as writing

COMMENTS_ON_PAGE = 20
# Beyond this no page of a subject begins; it also bounds what is parsed from an address.
NUMBER_DIGITS_MAX = 9


@dataclass(frozen=True)
class CommentShown:
    """One comment as everybody sees it; reactions and what can be done with it are a personal part (`feet`).

    One that is gone, and was answered, says so in its place (`is_gone`).
    """

    pk: int
    number: int
    url: str
    author: Byline
    is_guest: bool
    html: SafeString
    plain: str
    lang: str
    at: datetime
    edited_at: datetime | None
    version: int
    is_gone: bool = False
    by_author: bool = False
    answers: tuple["CommentShown", ...] = ()


@dataclass(frozen=True)
class CommentsPage:
    """`before` is where the next page begins, 0 at the end; `start` is where this one does, 0 for the first."""

    label: str
    pk: int
    count: int
    start: int = 0
    before: int = 0
    comments: list[CommentShown] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Of the personal part with the form."""
        return f"{self.label} {self.pk}"


def comments_page(label: str, pk: int, *, before: int = 0, limit: int = COMMENTS_ON_PAGE) -> CommentsPage:
    """The newest come first, their answers in the order of writing. Whoever asks has shown the thing itself."""
    reads(*tags_of(label, pk))
    count = count_of(label, pk)
    if not count:
        return CommentsPage(label, pk, 0)
    tops = list(_listed(label, pk, before)[: limit + 1])
    more = tops[limit - 1].number if len(tops) > limit else 0
    return CommentsPage(label, pk, count, before, more, shown_with_answers(tops[:limit]))


def count_of(label: str, pk: int) -> int:
    return counts_of(label, [pk]).get(pk, 0)


def counts_of(label: str, ids: Sequence[int]) -> dict[int, int]:
    """How many comments everybody reads, by id; those without any are left out."""
    reads(*(tag for pk in ids for tag in tags_of(label, pk)))
    rows = CommentTotal.objects.filter(subject_label=label, subject_id__in=ids, count__gt=0)
    return dict(rows.values_list("subject_id", "count"))


def parse_before(text: str) -> int:
    """0 for what we did not write: the reader gets the first page."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= NUMBER_DIGITS_MAX else 0


def _listed(label: str, pk: int, before: int) -> QuerySet[Comment]:
    rows = Comment.objects.filter(
        Q(state=Comment.State.VISIBLE) | Q(answer_count__gt=0),
        subject_label=label,
        subject_id=pk,
        parent__isnull=True,
    )
    if before:
        rows = rows.filter(number__lt=before)
    return rows.select_related("guest", "removal").order_by("-number")


def shown_with_answers(tops: Sequence[Comment]) -> list[CommentShown]:
    answered = [top.pk for top in tops if top.answer_count]
    answers = _answers(answered) if answered else []
    rows = [*tops, *answers]
    people = bylines(row.author_id for row in rows)
    texts = writing.filled({row.pk: row.html if row.is_visible else "" for row in rows})
    below: dict[int | None, list[CommentShown]] = {}
    for row in answers:
        below.setdefault(row.parent_id, []).append(_one(row, people, texts))
    return [_one(top, people, texts, tuple(below.get(top.pk, ()))) for top in tops]


def _answers(parent_ids: Sequence[int]) -> list[Comment]:
    """Never more than a thread may hold for each of a page’s comments."""
    rows = Comment.objects.filter(parent_id__in=parent_ids, state=Comment.State.VISIBLE)
    return list(rows.select_related("guest", "removal").order_by("number"))


def _one(
    row: Comment,
    people: Mapping[int | None, Byline],
    texts: Mapping[int, SafeString],
    answers: tuple[CommentShown, ...] = (),
) -> CommentShown:
    return CommentShown(
        pk=row.pk,
        number=row.number,
        url=row.get_absolute_url(),
        author=author_of(row, people),
        is_guest=hasattr(row, "guest"),
        html=texts[row.pk],
        plain=row.plain,
        lang=row.language,
        at=row.created_at,
        edited_at=row.edited_at,
        version=row.version,
        is_gone=not row.is_visible,
        by_author=is_removed(row) and row.removal.by_author,
        answers=answers,
    )


def author_of(row: Comment, people: Mapping[int | None, Byline]) -> Byline:
    """A guest has a name and no page."""
    if row.author_id is None and hasattr(row, "guest") and row.guest.name:
        return Byline(name=row.guest.name, gone=False)
    return people[row.author_id]


def page_start(comment: Comment) -> int:
    """The `before` of a page that shows this comment; 0 where the first one does."""
    top = comment.parent.number if comment.parent is not None else comment.number
    newer = _listed(comment.subject_label, comment.subject_id, 0).filter(number__gt=top)
    return top + 1 if newer[:COMMENTS_ON_PAGE].count() >= COMMENTS_ON_PAGE else 0


def rendered(comments: CommentsPage, url: str) -> SafeString:
    """The whole section, for the page of any room; `url` is that page's own."""
    return render_to_string("comments/_comments.html", {"comments": comments, "url": url})
