"""Everything goes out, comes in elsewhere, and goes out again as the same rows."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # carries no types
import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.discussions.models import Post, Topic
from korzo.exchange.actions import ask_export, carry_out, export_to
from korzo.exchange.actions.carry_out import NotInFormat, write_file
from korzo.exchange.models import Export
from korzo.exchange.places import folder_of, written_of
from korzo.exchange.schema import SCHEMA
from korzo.exchange.tests.files import neutral_file, png
from korzo.exchange.tests.test_bring_in import bring
from korzo.jobs.queries import progress_of
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.actions import erase, show_face
from korzo.members.models import Member
from korzo.moderation.actions import Why, silence
from tests.cast import Cast, let_worker_finish, make_cast
from tests.town import make_town


def rows_in(path: Path) -> dict[str, list[dict[str, Any]]]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".jsonl")]
        return {name: [json.loads(line) for line in archive.read(name).splitlines()] for name in names}


def everything_said() -> list[tuple[Any, ...]]:
    """Each post that is anybody's to read, with its topic, its place, its author, and its body as it is stored."""
    posts = Post.objects.filter(hold__isnull=True, topic__merge__isnull=True, topic__schedule__isnull=True)
    columns = ("topic__title", "number", "author__handle", "plain", "html", "is_standing", "created_at", "edited_at")
    found = posts.filter(author__erased_at__isnull=True).values_list(*columns)
    # Places are filled by numbers of ours, and come as the words that stand there. A name in a text is found anew.
    return sorted((*row[:4], re.sub(r' (?:data-ref|rel)="[^"]*"', "", row[4]), *map(str, row[5:])) for row in found)


def test_it_comes_round_as_the_same_rows(db: None, tmp_path: Path) -> None:
    empty = transaction.savepoint()
    cast = make_cast()
    make_town(cast)
    show_face(cast.tea, file=ContentFile(png()))
    silence(cast.luka, actor=cast.sara, why=Why("other", "Wrote the same a hundred times."), hours=48)
    bring(neutral_file(tmp_path / "old.zip"))
    let_worker_finish()
    write_file(tmp_path / "first.zip", with_mails=True)
    said_before = everything_said()
    # Nothing of it ever was.
    transaction.savepoint_rollback(empty)
    assert not Member.objects.exists()
    bring(tmp_path / "first.zip")
    assert everything_said() == said_before
    assert [one.handle for one in Member.objects.filter(silenced_until__gt=timezone.now())] == [cast.luka.handle]
    assert [one.handle for one in Member.objects.exclude(avatar="")] == [cast.tea.handle]
    write_file(tmp_path / "second.zip", with_mails=True)
    first, second = rows_in(tmp_path / "first.zip"), rows_in(tmp_path / "second.zip")
    assert {name: len(rows) for name, rows in first.items()} == {name: len(rows) for name, rows in second.items()}
    assert len(first["posts.jsonl"]) >= 7
    for name, rows in first.items():
        # Roles are not carried, and no picture is drawn twice under one id of ours.
        strip = {"role", "position", "avatar"} if name != "files.jsonl" else {"path", "position"}
        before = [{key: value for key, value in row.items() if key not in strip} for row in rows]
        after = [{key: value for key, value in row.items() if key not in strip} for row in second[name]]
        ordered = [sorted(json.dumps(row, sort_keys=True) for row in some) for some in (before, after)]
        assert ordered[0] == ordered[1], name


def test_a_complete_validator_says_the_same(cast: Cast, tmp_path: Path) -> None:
    make_town(cast)
    write_file(tmp_path / "all.zip", with_mails=True)
    whole = json.loads(SCHEMA.read_text())
    assert SCHEMA.read_text() == (SCHEMA.parents[2] / "docs" / "formats" / SCHEMA.name).read_text()
    for name, rows in rows_in(tmp_path / "all.zip").items():
        kind = name.removesuffix(".jsonl")
        checker = jsonschema.Draft202012Validator({**whole, "$ref": f"#/$defs/{kind}"})
        for row in rows:
            checker.validate(row)


def test_addresses_go_along_only_with_a_reason(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(FieldRefused):
        ask_export(actor=cast.mira, with_mails=True, reason="because")
    assert not Export.objects.exists()
    write_file(tmp_path / "without.zip", with_mails=False)
    assert not any("email" in row for row in rows_in(tmp_path / "without.zip")["people.jsonl"])
    asked = ask_export(actor=cast.mira, with_mails=True, reason="Moving to another server")
    assert carry_out(asked.pk).state == Export.State.FINISHED
    mails = {row.get("email") for row in rows_in(written_of(asked.token))["people.jsonl"]}
    assert "tea@example.com" in mails
    kept = Activity.objects.get(verb="exchange.community_exported")
    assert (kept.actor_id, kept.data) == (cast.mira.pk, {"export_id": asked.pk, "with_mails": True})


def test_broken_off_it_goes_on_where_it_stands(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_town(cast)
    monkeypatch.setattr("korzo.exchange.writing.BATCH", 2)
    asked = ask_export(actor=cast.mira)
    topic = Topic.objects.order_by("-pk").filter(first_post__isnull=False, merge__isnull=True, schedule__isnull=True)[0]
    title = topic.title
    Topic.objects.filter(pk=topic.pk).update(title="")
    with pytest.raises(NotInFormat):
        carry_out(asked.pk)
    # What was written is not asked for again, and half a line behind it is cut off.
    Topic.objects.filter(pk=topic.pk).update(title=title)
    name = cast.tea.name
    Member.objects.filter(pk=cast.tea.pk).update(name="Called otherwise since")
    with (folder_of(asked.token) / "topics.jsonl").open("ab") as file:
        file.write(b'{"source_id": "half')
    assert 0 < (progress_of(f"exchange.export.{asked.pk}").share or 0) < 100  # type: ignore[union-attr]  # it is there
    done = carry_out(asked.pk)
    rows = rows_in(written_of(asked.token))
    assert {f"{kind}.jsonl": count for kind, count in done.counts.items()} == {one: len(rows[one]) for one in rows}
    assert name in {one.get("name") for one in rows["people.jsonl"]}
    Member.objects.filter(pk=cast.tea.pk).update(name=name)
    write_file(tmp_path / "at-once.zip", with_mails=False)
    assert rows_in(tmp_path / "at-once.zip") == rows
    assert [path.name for path in folder_of(asked.token).iterdir()] == ["community.zip"]


def test_only_the_owner_exports(cast: Cast) -> None:
    for person in (cast.sara, cast.ivo, cast.tea):
        with pytest.raises(Refused):
            ask_export(actor=person)
    assert not Export.objects.exists()


def test_who_was_erased_is_named_nowhere(cast: Cast, tmp_path: Path) -> None:
    make_town(cast)
    words = Post.objects.filter(author=cast.tea).count()
    assert words
    erase(Member.objects.get(pk=cast.tea.pk))
    let_worker_finish()
    export_to(tmp_path / "all.zip", with_mails=True, reason="Moving to another server")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".jsonl")).decode()
    assert "tea@example.com" not in whole
    assert '"Tea"' not in whole
