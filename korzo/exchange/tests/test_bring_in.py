"""A community comes in: everything is there, closed where it was closed, and nobody hears of it."""

from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from pytest_django import DjangoCaptureOnCommitCallbacks

from korzo.activity.models import Activity, Outgoing
from korzo.discussions.models import Mention, Post, PostPicture, Space, Topic
from korzo.exchange.actions import begin, begin_undo, bring_in, look, receive_file, undo
from korzo.exchange.models import Arrival, Import, Kind
from korzo.exchange.tests.files import TEXTS, neutral_file, neutral_rows
from korzo.kit import generations
from korzo.loyalty.models import PointEntry
from korzo.members.actions import erase
from korzo.members.models import Member
from korzo.notifications.models import Notice
from korzo.polls.models import Option, Poll
from korzo.reactions.models import Reaction
from korzo.search import queries as search
from tests.cast import Cast, let_worker_finish

pytestmark = pytest.mark.django_db


def bring(path: Path) -> Import:
    brought = look(receive_file(path).pk)
    assert brought.state == Import.State.SOUND, brought.sentence
    return bring_in(begin(brought, actor=None).pk)


def found(words: str, person: Member | None) -> list[object]:
    return list(search.find(words, audiences=search.audiences_of(person), corrects=False).hits)


def test_it_tells_what_there_is_before_anything_is_taken(tmp_path: Path) -> None:
    brought = look(receive_file(neutral_file(tmp_path / "all.zip")).pk)
    assert (brought.state, brought.form, brought.source, brought.reject_count) == (
        "sound",
        "neutral",
        "talk.old.example",
        0,
    )
    # Two who wrote and of whom nothing else is told are people, too.
    assert brought.found["counts"] == {
        "people": 4, "spaces": 2, "topics": 2, "posts": 5, "reactions": 1, "polls": 1, "ballots": 2, "files": 1,
        "redirects": 1,
    }  # fmt: skip
    assert (Topic.objects.count(), Arrival.objects.count(), Member.objects.count()) == (0, 0, 0)


def test_it_takes_everything_over(tmp_path: Path) -> None:
    brought = bring(neutral_file(tmp_path / "all.zip"))
    assert brought.state == Import.State.FINISHED
    topic = Topic.objects.get(title="Sunday on the ridge")
    counts = (topic.highest_number, topic.reply_count, topic.writer_count, topic.is_standing, topic.is_pictured)
    assert counts == (4, 2, 3, True, True)
    assert topic.first_post is not None
    assert topic.first_post.plain == TEXTS[0]
    assert topic.excerpt == TEXTS[0]
    assert [tag.tag.slug for tag in topic.topic_tags.order_by("tag__slug")] == ["ridge", "sunday"]
    assert topic.closure.at.isoformat() == "2020-05-09T10:00:00+00:00"
    assert topic.created_at.isoformat() == "2020-05-02T10:00:00+00:00"
    assert topic.last_post_at.isoformat() == "2020-05-04T10:00:00+00:00"
    assert topic.space.topic_count == 1
    assert [post.plain for post in topic.posts.order_by("number")][2] == TEXTS[2]
    assert topic.acceptances.get().post.plain == TEXTS[1]
    assert Reaction.objects.get().member.name == "Ján"
    assert list(Option.objects.order_by("position").values_list("text", "ballot_count")) == [
        ("Morning", 1),
        ("Evening", 1),
    ]
    assert Poll.objects.get().ballot_count == 2
    assert PostPicture.objects.get().picture.alt == "A ridge"
    assert Mention.objects.get().member.name == "Old Tea"


def test_nobody_hears_of_it(cast: Cast, tmp_path: Path) -> None:
    let_worker_finish()
    before = Outgoing.objects.count()
    bring(neutral_file(tmp_path / "all.zip"))
    let_worker_finish()
    verbs = list(Activity.objects.filter(verb__startswith="exchange").values_list("verb", flat=True))
    assert verbs == ["exchange.community_imported"]
    assert not Activity.objects.filter(verb__startswith="discussions").exists()
    assert (Notice.objects.count(), PointEntry.objects.count(), Outgoing.objects.count()) == (0, 0, before)


def test_people_come_without_password_and_proof_and_office(tmp_path: Path) -> None:
    bring(neutral_file(tmp_path / "all.zip"))
    tea = Member.objects.get(email="tea@old.example")
    assert (tea.has_usable_password(), tea.role, tea.handle, tea.is_active) == (False, "member", "tea", True)
    assert [(row.verified, row.primary) for row in EmailAddress.objects.filter(user=tea)] == [(False, True)]
    jan = Member.objects.get(name="Ján")
    assert (jan.role, jan.is_superuser, EmailAddress.objects.filter(user=jan).exists()) == ("member", False, False)


def test_unknown_authors_are_one_former_member_each(tmp_path: Path) -> None:
    bring(neutral_file(tmp_path / "all.zip"))
    former = Member.objects.filter(erased_at__isnull=False, is_active=False, name="")
    assert former.count() == 2
    assert set(Post.objects.filter(author__in=former).values_list("plain", flat=True)) == {TEXTS[2], "Rude words"}


def test_whoever_is_here_with_the_same_address_is_the_same(cast: Cast, tmp_path: Path) -> None:
    rows = neutral_rows()
    rows["people"][0]["email"] = "Tea@Example.com"
    bring(neutral_file(tmp_path / "all.zip", rows))
    cast.tea.refresh_from_db()
    assert cast.tea.name == "Tea"
    assert Topic.objects.get(title="Sunday on the ridge").author == cast.tea


def test_a_closed_space_comes_closed_to_the_team(cast: Cast, tmp_path: Path) -> None:
    bring(neutral_file(tmp_path / "all.zip"))
    assert Space.objects.get(name="The team").read_key == "role:staff"
    assert Space.objects.get(name="Rides").read_key == ""
    for person, count in ((None, 0), (cast.tea, 0), (cast.ivo, 0), (cast.sara, 1)):
        assert len(found("secret", person)) == count


def test_what_was_removed_is_read_by_nobody(tmp_path: Path) -> None:
    bring(neutral_file(tmp_path / "all.zip"))
    rude = Post.objects.get(plain="Rude words")
    assert (rude.is_standing, rude.removal.reason) == (False, "Rude")
    assert found("rude", None) == []


def test_brought_twice_it_changes_nothing(tmp_path: Path) -> None:
    path = neutral_file(tmp_path / "all.zip")
    bring(path)

    def everything() -> list[list[object]]:
        tables = (Member, Space, Topic, Post, Reaction, Poll, Option, PostPicture, Arrival)
        return [list(table._default_manager.order_by("pk").values_list()) for table in tables]

    before = everything()
    assert bring(path).state == Import.State.FINISHED
    assert everything() == before


def test_an_erased_person_stays_erased(tmp_path: Path) -> None:
    path = neutral_file(tmp_path / "all.zip")
    bring(path)
    erase(Member.objects.get(email="tea@old.example"))
    let_worker_finish()
    bring(path)
    assert not Member.objects.filter(name="Old Tea").exists()
    assert Arrival.objects.filter(kind=Kind.PEOPLE, source_id="1").count() == 1


def test_pages_that_are_kept_are_made_anew(
    cast: Cast, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    tags = ("spaces", "talk", "members")

    def numbers() -> list[object]:
        return [generations.seen([tag]) for tag in tags]

    before = numbers()
    with django_capture_on_commit_callbacks(execute=True):
        brought = bring(neutral_file(tmp_path / "all.zip"))
    after = numbers()
    assert all(old != new for old, new in zip(before, after, strict=True))
    topic = Topic.objects.get(title="Sunday on the ridge").pk
    seen = generations.seen([f"topic:{topic}"])
    with django_capture_on_commit_callbacks(execute=True):
        undo(begin_undo(brought, actor=None).pk)
    assert all(old != new for old, new in zip(after, numbers(), strict=True))
    assert generations.seen([f"topic:{topic}"]) != seen
