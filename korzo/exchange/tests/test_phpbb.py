"""A dump of phpBB as `mysqldump` writes it, with texts of both ages, and one with a prefix of its own."""

import gzip
from pathlib import Path

import pytest

from korzo.discussions.models import Post, PostPicture, Space, Topic
from korzo.exchange.actions import look, receive_file
from korzo.exchange.models import OldAddress
from korzo.exchange.reading.bbcode import to_html
from korzo.exchange.reading.mysql import rows_of
from korzo.exchange.tests.files import png, write_zip
from korzo.exchange.tests.test_bring_in import bring
from korzo.kit.html import clean
from korzo.members.models import Member
from korzo.moderation.models import Sanction
from korzo.polls.models import Poll

DUMP = Path(__file__).with_name("phpbb.sql").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_it_comes_over(tmp_path: Path) -> None:
    brought = bring(write_zip(tmp_path / "all.zip", {"dump.sql.gz": gzip.compress(DUMP.encode())}))
    assert brought.form == "phpbb"
    topic = Topic.objects.get(title='Where to "ride"?')
    assert list(topic.posts.order_by("number").values_list("plain", "is_standing")) == [
        ("Hello riders, it's (really) a\\b; see:\nhere <ok> :)", True),
        ("anna:\nriders\nI do <3", True),
        ("A guest, with 'two' quotes", True),
        ("Unapproved", False),
    ]
    assert (topic.reply_count, hasattr(topic, "closure"), hasattr(topic, "pin")) == (2, True, True)
    poll = Poll.objects.get()
    assert (poll.question, poll.ballot_count, hasattr(poll, "closure")) == ("When?", 1, True)
    assert set(Member.objects.exclude(name="").values_list("name", flat=True)) == {"anna", "Böb 'the' rider"}
    assert Post.objects.get(plain__startswith="A guest").author is None
    assert {"/viewtopic.php?t=9", "/viewtopic.php?p=32", "/viewforum.php?f=2"} <= set(
        OldAddress.objects.values_list("path", flat=True)
    )


@pytest.mark.django_db
def test_attachments_faces_and_bans_come_along(tmp_path: Path) -> None:
    dump = DUMP.replace("2_abcdef", "2_0123456789abcdef0123456789abcdef")
    members = {
        "dump.sql": dump.encode(),
        "files/2_0123456789abcdef0123456789abcdef": png(),
        "images/avatars/upload/a1b2c3_2.png": png("teal"),
    }
    brought = bring(write_zip(tmp_path / "all.zip", members))
    assert list(brought.rejects.values_list("source_id", "reason")) == [("36", "Its topic is not among the topics.")]
    assert PostPicture.objects.get().picture.alt == "The ridge"
    anna, bob = (Member.objects.get(name=name) for name in ("anna", "Böb 'the' rider"))
    assert (bool(anna.avatar), anna.is_suspended, bob.is_suspended) == (True, False, True)
    assert 'Sold "things"' in Sanction.objects.get().words


@pytest.mark.django_db
def test_forums_are_open_to_those_who_could_read_them(tmp_path: Path) -> None:
    bring(write_zip(tmp_path / "all.zip", {"dump.sql": DUMP.encode()}))
    assert dict(Space.objects.values_list("name", "read_key")) == {
        "Rides & walks": "", "Members only": "role:member", "The team": "role:staff",
    }  # fmt: skip


@pytest.mark.django_db
def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "dump.sql"
    path.write_text(DUMP.replace("phpbb_", "our_forum_"))
    brought = look(receive_file(path).pk)
    assert brought.found["left_out"] == {
        "bots": 2, "links_as_forums": 1, "moved_topics": 1, "other_files": 1, "private_messages": 2, "barred_mails": 1,
    }  # fmt: skip
    assert brought.found["counts"] == {"people": 2, "spaces": 3, "topics": 2, "posts": 5, "polls": 1}
    reasons = set(brought.rejects.values_list("source_id", "reason"))
    assert reasons == {("36", "Its topic is not among the topics."), ("1", "The picture is not in the backup.")}


def test_rows_are_read_through_a_small_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "dump.sql"
    path.write_text(DUMP)
    wanted = {"posts": ("post_id", "post_text"), "forums": ("forum_id", "forum_name")}
    whole = list(rows_of(path, wanted))
    assert len(whole) == 11
    for size in (7, 64, 1_000):
        monkeypatch.setattr("korzo.exchange.reading.mysql.WINDOW_BYTES", size)
        assert list(rows_of(path, wanted)) == whole


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("[i:3kd9]a[b:3kd9]b[/i:3kd9]c", "abc"),
        ("[code:3kd9][b]no mark[/b][/code:3kd9]", "[b]no mark[/b]"),
        ("[list:3kd9][*:3kd9]one[/*:m:3kd9][*:3kd9]two[/*:m:3kd9][/list:u:3kd9]", "one\ntwo"),
        ("[color=#ff0000:3kd9]red[/color:3kd9]", "red"),
        ("[url=http://a.example:8080]x[/url]", "x"),
        ('[quote="anna":3kd9]one [quote:3kd9]two[/quote:3kd9] three[/quote:3kd9]four', "anna:\none two\nthree\nfour"),
        ('<r><QUOTE author="anna">one <QUOTE>two</QUOTE> three</QUOTE>four</r>', "anna:\none two\nthree\nfour"),
        ('<r>see <ATTACHMENT filename="x" index="0"><s>[a]</s>x.png<e>[/a]</e></ATTACHMENT>this</r>', "see this"),
        ('<r><E>:)</E> and <EMOJI seq="1f600">😀</EMOJI></r>', ":) and 😀"),
        ('<r><IMG src="https://a.example/x"><s>[img]</s>https://a.example/x<e>[/img]</e></IMG></r>', "https://a.example/x"),
        ("[url=javascript:alert(1)]x[/url]", "x"),
        ("<r><URL url=\"javascript:alert(1)\">x</URL></r>", "x"),
        ("<r><B>never closed</r>", "never closed"),
        ("<r>" + "<QUOTE>" * 200 + "deep</r>", "deep"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
    ],
)  # fmt: skip
def test_marks_become_html(stored: str, shown: str) -> None:
    made = clean(to_html(stored), rich=True)
    assert made.plain == shown
    assert not any(word in made.html for word in ("javascript:", "<script"))
