"""A file comes in: kept, unpacked, read through once, and then it waits for the owner's word."""

import shutil
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from korzo.exchange import places
from korzo.exchange.actions.spaces import check_room, coming_spaces, room_for_spaces
from korzo.exchange.folding import FOLDED, fold
from korzo.exchange.look import Looked, look_through
from korzo.exchange.models import REASON_LENGTH_MAX, Import, Kind, Reject
from korzo.exchange.permissions import check_exchange
from korzo.exchange.reading import neutral, redis_store
from korzo.exchange.reading.archive import OF_SERVER, OF_UPLOAD, CutOff, Limits, unpack
from korzo.exchange.reading.recognise import NEUTRAL, READERS, recognise
from korzo.exchange.reading.source import Folder, Piece, Told
from korzo.exchange.rows import Fault, is_source
from korzo.exchange.staging import Staging
from korzo.kit.errors import Refused
from korzo.members.models import Member

# All are counted; so many are kept to be read. More of one file have one reason.
REJECTS_KEPT_MAX = 10_000
UPLOAD_BYTES_MAX = 200 * 1024 * 1024
NAME_LENGTH_MAX, ORIGIN_LENGTH_MAX = 200, 500
# The name of the collection that NodeBB keeps with MongoDB, whose form the file has.
OF_REDIS = "objects.json"
_WAITING = (Import.State.SOUND, Import.State.FAULTY, Import.State.LOOKING)


def receive_upload(file: "UploadedFile[Any]", *, actor: Member, source: str, language: str) -> Import:
    """From the back office. Nothing is looked at yet: that is a job."""
    check_exchange(actor)
    if (file.size or 0) > UPLOAD_BYTES_MAX:
        raise Refused(_("The file is larger than what a browser can send us. Please bring it on the server."))
    brought = _made(file.name or "", actor=actor, source=source, language=language)
    try:
        with places.packed_of(brought.token).open("xb") as target:
            for chunk in file.chunks():
                target.write(chunk)
    except BaseException:
        places.forget(brought.token)
        raise
    brought.save(force_insert=True)
    return brought


def receive_file(path: Path, *, source: str = "", language: str = "en") -> Import:
    """From the server's own command line: the file stays where it is."""
    if not path.is_file():
        raise Refused(_("There is no file %(name)s.") % {"name": path})
    brought = _made(path.name, actor=None, source=source, language=language)
    brought.origin = str(path.resolve())[:ORIGIN_LENGTH_MAX]
    places.packed_of(brought.token).symlink_to(path.resolve())
    brought.save(force_insert=True)
    return brought


def receive_redis(
    address: str, *, source: str = "", language: str = "en", listener: redis_store.Listener | None = None
) -> Import:
    """NodeBB on a server of Redis: written down into a file, which is the one that comes in."""
    brought = _made(OF_REDIS, actor=None, source=source, language=language)
    brought.origin = redis_store.name_of(address)[:ORIGIN_LENGTH_MAX]
    try:
        redis_store.write_objects(address, places.packed_of(brought.token), listener)
    except BaseException:
        places.forget(brought.token)
        raise
    brought.save(force_insert=True)
    return brought


def _made(name: str, *, actor: Member | None, source: str, language: str) -> Import:
    if source and not is_source(source):
        raise Refused(_("A name of a source is small letters, digits, dots and dashes: talk.shop.example"))
    token = token_urlsafe(16)
    places.make_folder(token)
    return Import(token=token, source=source, sender=actor, file_name=name[:NAME_LENGTH_MAX], language=language)


def look(import_id: int) -> Import:
    """Read it all through. Afterwards it is sound, or faulty with the reason. Done again, it begins anew."""
    brought = Import.objects.get(pk=import_id)
    if brought.state != Import.State.LOOKING:
        return brought
    with override(brought.language):
        try:
            _look(brought)
        except Refused as refused:
            brought.state, brought.sentence = Import.State.FAULTY, refused.sentence[:REASON_LENGTH_MAX]
            places.forget(brought.token)
    brought.save(update_fields=["state", "sentence", "form", "source", "found", "reject_count"])
    return brought


def _look(brought: Import) -> None:
    files = places.files_of(brought.token)
    shutil.rmtree(files, ignore_errors=True)
    Reject.objects.filter(brought=brought).delete()
    unpack(places.packed_of(brought.token), files, name=brought.file_name, limits=_limits(brought))
    brought.form = recognise(files)
    if not brought.form:
        raise Refused(
            _("This is no backup of Discourse, NodeBB or phpBB, and no export of Korzo, as far as we can see.")
        )
    root = neutral.find(files) if brought.form == NEUTRAL else None
    manifest = neutral.manifest_of(root) if root else {}
    brought.source = manifest.get("source") or f"{brought.form}:{brought.source or 'forum'}"
    staging = Staging(places.rows_of(brought.token), brought.source, anew=True)
    rejects = _Rejects(brought)
    told = Told()
    try:
        folder = Folder(files, places.folder_of(brought.token))
        looked = look_through(_to_the_end(READERS[brought.form](folder, told), rejects), staging, rejects.keep)
        if root:
            _check_counts(root, looked, rejects)
        _make_room(staging, looked, rejects)
    finally:
        staging.close()
    brought.found = {"counts": looked.counts, "notes": looked.notes, "left_out": told.left_out}
    brought.reject_count = looked.reject_count + rejects.added
    rejects.write()
    if not any(looked.counts.get(kind) for kind in (Kind.PEOPLE, Kind.SPACES, Kind.TOPICS)):
        raise Refused(_("There is nothing in it that we could take."))
    brought.state = Import.State.SOUND


def _limits(brought: Import) -> Limits:
    return OF_SERVER if brought.sender_id is None else OF_UPLOAD


def _to_the_end(pieces: Iterator[Piece], rejects: "_Rejects") -> Iterable[Piece]:
    """A dump that was cut off still holds what stands before the cut; that it was cut is said."""

    def whole() -> Iterator[Piece]:
        try:
            yield from pieces
        except CutOff as cut:
            rejects.cut = str(cut)

    def end() -> Iterator[Piece]:
        if rejects.cut:
            yield Fault(rejects.file, 0, rejects.cut)

    return chain(whole(), end())


def _check_counts(root: Path, looked: Looked, rejects: "_Rejects") -> None:
    """A row that was refused is there, too."""
    try:
        neutral.check_counts(root, {kind: looked.counts.get(kind, 0) + looked.reject_count for kind in Kind.values})
    except CutOff as cut:
        rejects.added += 1
        rejects.keep(Fault(neutral.MANIFEST, 0, str(cut)))


def _make_room(staging: Staging, looked: Looked, rejects: "_Rejects") -> None:
    coming, room = coming_spaces(staging), room_for_spaces()
    staging.begin()
    folded = fold(staging, coming, room)
    staging.commit()
    check_room(len(coming) - len(folded), room)
    for one in folded:
        words = _("There is room for no more spaces: “%(name)s” becomes a tag in “%(above)s”.")
        reason = words % {"name": one.name, "above": one.above}
        rejects.keep(Fault("spaces", 0, reason, one.key.source_id, is_taken=True))
    if folded:
        looked.notes["folded_spaces"] = len(folded)


class _Rejects:
    def __init__(self, brought: Import) -> None:
        self._brought = brought
        self._kept: list[Reject] = []
        # Of either sort, so that a thousand small differences never hide what did not come.
        self._counts = {False: 0, True: 0}
        self.cut = ""
        self.file = brought.file_name
        self.added = 0

    def keep(self, fault: Fault) -> None:
        self._counts[fault.is_taken] += 1
        if self._counts[fault.is_taken] <= REJECTS_KEPT_MAX:
            reason, source_id = fault.reason[:REASON_LENGTH_MAX], fault.source_id[:120]
            self._kept.append(
                Reject(
                    brought=self._brought,
                    file=fault.file[:120],
                    line=fault.line,
                    source_id=source_id,
                    reason=reason,
                    is_taken=fault.is_taken,
                )
            )

    def write(self) -> None:
        Reject.objects.bulk_create(self._kept, batch_size=500)


def begin(brought: Import, *, actor: Member | None) -> Import:
    """The owner's word. One at a time: two that run together would fight for the same names."""
    if actor is not None:
        check_exchange(actor)
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=brought.pk)
        if held.state == Import.State.RUNNING:
            return held
        if held.state != Import.State.SOUND:
            raise Refused(_("This file was not read through yet, or it was brought in already."))
        other = Import.objects.filter(state__in=(Import.State.RUNNING, Import.State.UNDOING)).first()
        if other is not None:
            words = _("The import of %(name)s is not done yet. Please wait for its end, or let it go on.")
            raise Refused(words % {"name": other.file_name})
        _check_room_for(held)
        held.state, held.began_at = Import.State.RUNNING, timezone.now()
        held.save(update_fields=["state", "began_at"])
    return held


def _check_room_for(brought: Import) -> None:
    """Spaces may have been opened since it was read through."""
    staging = Staging(places.rows_of(brought.token), brought.source)
    try:
        check_room(sum(1 for one in coming_spaces(staging) if FOLDED not in one.data), room_for_spaces())
    finally:
        staging.close()


def discard(brought: Import, *, actor: Member | None) -> None:
    """What waits and was not begun goes without a trace."""
    if actor is not None:
        check_exchange(actor)
    gone, _by_model = Import.objects.filter(pk=brought.pk, state__in=_WAITING).delete()
    if not gone:
        raise Refused(_("This import was begun already."))
    places.forget(brought.token)
