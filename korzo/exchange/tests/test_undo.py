"""A whole import goes out again, and only as long as nobody built on it."""

from pathlib import Path

import pytest
from django.utils import timezone

from korzo.discussions.actions import Written, post_reply, start_topic
from korzo.discussions.models import Post, Space, Tag, Topic
from korzo.exchange.actions import begin_undo, undo
from korzo.exchange.models import Arrival, Import, OldAddress
from korzo.exchange.tests.files import neutral_file, neutral_rows
from korzo.exchange.tests.test_bring_in import bring, found
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.polls.models import Poll
from korzo.reactions.actions import react
from korzo.reactions.models import Reaction
from tests.cast import Cast


def test_everything_goes_and_nothing_else(cast: Cast, tmp_path: Path) -> None:
    rows = neutral_rows()
    rows["people"][1]["email"] = "tea@example.com"
    before = set(Member.objects.values_list("pk", flat=True))
    brought = bring(neutral_file(tmp_path / "all.zip", rows))
    begin_undo(brought, actor=cast.mira)
    assert undo(brought.pk).state == Import.State.UNDONE
    assert set(Member.objects.values_list("pk", flat=True)) == before
    tables = (Space, Topic, Post, Poll, Reaction, Arrival, OldAddress, Tag)
    assert [table._default_manager.count() for table in tables] == [0] * len(tables)
    assert found("ridge", None) == []
    # The same file may come again.
    assert bring(neutral_file(tmp_path / "all.zip", rows)).state == Import.State.FINISHED
    assert Topic.objects.count() == 2


def test_it_is_refused_where_members_wrote_since(cast: Cast, tmp_path: Path) -> None:
    rows = neutral_rows()
    del rows["topics"][0]["closed_at"]
    brought = bring(neutral_file(tmp_path / "all.zip", rows))
    topic = Topic.objects.get(title="Sunday on the ridge")
    post_reply(topic, actor=cast.tea, written=Written(body="May I come along on Sunday?"))
    with pytest.raises(Refused, match="written in imported topics"):
        begin_undo(brought, actor=cast.mira)
    assert Import.objects.get(pk=brought.pk).state == Import.State.FINISHED
    assert Post.objects.filter(topic=topic).count() == 5


def test_it_is_refused_where_members_reacted_since(cast: Cast, tmp_path: Path) -> None:
    brought = bring(neutral_file(tmp_path / "all.zip"))
    post = Post.objects.get(number=1, topic__title="Sunday on the ridge")
    react("discussions.post", post.pk, actor=cast.tea, author_id=post.author_id)
    with pytest.raises(Refused, match="reacted"):
        begin_undo(brought, actor=cast.mira)


def test_it_is_refused_where_somebody_came_back(cast: Cast, tmp_path: Path) -> None:
    brought = bring(neutral_file(tmp_path / "all.zip"))
    Member.objects.filter(name="Old Tea").update(last_login=timezone.now())
    with pytest.raises(Refused, match="signed in"):
        begin_undo(brought, actor=cast.mira)


def test_tags_that_somebody_uses_stay(cast: Cast, tmp_path: Path) -> None:
    Tag.objects.create(slug="sunday", name="sunday")
    brought = bring(neutral_file(tmp_path / "all.zip"))
    here = Space.objects.create(slug="here", name="Here")
    words = Written(body="I look for it everywhere.")
    start_topic(here, actor=cast.tea, title="Where is the ridge?", written=words, tags=["Ridge"])
    undo(begin_undo(brought, actor=cast.mira).pk)
    assert set(Tag.objects.values_list("slug", flat=True)) == {"sunday", "ridge"}


def test_only_the_owner_takes_it_out(cast: Cast, tmp_path: Path) -> None:
    brought = bring(neutral_file(tmp_path / "all.zip"))
    for person in (cast.sara, cast.ivo, cast.tea):
        with pytest.raises(Refused):
            begin_undo(brought, actor=person)
