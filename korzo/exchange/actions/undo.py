"""A whole import goes out again, as long as nobody built on it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.settle import add_to_space
from korzo.discussions.models import IdeaVote, Post, PostPicture, Space, Tag, Topic, TopicTag
from korzo.exchange.actions.groups import take_groups_out
from korzo.exchange.activities import ImportUndone
from korzo.exchange.models import Arrival, Import, Kind, OldAddress
from korzo.exchange.permissions import check_exchange
from korzo.groups.models import Group, GroupMember
from korzo.jobs.actions import finish_progress, report_progress
from korzo.kit.errors import Refused
from korzo.kit.generations import bump_on_commit
from korzo.media import actions as media
from korzo.members.models import Member
from korzo.polls.models import Ballot, Poll
from korzo.reactions.models import Bookmark, Follow, Reaction
from korzo.search import actions as search

WORDS = gettext_noop("Taking an imported community out again")
LABEL = "discussions.post"
BATCH = 200


def progress_key(import_id: int) -> str:
    return f"exchange.undo.{import_id}"


def check_undo(brought: Import) -> None:
    """Refused with what members built on it: their words would go with those of the import."""
    if brought.state != Import.State.FINISHED:
        raise Refused(_("Only an import that is finished can be taken out."))
    for is_there, sentence in (
        (_foreign_posts, _("Members have written in imported topics since. Their words would be lost.")),
        (_foreign_topics, _("Members have begun topics in imported spaces since. They would be lost.")),
        (_came_back, _("Imported people have signed in since. Their accounts would be lost.")),
        (_foreign_deeds, _("Members have reacted to imported posts, voted, or keep them. That would be lost.")),
        (
            _joined_groups,
            _("Members came into imported groups since, or spaces open to these. That would be lost."),
        ),
        (_own_words, _("Imported people have written elsewhere since. Their words would be lost.")),
    ):
        if is_there(brought):
            raise Refused(sentence)


def _of(brought: Import, kind: str) -> QuerySet[Arrival, Any]:
    rows = Arrival.objects.filter(brought=brought, kind=kind, was_here=False)
    return rows.values("object_id")


def _foreign_posts(brought: Import) -> bool:
    theirs = Arrival.objects.filter(kind=Kind.POSTS, brought=brought).values("object_id")
    return Post.objects.filter(topic__in=_of(brought, Kind.TOPICS)).exclude(pk__in=theirs).exists()


def _foreign_topics(brought: Import) -> bool:
    return Topic.objects.filter(space__in=_of(brought, Kind.SPACES)).exclude(pk__in=_of(brought, Kind.TOPICS)).exists()


def _came_back(brought: Import) -> bool:
    known = Q(last_login__isnull=False) | Q(emailaddress__verified=True)
    return Member.objects.filter(known, pk__in=_of(brought, Kind.PEOPLE)).exists()


def _foreign_deeds(brought: Import) -> bool:
    """Whatever somebody did after the import was finished."""
    posts, since = _of(brought, Kind.POSTS), brought.finished_at
    topics = _of(brought, Kind.TOPICS)
    about = Q(subject_label=LABEL, subject_id__in=posts) | Q(subject_label="discussions.topic", subject_id__in=topics)
    polls = Poll.objects.filter(subject_label=LABEL, subject_id__in=posts).values("pk")
    people = Arrival.objects.filter(kind=Kind.PEOPLE).values("object_id")
    return (
        Reaction.objects.filter(subject_label=LABEL, subject_id__in=posts, at__gt=since).exists()
        or Bookmark.objects.filter(about).exists()
        or Follow.objects.filter(about, reason=Follow.Reason.CHOSEN).exists()
        or Ballot.objects.filter(poll__in=polls).exclude(member__in=people).exists()
        or IdeaVote.objects.filter(topic__in=topics, at__gt=since).exists()
    )


def _joined_groups(brought: Import) -> bool:
    groups = Group.objects.filter(pk__in=_of(brought, Kind.GROUPS))
    keys = groups.values("key")
    opened = Q(read_key__in=keys) | Q(start_key__in=keys) | Q(reply_key__in=keys)
    joined = GroupMember.objects.filter(group__in=groups, joined_at__gt=brought.finished_at)
    return joined.exists() or Space.objects.filter(opened).exists()


def _own_words(brought: Import) -> bool:
    """Only somebody who signed in can write, but the team may have moved a post to another topic."""
    posts = Post.objects.filter(pk__in=_of(brought, Kind.POSTS))
    return posts.exclude(topic__in=_of(brought, Kind.TOPICS)).exists()


def begin_undo(brought: Import, *, actor: Member | None) -> Import:
    if actor is not None:
        check_exchange(actor)
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=brought.pk)
        if held.state == Import.State.UNDOING:
            return held
        check_undo(held)
        held.state = Import.State.UNDOING
        held.save(update_fields=["state"])
    return held


def undo(import_id: int) -> Import:
    """In batches, the last first: what went is gone with its note, so it goes on where it stopped."""
    while _batch(import_id):
        pass
    return Import.objects.get(pk=import_id)


def _batch(import_id: int) -> bool:
    with transaction.atomic():
        brought = Import.objects.select_for_update().get(pk=import_id)
        if brought.state != Import.State.UNDOING:
            return False
        left = Arrival.objects.filter(brought=brought).count()
        for kind, take in _TAKERS.items():
            rows = list(Arrival.objects.filter(brought=brought, kind=kind).order_by("pk")[:BATCH])
            if rows:
                take([row.object_id for row in rows if not row.was_here])
                Arrival.objects.filter(pk__in=[row.pk for row in rows]).delete()
                total = sum(brought.found.get("counts", {}).values())
                report_progress(progress_key(import_id), max(0, total - left + len(rows)), max(total, left), WORDS)
                return True
        _finish(brought)
    return False


def _finish(brought: Import) -> None:
    OldAddress.objects.filter(brought=brought).delete()
    brought.state, brought.undone_at = Import.State.UNDONE, timezone.now()
    brought.save(update_fields=["state", "undone_at"])
    record(ImportUndone(import_id=brought.pk), actor_id=brought.sender_id, actor_kind=Activity.ActorKind.STAFF)
    finish_progress(progress_key(brought.pk))
    bump_on_commit("spaces", "talk", "members")


def _pictures(ids: Sequence[int]) -> None:
    PostPicture.objects.filter(picture__in=ids).delete()
    # Nobody claims them any more: the daily look takes their files away.
    media.release_pictures(list(ids))


def _polls(ids: Sequence[int]) -> None:
    Poll.objects.filter(pk__in=ids).delete()


def _posts(ids: Sequence[int]) -> None:
    Reaction.objects.filter(subject_label=LABEL, subject_id__in=ids).delete()
    search.drop("reply", ids)
    topics = set(Post.objects.filter(pk__in=ids).values_list("topic_id", flat=True))
    standing = Topic.objects.filter(pk__in=topics, is_standing=True)
    for space in standing.values_list("space_id", flat=True):
        add_to_space(space, -1)
    standing.update(is_standing=False)
    PostPicture.objects.filter(post__in=ids).delete()
    Post.objects.filter(pk__in=ids).delete()
    bump_on_commit("talk", *(f"post:{pk}" for pk in ids), *(f"topic:{pk}" for pk in topics))


def _topics(ids: Sequence[int]) -> None:
    search.drop("topic", ids)
    Follow.objects.filter(subject_label="discussions.topic", subject_id__in=ids).delete()
    Topic.objects.filter(pk__in=ids).delete()
    bump_on_commit("talk", "spaces", *(f"topic:{pk}" for pk in ids))


def _spaces(ids: Sequence[int]) -> None:
    Space.objects.filter(pk__in=ids).delete()
    bump_on_commit("spaces", "talk")


def _tags(ids: Sequence[int]) -> None:
    """Whatever members made of one since keeps it: their topics, their following, another tag that became this one."""
    used = TopicTag.objects.filter(tag=OuterRef("pk"))
    followed = Follow.objects.filter(subject_label="discussions.tag", subject_id=OuterRef("pk"))
    joined = Tag.objects.filter(merged_into=OuterRef("pk"))
    gone = Tag.objects.filter(~Exists(used), ~Exists(followed), ~Exists(joined), pk__in=ids, merged_into__isnull=True)
    Tag.objects.filter(pk__in=list(gone.values_list("pk", flat=True))).delete()
    bump_on_commit("talk")


def _people(ids: Sequence[int]) -> None:
    search.drop("member", ids)
    faces = Member.objects.filter(pk__in=ids).exclude(avatar="").values_list("avatar", flat=True)
    for path in list(faces):
        transaction.on_commit(partial(default_storage.delete, path))
    Member.objects.filter(pk__in=ids).delete()
    bump_on_commit("members", *(f"member:{pk}" for pk in ids))


# The last comes first.
_TAKERS: dict[str, Callable[[Sequence[int]], None]] = {
    Kind.FILES: _pictures,
    Kind.POLLS: _polls,
    Kind.POSTS: _posts,
    Kind.TOPICS: _topics,
    Kind.TAGS: _tags,
    Kind.SPACES: _spaces,
    Kind.GROUPS: take_groups_out,
    Kind.PEOPLE: _people,
}
