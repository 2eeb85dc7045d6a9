"""Everything goes out: one ZIP with a manifest, one file of rows for each kind, and the pictures."""

import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.community.queries import the_community
from korzo.exchange import places
from korzo.exchange.activities import CommunityExported, ExportDownloaded
from korzo.exchange.models import REASON_LENGTH_MAX, Export, Kind
from korzo.exchange.permissions import check_exchange
from korzo.exchange.rows import FORMAT, KINDS, VERSION, Data
from korzo.exchange.schema import check_of
from korzo.exchange.writer import Writer, own_source
from korzo.exchange.writing import FACES, batches, count_of
from korzo.jobs.actions import finish_progress, report_progress
from korzo.jobs.queries import cursor_of
from korzo.kit.errors import FieldRefused
from korzo.media.models import Picture
from korzo.members.models import Member

WORDS = gettext_noop("Writing the whole community into a file")
# A reason of one word is none.
REASON_LENGTH_MIN = 10
# Pictures that are packed in a second or two.
TELL_EVERY = 50
CHUNK_BYTES = 256 * 1024

type Listener = Callable[[str, int], None]


class NotInFormat(Exception):
    """We wrote a row that our own schema refuses: a mistake of ours, found before anybody relies on the file."""


def ask_export(*, actor: Member, with_mails: bool = False, reason: str = "") -> Export:
    """Addresses go along only where the owner says why, and that is kept."""
    check_exchange(actor)
    words = " ".join(reason.split())[:REASON_LENGTH_MAX]
    if with_mails and len(words) < REASON_LENGTH_MIN:
        raise FieldRefused("reason", _("Please write in a few words why the mail addresses have to go along."))
    with transaction.atomic():
        asked = Export.objects.create(
            token=token_urlsafe(16), sender=actor, with_mails=with_mails, reason=words if with_mails else ""
        )
        record(
            CommunityExported(export_id=asked.pk, with_mails=with_mails),
            actor_id=actor.pk,
            actor_kind=Activity.ActorKind.STAFF,
        )
    return asked


def progress_key(export_id: int) -> str:
    return f"exchange.export.{export_id}"


def carry_out(export_id: int) -> Export:
    """Goes on where it stands: rows that were written stay written, only the archive is packed from its beginning."""
    asked = Export.objects.get(pk=export_id)
    if asked.state != Export.State.RUNNING:
        return asked
    places.folder_of(asked.token).mkdir(parents=True, exist_ok=True, mode=0o700)
    path, key = places.written_of(asked.token), progress_key(asked.pk)
    writer = Writer(own_source(), asked.with_mails)
    total = sum(count_of(kind) for kind in KINDS) + count_of(Kind.FILES)
    _write_rows(asked, writer, total)

    def tell(done: int) -> None:
        report_progress(key, min(total, sum(asked.counts.values()) + done), total, WORDS)

    _pack(path, places.folder_of(asked.token), writer, asked.counts, tell)
    with transaction.atomic():
        Export.objects.filter(pk=asked.pk).update(
            state=Export.State.FINISHED, size_bytes=path.stat().st_size, finished_at=timezone.now()
        )
        finish_progress(key)
    for kind in KINDS:
        (places.folder_of(asked.token) / f"{kind}.jsonl").unlink(missing_ok=True)
    asked.refresh_from_db()
    return asked


def _write_rows(asked: Export, writer: Writer, total: int) -> None:
    """Each batch is on disk before its place is noted, and what stands behind the last note is cut off again."""
    key, folder = progress_key(asked.pk), places.folder_of(asked.token)
    name, _colon, place = cursor_of(key).partition(":")
    after, _colon, size = place.partition(":")
    if not name or not (folder / f"{name}.jsonl").is_file():
        # The first time, or somebody took the files away.
        name, asked.counts = "", dict.fromkeys(KINDS, 0)
    for kind in KINDS[KINDS.index(name) if name else 0 :]:
        begins = kind == name
        with (folder / f"{kind}.jsonl").open("r+b" if begins else "wb") as file:
            file.truncate(int(size) if begins else 0)
            file.seek(0, os.SEEK_END)
            for last, rows in batches(writer, kind, int(after) if begins else 0):
                file.writelines(_lines(kind, rows))
                file.flush()
                os.fsync(file.fileno())
                asked.counts[kind] += len(rows)
                with transaction.atomic():
                    Export.objects.filter(pk=asked.pk).update(counts=asked.counts)
                    done = sum(asked.counts.values())
                    report_progress(key, done, max(total, done), WORDS, cursor=f"{kind}:{last}:{file.tell()}")


def _pack(
    path: Path, folder: Path, writer: Writer, counts: dict[str, int], tell: Callable[[int], None] | None = None
) -> None:
    """Under another name until it is whole: half of an archive is none."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            for kind in KINDS:
                archive.write(folder / f"{kind}.jsonl", f"{kind}.jsonl")
            _write_files(archive, folder, tell)
            archive.writestr("manifest.json", json.dumps(_manifest(writer, counts), indent=2, ensure_ascii=False))
        fresh.chmod(0o600)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def write_file(path: Path, *, with_mails: bool, listener: Listener | None = None) -> dict[str, int]:
    """In one go, with its rows beside it for so long. How many rows of each kind there are."""
    writer, done, counts = Writer(own_source(), with_mails), 0, dict[str, int]()
    with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        for kind in KINDS:
            counts[kind] = 0
            with (Path(folder) / f"{kind}.jsonl").open("wb") as file:
                for _last, rows in batches(writer, kind):
                    file.writelines(_lines(kind, rows))
                    counts[kind] += len(rows)
                    done += len(rows)
                    if listener:
                        listener(kind, done)
        _pack(path, Path(folder), writer, counts)
    return counts


def export_to(path: Path, *, with_mails: bool, reason: str, listener: Listener | None = None) -> dict[str, int]:
    """From the server's own command line: the file goes where it is wanted, and that it was written is noted here."""
    words = " ".join(reason.split())[:REASON_LENGTH_MAX]
    if with_mails and len(words) < REASON_LENGTH_MIN:
        raise FieldRefused("reason", _("Please write in a few words why the mail addresses have to go along."))
    counts = write_file(path, with_mails=with_mails, listener=listener)
    with transaction.atomic():
        noted = Export.objects.create(
            token=token_urlsafe(16),
            state=Export.State.GONE,
            with_mails=with_mails,
            reason=words if with_mails else "",
            counts=counts,
            size_bytes=path.stat().st_size,
            finished_at=timezone.now(),
        )
        record(CommunityExported(export_id=noted.pk, with_mails=with_mails), actor_kind=Activity.ActorKind.SYSTEM)
    return counts


def _lines(kind: str, rows: Iterable[Data]) -> Iterator[bytes]:
    check = check_of(kind)
    for row in rows:
        fault = check(row)
        if fault:
            raise NotInFormat(f"{kind}: {fault}")
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _write_files(archive: zipfile.ZipFile, folder: Path, tell: Callable[[int], None] | None) -> None:
    """Of pictures the largest that we keep. They are packed as tightly as can be already."""
    done = 0
    for name in chain(_named_in(folder, Kind.PEOPLE, "avatar"), _named_in(folder, Kind.FILES, "path")):
        done += 1
        path = _stored(name)
        if not path or not default_storage.exists(path):
            # Taken away since its row was written.
            continue
        with default_storage.open(path) as source, archive.open(zipfile.ZipInfo(name), "w") as target:
            while chunk := source.read(CHUNK_BYTES):
                target.write(chunk)
        if tell and done % TELL_EVERY == 0:
            tell(done)


def _named_in(folder: Path, kind: str, field: str) -> Iterator[str]:
    with (folder / f"{kind}.jsonl").open("rb") as file:
        for line in file:
            name = json.loads(line).get(field)
            if name:
                yield name


def _stored(name: str) -> str:
    """Where a file of the archive lies in our storage; empty where it is there no more."""
    number = int(Path(name).stem)
    if name.startswith(FACES):
        return Member.objects.filter(pk=number).values_list("avatar", flat=True).first() or ""
    picture = Picture.objects.filter(pk=number).first()
    return picture.path(max(picture.widths)) if picture and picture.widths else ""


def _manifest(writer: Writer, counts: dict[str, int]) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "source": writer.source,
        "name": the_community().name,
        "exported_at": timezone.now().isoformat(),
        "counts": counts,
    }


def note_download(asked: Export, *, actor: Member) -> None:
    with transaction.atomic():
        record(
            ExportDownloaded(export_id=asked.pk, with_mails=asked.with_mails),
            actor_id=actor.pk,
            actor_kind=Activity.ActorKind.STAFF,
        )


def delete_export(asked: Export, *, actor: Member | None) -> None:
    """The file goes; that there was one stays noted."""
    if actor is not None:
        check_exchange(actor)
    places.forget(asked.token)
    Export.objects.filter(pk=asked.pk).update(state=Export.State.GONE)
