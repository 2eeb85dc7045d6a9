"""What is more than fits here: long texts, many spaces, many tags. Each is said with its row; nothing goes silently."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from korzo.discussions.actions.open_space import SPACES_MAX
from korzo.discussions.models import Post, Space, Topic
from korzo.exchange.actions import begin, bring_in, look, receive_file
from korzo.exchange.models import Import, OldAddress, Reject
from korzo.exchange.tests.files import contents, neutral_file, neutral_rows, on, write_zip
from korzo.exchange.tests.test_bring_in import bring
from korzo.kit.errors import Refused
from korzo.kit.html import TEXT_LENGTH_MAX
from korzo.polls.models import Poll

pytestmark = pytest.mark.django_db


def told(brought: Import, *, is_taken: bool) -> dict[str, str]:
    rows = Reject.objects.filter(brought=brought, is_taken=is_taken)
    return {one.source_id: one.reason for one in rows}


def test_a_text_that_is_too_long_stays_behind_and_is_named(tmp_path: Path) -> None:
    rows = neutral_rows()
    words = "word " * (TEXT_LENGTH_MAX // 5 + 1)
    rows["posts"][1]["html"] = f"<p>{words}</p>"
    rows["posts"][4]["html"] = f"<p>{words}</p>"
    brought = bring(neutral_file(tmp_path / "all.zip", rows))
    # An old address that led to one of them leads nowhere, too.
    assert set(told(brought, is_taken=False)) == {"p2", "p5", "t2", ""}
    assert "65,536" in told(brought, is_taken=False)["p2"]
    assert "None of its posts" in told(brought, is_taken=False)["t2"]
    assert brought.reject_count == 4
    assert not Post.objects.filter(plain__startswith="word word").exists()
    assert not Topic.objects.filter(title="Between us").exists()


def test_with_too_much_form_the_words_come_alone(tmp_path: Path) -> None:
    rows = neutral_rows()
    rows["posts"][1] |= {"html": "<p><strong>word</strong></p>" * 3_000, "plain": "word " * 3_000}
    brought = bring(neutral_file(tmp_path / "all.zip", rows))
    assert "words come alone" in told(brought, is_taken=True)["p2"]
    assert Post.objects.filter(plain__startswith="word word").count() == 1


def with_spaces(count: int, *, below: str = "") -> dict[str, list[dict[str, Any]]]:
    rows = neutral_rows()
    rows["spaces"] += [
        {"source_id": f"x{n}", "name": f"Part {n}", "addresses": [f"/c/part/{100 + n}"]} for n in range(count)
    ]
    if below:
        for row in rows["spaces"][2:]:
            row["parent"] = below
    return rows


def test_more_spaces_than_there_is_room_for_are_refused_with_a_sentence(tmp_path: Path) -> None:
    brought = look(receive_file(neutral_file(tmp_path / "all.zip", with_spaces(SPACES_MAX))).pk)
    assert (brought.state, "62 spaces come along, and there is room for 60" in brought.sentence) == ("faulty", True)


def test_those_below_others_become_tags_of_them(tmp_path: Path) -> None:
    rows = with_spaces(SPACES_MAX, below="s1")
    rows["topics"].append(
        {"source_id": "t3", "space": "x59", "author": "1", "title": "In the last part", "created_at": on(3),
         "tags": ["one", "two", "three", "four", "five"]}
    )  # fmt: skip
    rows["posts"].append({"source_id": "p6", "topic": "t3", "author": "1", "created_at": on(3), "html": "<p>Words</p>"})
    brought = bring(neutral_file(tmp_path / "all.zip", rows))
    assert (Space.objects.count(), brought.found["notes"]["folded_spaces"]) == (SPACES_MAX, 2)
    assert "“Part 59” becomes a tag in “Rides”" in told(brought, is_taken=True)["x59"]
    topic = Topic.objects.get(title="In the last part")
    assert topic.space.name == "Rides"
    tags = set(topic.topic_tags.values_list("tag__slug", flat=True))
    assert ("part-59" in tags, len(tags)) == (True, 5)
    assert OldAddress.objects.get(path="/c/159").object_id == topic.space_id
    # Brought once more, nothing is folded and nothing comes.
    assert bring(tmp_path / "all.zip").state == Import.State.FINISHED
    assert Space.objects.count() == SPACES_MAX


def test_a_space_for_few_is_never_put_into_one_for_all(tmp_path: Path) -> None:
    rows = with_spaces(SPACES_MAX - 2)
    rows["spaces"].append({"source_id": "closed", "name": "Closed", "parent": "s1", "is_restricted": True})
    assert look(receive_file(neutral_file(tmp_path / "all.zip", rows)).pk).state == Import.State.FAULTY


def test_room_that_was_taken_meanwhile_is_asked_for_again(tmp_path: Path) -> None:
    brought = look(receive_file(neutral_file(tmp_path / "all.zip", with_spaces(SPACES_MAX - 2))).pk)
    assert brought.state == Import.State.SOUND
    space = Space.objects.create(slug="new", name="New")
    with pytest.raises(Refused, match="there is room for 59"):
        begin(brought, actor=None)
    space.delete()
    assert bring_in(begin(brought, actor=None).pk).state == Import.State.FINISHED
    assert Space.objects.count() == SPACES_MAX


def test_tags_titles_and_dates_that_do_not_fit_are_named(tmp_path: Path) -> None:
    rows = neutral_rows()
    rows["topics"][0] |= {"tags": ["a", "b", "c", "d", "e", "f"], "title": "Ridge " * 100}
    rows["posts"][1]["created_at"] = "2199-01-01T00:00:00Z"
    rows["polls"][0]["closes_at"] = "2199-01-01T00:00:00Z"
    brought = bring(neutral_file(tmp_path / "all.zip", rows))
    reasons = sorted(Reject.objects.filter(brought=brought, is_taken=True).values_list("source_id", "reason"))
    assert [one[0] for one in reasons] == ["p2", "t1", "t1"]
    assert [words for words in ("2199", "three dots", "stay behind: f") if words not in str(reasons)] == []
    assert not Post.objects.filter(created_at__year=2199).exists()
    # When a poll closes may well be to come.
    assert (Poll.objects.get().closes_at or timezone.now()).year == 2199


def test_a_line_in_another_charset_is_named(tmp_path: Path) -> None:
    members = contents(neutral_rows())
    members["people.jsonl"] += b'{"source_id": "9", "name": "J\xe1n"}\n'
    brought = look(receive_file(write_zip(tmp_path / "all.zip", members)).pk)
    assert Reject.objects.filter(brought=brought, reason="The line is not written in UTF-8.").exists()
