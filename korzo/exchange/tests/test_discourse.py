"""A backup of Discourse, whose dump a real `pg_dump` wrote."""

import gzip
import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from korzo.discussions.models import Post, PostPicture, Space, Topic
from korzo.exchange.actions import begin_undo, look, receive_file, undo
from korzo.exchange.models import Import, OldAddress, Reject
from korzo.exchange.reading.discourse_files import fingerprint_of
from korzo.exchange.tests.discourse_dump import sql
from korzo.exchange.tests.files import png, write_tar
from korzo.exchange.tests.test_bring_in import bring
from korzo.groups.models import Group
from korzo.members.models import Grant, Member, TakenHandle
from korzo.members.queries import holds
from korzo.moderation.models import Sanction, Statement
from korzo.polls.models import Choice, Poll
from tests.cast import Cast
from tests.postgres import binaries, server

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(binaries() is None, reason="no PostgreSQL on this machine"),
]


@pytest.fixture(scope="module")
def dump() -> bytes:
    with server() as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE DATABASE discourse")
        other = address.rpartition("/")[0] + "/discourse"
        with psycopg.connect(other, autocommit=True) as connection:
            connection.execute(sql().encode())
        folder = binaries()
        assert folder is not None
        plain = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return subprocess.run(
            [folder / "pg_dump", "--no-owner", other], capture_output=True, check=True, timeout=60, env=plain
        ).stdout


@pytest.fixture
def backup(dump: bytes, tmp_path: Path) -> Path:
    folder = "uploads/default/original/1X"
    members = {"dump.sql.gz": gzip.compress(dump)} | {
        f"{folder}/{name}.png": png() for name in ("abc", "face", "short")
    }
    return write_tar(tmp_path / "backup.tar.gz", members)


def test_it_comes_over(backup: Path) -> None:
    brought = bring(backup)
    assert (brought.form, brought.source) == ("discourse", "discourse:forum")
    topic = Topic.objects.get(title="Where to on Sunday?")
    # The system's small note and the whisper leave their numbers behind.
    shown = list(topic.posts.order_by("number").values_list("number", "plain", "is_standing"))
    assert shown == [
        (1, "First line\nsecond with a tab, a back\\slash and :smile:", True),
        (2, "To the ridge, @anna", True),
        (5, "Rude", False),
        (7, "Of nobody known", True),
    ]
    assert (topic.kind, topic.has_gaps, topic.highest_number, topic.reply_count) == ("question", True, 7, 2)
    assert (topic.pin.at.isoformat(), hasattr(topic, "closure")) == ("2017-05-02T00:00:00+00:00", True)
    assert topic.acceptances.get().post.number == 2
    assert [one.tag.name for one in topic.topic_tags.select_related("tag")] == ["ridge"]
    assert PostPicture.objects.get(post__topic=topic).post.number == 1
    assert {(one.ballot.member.name, one.option.text) for one in Choice.objects.all() if one.ballot.member} == {
        ("Anna", "Morning"), ("Košice Bob", "Evening"),
    }  # fmt: skip


def test_what_was_not_for_all_is_for_nobody_yet(backup: Path) -> None:
    bring(backup)
    keys = dict(Space.objects.values_list("name", "read_key"))
    assert keys == {"Rides": "", "Staff": "role:staff", "Rides: Rides": ""}
    standing = set(Topic.objects.standing().values_list("title", flat=True))
    assert standing == {"Where to on Sunday?", "Staff only words"}
    assert not Post.objects.filter(plain__in=["Private words", "Whisper", "about"]).exists()
    assert not Post.objects.filter(plain__in=["Deleted words", "Unlisted words"], is_standing=True).exists()


def test_people_with_one_mail_and_names_that_collide(backup: Path) -> None:
    bring(backup)
    people = {one.name: (one.handle, one.email.endswith("@invalid.invalid")) for one in Member.objects.exclude(name="")}
    assert people == {"Anna": ("anna", False), "Košice Bob": ("bobb", False), "bob_b": ("bob_b", True)}


def test_short_addresses_of_files_lead_to_the_files(backup: Path) -> None:
    sha1 = "bda2c513e1da04f7b4e99230851ea2aafeb8cc4e"
    assert fingerprint_of("r3AYqESanERjladb4vBB7VsMBm6") == sha1
    assert fingerprint_of("Z" * 40) == ""
    bring(backup)
    picture = PostPicture.objects.get(post__topic__title="Staff only words")
    assert picture.post.plain == "Anna:\nStaff words\nNo cooked"


def test_faces_and_limits_of_people_come_along(cast: Cast, backup: Path) -> None:
    bring(backup)
    anna, bob = Member.objects.get(handle="anna"), Member.objects.get(name="Košice Bob")
    assert (anna.avatar.startswith("avatars/"), bob.avatar, bob.is_suspended) == (True, "", True)
    statement = Statement.objects.get(member=bob)
    assert (statement.by, statement.restriction, statement.automated_decision) == (cast.mira, "suspended", False)
    # What was over is over.
    (silence,) = Sanction.objects.filter(member__name="bob_b")
    assert (silence.kind, silence.words) == ("silence", "This was decided in the former community and came along.")


def test_groups_come_along_with_their_people(backup: Path) -> None:
    brought = bring(backup)
    (group,) = Group.objects.all()
    assert (group.name, group.handle, group.key, group.entry) == (
        "The trail crew",
        "trail_crew",
        "group:trail_crew",
        "closed",
    )
    anna, bob = Member.objects.get(handle="anna"), Member.objects.get(name="Košice Bob")
    rows = {row.member_id: row.keeper_since is not None for row in group.people.all()}
    assert rows == {anna.pk: True, bob.pk: False}
    assert holds(bob, group.key)
    undo(begin_undo(brought, actor=None).pk)
    assert not Group.objects.exists()
    assert not TakenHandle.objects.exists()
    assert not Grant.objects.filter(key=group.key).exists()


def test_votes_that_nobody_was_shown_are_counts_alone(backup: Path) -> None:
    bring(backup)
    poll = Poll.objects.get(question="Which?")
    options = list(poll.options.order_by("position").values_list("pk", flat=True))
    assert poll.box.counts == {f"{options[0]} {options[1]}": 1, str(options[1]): 1}
    assert (poll.is_anonymous, poll.ballot_count, hasattr(poll, "closure")) == (True, 2, True)
    assert not Choice.objects.filter(option__poll=poll).exists()


def test_rows_that_cannot_be_taken_say_why(backup: Path) -> None:
    brought = look(receive_file(backup).pk)
    assert brought.found["left_out"] == {
        "bots": 1, "private_messages": 1, "about_topics": 1, "whispers": 1, "small_notes": 1, "other_files": 1,
    }  # fmt: skip
    assert brought.found["notes"] == {"second_with_mail": 1, "former": 1}
    reasons = set(Reject.objects.filter(brought=brought, is_taken=False).values_list("source_id", "reason"))
    assert reasons == {
        ("16", "Its space is not among the spaces."),
        ("110", "Its topic is not among the topics."),
        ("2-102", "The picture is not in the backup."),
    }
    (changed,) = Reject.objects.filter(brought=brought, is_taken=True)
    assert (changed.source_id, "comes without one" in changed.reason) == ("3", True)


def test_old_addresses_lead_on_and_out_of_the_house_none(backup: Path) -> None:
    bring(backup)
    paths = set(OldAddress.objects.values_list("path", flat=True))
    assert {"/t/11", "/p/102", "/c/5", "/c/rides", "/u/anna", "/old/sunday.html"} <= paths
    assert "/evil" not in paths


def test_a_dump_that_was_cut_off_gives_what_it_has_and_says_so(dump: bytes, tmp_path: Path) -> None:
    packed = gzip.compress(dump)
    cut = write_tar(tmp_path / "cut.tar.gz", {"dump.sql.gz": packed[: len(packed) * 2 // 3]})
    brought = look(receive_file(cut).pk)
    if brought.state == Import.State.SOUND:
        assert Reject.objects.filter(brought=brought, file="cut.tar.gz").exists()
    else:
        assert brought.sentence
