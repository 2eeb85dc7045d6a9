"""Comments as the rooms below see them: to be moderated, kept, and to have a history."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from korzo.comments import subjects
from korzo.comments.actions import hide_comment, refuse_comment, release_comment, show_comment
from korzo.comments.models import Comment
from korzo.comments.permissions import MODERATE, may_read, visible_to
from korzo.kit.html import excerpt
from korzo.members.permissions import Person, can
from korzo.moderation.actions import Moderated, Seen, found_at, newest_of, seen_of
from korzo.reactions import actions as reactions
from korzo.writing import actions as writing

LABEL = "comments.comment"
# Before and after a comment, so that whoever decides knows what it answers.
NEIGHBOURS = 3


def fetch(ids: list[int]) -> dict[int, Seen]:
    """All but what a guest has yet to confirm: that is nobody's business."""
    rows = Comment.objects.filter(pk__in=ids).exclude(guest__confirmed_at__isnull=True, guest__isnull=False)
    return _seen(list(rows))


def _seen(rows: list[Comment]) -> dict[int, Seen]:
    titles = _titles(rows)
    return {
        row.pk: seen_of(row, title=titles.get((row.subject_label, row.subject_id), ""), is_shown=row.is_visible)
        for row in rows
    }


def _titles(rows: Collection[Comment], person: Person = None) -> dict[tuple[str, int], str]:
    of = {(row.subject_label, row.subject_id) for row in rows}
    return {key: seen.title for key, seen in subjects.seen_among(person, of).items()}


def context(pk: int) -> list[Seen]:
    """What stands around it in its thread, or among the comments of its page, in the order of writing."""
    comment = Comment.objects.filter(pk=pk).first()
    if comment is None:
        return []
    around = Comment.objects.filter(
        subject_label=comment.subject_label, subject_id=comment.subject_id, state=Comment.State.VISIBLE
    )
    thread = around.filter(parent_id=comment.parent_id) if comment.parent_id else around.filter(parent__isnull=True)
    before = list(thread.filter(number__lt=comment.number).order_by("-number")[:NEIGHBOURS])
    after = list(thread.filter(number__gt=comment.number).order_by("number")[:NEIGHBOURS])
    if comment.parent_id and len(before) < NEIGHBOURS:
        before += list(around.filter(pk=comment.parent_id))
    found = _seen([*before, *after])
    return [found[one.pk] for one in [*reversed(before), *after]]


def of_author(member_id: int, limit: int) -> list[int]:
    return newest_of(Comment.objects.all(), member_id, limit)


def at_address(path: str) -> int | None:
    """Its lasting address, or its place on a page."""
    _page, _hash, place = path.partition("#comment-")
    if place.isascii() and place.isdecimal() and len(place) < 19:
        return int(place)
    return found_at(path, {"comments:comment": lambda pk: pk})


def edit_url(pk: int) -> str:
    return reverse("comments:edit", args=[pk])


COMMENTS = Moderated(
    label=LABEL,
    name=pgettext_lazy("noun", "Comment"),
    fetch=fetch,
    hide=hide_comment,
    show=show_comment,
    release=release_comment,
    refuse=refuse_comment,
    may_see=may_read,
    context=context,
    of_author=of_author,
    at_address=at_address,
    edit_url=edit_url,
)


def kept(person: Person, ids: Collection[int]) -> Mapping[int, reactions.Seen]:
    """A comment is called after what it stands under, and told by its first words."""
    rows = list(Comment.objects.filter(pk__in=ids, state=Comment.State.VISIBLE))
    titles = _titles(rows, person)
    return {
        row.pk: reactions.Seen(
            titles[row.subject_label, row.subject_id], row.get_absolute_url(), row.language, excerpt(row.plain)
        )
        for row in rows
        if (row.subject_label, row.subject_id) in titles
    }


def link(pk: int) -> str:
    return reverse("comments:comment", args=[pk])


KEPT = reactions.Subject(
    label=LABEL,
    name=pgettext_lazy("noun", "Comment"),
    plural=_("Comments"),
    icon="message-circle",
    shown=kept,
    link=link,
    can_be_kept=True,
)


def history_of(person: Person, pk: int) -> writing.Subject | None:
    """Whoever reads a comment may see what it was; of one that is not shown, its author and the team."""
    rows = visible_to(person).filter(pk=pk)
    if not can(person, MODERATE):
        own = rows.filter(author=person) if person else rows.none()
        rows = rows.filter(state=Comment.State.VISIBLE) | own
    row = rows.first()
    of = (row.subject_label, row.subject_id) if row else None
    seen = subjects.seen_among(person, [of]).get(of) if of else None
    return writing.Subject(title=seen.title, url=link(pk)) if seen else None
