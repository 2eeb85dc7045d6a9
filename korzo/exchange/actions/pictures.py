"""Pictures come in: drawn anew like everybody's, for a file that only says that it is a picture is none."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.discussions.models import Post, PostPicture, Topic
from korzo.exchange import places
from korzo.exchange.actions.known import not_here, note_arrivals, ours
from korzo.exchange.models import Import, Kind, Reject
from korzo.exchange.reading.archive import PICTURES, checked_name
from korzo.exchange.staging import Staged, Staging
from korzo.kit.errors import Refused
from korzo.kit.generations import bump_on_commit
from korzo.kit.pictures import BadPicture
from korzo.media import actions as media
from korzo.media.actions import ReadyPicture
from korzo.media.models import ALT_LENGTH_MAX, Picture
from korzo.members.models import Member

# AVIF takes twice the time of all the rest, and thousands of pictures come at once.
FORMATS = ("webp",)
# As many as the gallery of a post shows.
PER_POST_MAX = 10


def bring_pictures(brought: Import, staging: Staging, rows: Sequence[Staged]) -> None:
    del staging
    new = not_here(Kind.FILES, rows)
    ids = ours(Kind.POSTS, (row.key_of("post") for row in new))
    posts = Post.objects.select_related("author").in_bulk(list(ids.values()))
    for row in new:
        key = row.key_of("post")
        post = posts.get(ids.get(key, 0)) if key else None
        if post is not None:
            _bring(brought, row, post)


def _bring(brought: Import, row: Staged, post: Post) -> None:
    path = found_in(places.files_of(brought.token), row.text("path"))
    shown = PostPicture.objects.filter(post=post)
    if path is None:
        return refuse(brought, row, "path", _("The picture is not in the archive."))
    if shown.count() >= PER_POST_MAX:
        return refuse(brought, row, "path", _("The post shows as many pictures as a post can show."))
    ready, alt = _with_ending(path, row.text("name")), row.text("alt")[:ALT_LENGTH_MAX]
    source = ReadyPicture(ready, _owner(post.author), alt, at=post.created_at)
    try:
        picture = media.receive_ready_pictures([source], formats=FORMATS)[0]
    except (BadPicture, Refused, OSError, ValueError):
        return refuse(brought, row, "path", _("This is no picture that we can read."))
    Picture.objects.filter(pk=picture.pk).update(claimed_at=timezone.now())
    position = max([one.position + 1 for one in shown] + [row.data.get("position", 0)])
    PostPicture.objects.create(post=post, topic_id=post.topic_id, picture=picture, position=position)
    if post.opens_topic:
        Topic.objects.filter(pk=post.topic_id).update(is_pictured=True)
    note_arrivals(brought, Kind.FILES, [(row, picture.pk, False)])
    bump_on_commit(f"post:{post.pk}", f"topic:{post.topic_id}", "talk")
    return None


def _with_ending(path: Path, name: str) -> Path:
    """phpBB keeps its files without one; what a picture says of itself is compared with it."""
    ending = PurePosixPath(name).suffix.lower()
    if path.suffix or ending not in PICTURES:
        return path
    named = path.with_name(f"{path.name}{ending}")
    if not named.exists():
        named.symlink_to(path)
    return named


def _owner(author: Member | None) -> Member | None:
    return author if author is not None and author.erased_at is None else None


def found_in(files: Path, name: str) -> Path | None:
    """Within the folder of the archive, whatever the row says; beside the manifest or the dump."""
    try:
        plain = PurePosixPath(checked_name(name))
    except Refused:
        return None
    for root in (files, *(one for one in sorted(files.iterdir()) if one.is_dir())):
        path = (root / plain).resolve()
        if path.is_file() and path.is_relative_to(files.resolve()):
            return path
    return None


def refuse(brought: Import, row: Staged, field: str, reason: str) -> None:
    """`field` names the file. Said once, also where a batch is done again."""
    name = row.text(field)[:120]
    if not Reject.objects.filter(brought=brought, file=name, source_id=row.key.source_id).exists():
        Reject.objects.create(brought=brought, file=name, source_id=row.key.source_id, reason=reason)
