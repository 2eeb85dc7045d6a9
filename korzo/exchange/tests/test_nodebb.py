"""NodeBB in all its forms: dumps of PostgreSQL and MongoDB, what `mongoexport` writes, and a real server of Redis."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from korzo.discussions.models import Post, PostPicture, Space, Topic
from korzo.exchange.actions import begin, bring_in, look, receive_file, receive_redis
from korzo.exchange.models import Import, OldAddress, Reject
from korzo.exchange.places import packed_of
from korzo.exchange.tests.files import png, write_tar
from korzo.exchange.tests.stores import archive, encoded
from korzo.exchange.tests.test_bring_in import bring
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.moderation.models import Sanction
from korzo.reactions.models import Reaction
from tests.redis_server import needs_redis, redis_server

MS = 1_500_000_000_000
THINGS: dict[str, dict[str, Any]] = {
    "user:1": {"uid": 1, "username": "anna", "userslug": "anna", "email": "anna@old.example", "joindate": MS},
    "user:2": {
        "uid": 2, "username": "Bob B", "userslug": "bob-b", "email": "", "joindate": MS + 1, "banned": 1,
        "banned:reason": "Sold things", "uploadedpicture": "/assets/uploads/profile/uid-2/face.png",
    },
    "user:3": {"uid": 3, "username": "cleo", "joindate": MS + 1, "mutedUntil": 4_000_000_000_000},
    "user:https://other.example/u": {"username": "remote"},
    "category:1": {"cid": 1, "name": "Rides", "description": "Where we go", "order": 1, "parentCid": 0},
    "category:2": {"cid": 2, "name": "Members", "parentCid": 1},
    "category:3": {"cid": 3, "name": "Team", "parentCid": 0},
    "topic:5": {
        "tid": 5, "uid": 1, "cid": 1, "mainPid": 50, "title": "Sunday on the ridge", "timestamp": MS + 5,
        "tags": "ridge,sunday", "locked": 1, "lastposttime": MS + 9,
    },
    "topic:6": {
        "tid": 6, "uid": 1, "cid": 3, "mainPid": 53, "title": "Between the team", "timestamp": MS, "deleted": 1,
    },
    "post:51": {
        "pid": 51, "tid": 5, "uid": 2, "content": "I do:\n\n- one\n- two", "timestamp": MS + 7, "edited": MS + 8,
    },
    "post:50": {
        "pid": 50, "tid": 5, "uid": 1, "timestamp": MS + 5,
        "content": "Who **rides**? ![map](/assets/uploads/files/1-ridge.png) ![far](https://a.example/b.png)",
    },
    "post:52": {"pid": 52, "tid": 5, "uid": 0, "content": "Gone", "timestamp": MS + 8, "deleted": 1},
    "post:53": {"pid": 53, "tid": 6, "uid": 1, "content": "Team words", "timestamp": MS},
    "global": {"nextPid": 54},
}  # fmt: skip
READ = {"1": ("guests", "registered-users"), "2": ("registered-users",), "3": ("administrators",)}


def copied(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def dump() -> str:
    hashes = "".join(f"{key}\t{copied(json.dumps(data))}\thash\n" for key, data in THINGS.items())
    groups = "".join(
        f"group:cid:{cid}:privileges:groups:topics:read:members\t{name}\t1\tzset\n"
        for cid, names in READ.items()
        for name in names
    )
    return (
        "--\n-- PostgreSQL database dump\n--\nSET client_encoding = 'UTF8';\n"
        f"COPY public.legacy_hash (_key, data, type) FROM stdin;\n{hashes}\\.\n\n"
        "COPY public.legacy_set (_key, member, type) FROM stdin;\npid:50:upvote\t2\tset\n\\.\n\n"
        f"COPY public.legacy_zset (_key, value, score, type) FROM stdin;\n{groups}\\.\n"
    )


def exported() -> str:
    """Numbers of sixty-four bits carry their type."""
    lines = [
        {"_id": {"$oid": "5e"}, "_key": key}
        | {name: {"$numberLong": str(value)} if value == MS else value for name, value in data.items()}
        for key, data in THINGS.items()
    ]
    lines += [{"_key": "pid:50:upvote", "members": ["2"]}]
    lines += [
        {"_key": f"group:cid:{cid}:privileges:groups:topics:read:members", "value": name, "score": 1}
        for cid, names in READ.items()
        for name in names
    ]
    return "".join(f"{json.dumps(line)}\n" for line in lines)


def objects() -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported().replace('{"$numberLong": "1500000000000"}', str(MS)).splitlines()]


def in_redis(server: Redis) -> None:
    for key, data in THINGS.items():
        server.hset(key, mapping={name: str(value) for name, value in data.items()})
    server.sadd("pid:50:upvote", "2")
    server.set("sess:secret", "nothing of ours")
    for cid, names in READ.items():
        server.zadd(f"group:cid:{cid}:privileges:groups:topics:read:members", dict.fromkeys(names, 1))


@pytest.fixture
def redis_address(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "redis").mkdir()
    with redis_server(tmp_path / "redis") as running:
        with Redis.from_url(running.address) as client:
            in_redis(client)
        yield running.address


PICTURES = {"uploads/files/1-ridge.png": png(), "uploads/profile/uid-2/face.png": png("teal")}
FORMS = {
    "dump.sql": lambda: dump().encode(),
    "objects.json": lambda: exported().encode(),
    "objects.bson": lambda: b"".join(encoded(one) for one in objects()),
    "objects.bson.gz": lambda: gzip.compress(b"".join(encoded(one) for one in objects())),
    "nodebb.archive": lambda: archive({"sessions": [{"_id": "x"}], "objects": objects()}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMS)
def test_it_comes_over(tmp_path: Path, name: str) -> None:
    about = {"dump/nodebb/objects.metadata.json": b'{"indexes": []}'} if "bson" in name else {}
    everything = {f"dump/nodebb/{name}": FORMS[name](), **about}
    everything |= PICTURES
    brought = bring(write_tar(tmp_path / "all.tar.gz", everything))
    is_all_there(brought)
    picture = PostPicture.objects.get()
    assert (picture.post.number, picture.picture.state) == (1, "ready")
    assert Member.objects.get(handle="bob").avatar.startswith("avatars/")
    assert brought.reject_count == 0


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["objects.bson", "nodebb.archive"])
def test_alone_it_comes_over_too_and_cut_off_it_says_so(tmp_path: Path, name: str) -> None:
    whole = FORMS[name]()
    (tmp_path / name).write_bytes(whole[:-40])
    brought = look(receive_file(tmp_path / name).pk)
    assert brought.form == "nodebb"
    assert Reject.objects.filter(brought=brought, reason__contains="ends in the middle").exists()
    (tmp_path / name).write_bytes(whole)
    is_all_there(bring(tmp_path / name))


@needs_redis
@pytest.mark.django_db
def test_it_is_read_from_a_server_of_redis(redis_address: str) -> None:
    brought = receive_redis(redis_address)
    assert (brought.origin, brought.file_name) == (redis_address, "objects.json")
    written = packed_of(brought.token).read_text()
    assert "secret" not in written
    brought = look(brought.pk)
    assert brought.state == "sound", brought.sentence
    is_all_there(bring_in(begin(brought, actor=None).pk))


@pytest.mark.django_db
def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        receive_redis("redis://:very-secret@127.0.0.1:1/0")
    assert ("redis://127.0.0.1:1/0" in refused.value.sentence, "very-secret" in refused.value.sentence) == (True, False)
    assert not Import.objects.exists()


def is_all_there(brought: Import) -> None:
    assert (brought.form, brought.found["left_out"]) == ("nodebb", {"remote": 1})
    assert dict(Space.objects.values_list("name", "read_key")) == {
        "Rides": "", "Members": "role:member", "Team": "role:staff",
    }  # fmt: skip
    topic = Topic.objects.get(title="Sunday on the ridge")
    assert list(topic.posts.order_by("number").values_list("plain", "is_standing")) == [
        ("Who rides?", True),
        ("I do:\none\ntwo", True),
        ("Gone", False),
    ]
    assert (topic.author and topic.author.name, topic.reply_count, hasattr(topic, "closure")) == ("anna", 1, True)
    assert Reaction.objects.get().member.name == "Bob B"
    assert not Topic.objects.get(title="Between the team").is_standing
    assert Post.objects.get(plain="Gone").author is None
    assert set(Member.objects.exclude(name="").values_list("handle", flat=True)) == {"anna", "bob", "cleo"}
    limits = set(Sanction.objects.values_list("member__handle", "kind", "words"))
    assert {one[:2] for one in limits} == {("bob", "suspension"), ("cleo", "silence")}
    assert any("Sold things" in one[2] for one in limits)
    assert Member.objects.get(handle="bob").is_suspended
    assert Member.objects.get(handle="cleo").silenced_until == datetime(2096, 10, 2, 7, 6, 40, tzinfo=UTC)
    assert {"/topic/5", "/post/51", "/category/1", "/user/bob-b"} <= set(
        OldAddress.objects.values_list("path", flat=True)
    )
