"""The search hears of all that happens in the house: what is in the index is what the rooms would say today."""

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from korzo.activity.actions import record
from korzo.activity.models import Activity, Delivery
from korzo.discussions.actions import (
    Written,
    accept_answer,
    edit_post,
    post_reply,
    remove_post,
    start_topic,
    withdraw_acceptance,
)
from korzo.discussions.models import Post, Topic
from korzo.kit.errors import Refused
from korzo.members.actions import erase
from korzo.members.models import Member
from korzo.reviews.actions import edit_review, hide_review, show_again, withdraw_review, write_review
from korzo.reviews.models import Review
from korzo.search.actions import rebuild
from korzo.search.entries import entry_of
from korzo.search.models import Document, Spelling
from korzo.search.queries import Filters, all_sources, audiences_of, find
from korzo.search.store import store
from korzo.shop.activities import ImportFinished
from korzo.shop.models import ImportRun, Product
from tests.cast import Cast, let_worker_finish
from tests.town import Town, make_town


@pytest.fixture
def town(cast: Cast) -> Town:
    made = make_town(cast)
    # What the town makes without an action, nobody has heard of.
    import_finished(made)
    let_worker_finish()
    return made


def import_finished(town: Town) -> None:
    """The shop's files were read, and everything was new."""
    run = ImportRun.objects.create(
        connection=town.product.connection,
        state=ImportRun.State.FINISHED,
        started_at=timezone.now() - timedelta(hours=1),
    )
    record(ImportFinished(run_id=run.pk, created=1, changed=0, rejected=0), actor_kind="integration")


def what_the_rooms_say() -> dict[tuple[str, int], str]:
    said = {}
    for source in all_sources():
        ids = source.ids(0, 10_000)
        said |= {(source.kind, pk): entry_of(thing).digest for pk, thing in source.load(ids).items()}
    return said


def what_the_index_says() -> dict[tuple[str, int], str]:
    documents = list(Document.objects.all())
    assert store().present([one.pk for one in documents]) == {one.pk for one in documents}
    assert len(store().numbers(behind=-1, limit=10_000)) == len(documents)
    return {(one.kind, one.object_id): one.digest for one in documents}


def found(question: str, person: Member | None = None, **filters: Any) -> set[tuple[str, int]]:
    page = find(question, audiences=audiences_of(person), filters=Filters(**filters), limit=100, corrects=False)
    return {(hit.kind, hit.object_id) for hit in page.hits}


def all_words() -> str:
    """Whatever the tables of the index hold, as somebody with the database would read it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM search_words")
        texts = [str(words) for (words,) in cursor.fetchall()]
    return " ".join([*texts, *Spelling.objects.values_list("word", flat=True)])


def test_all_kinds_of_things_are_found(town: Town) -> None:
    assert found("which wax october") == {("topic", town.topic.pk)}
    assert found("two days of rain") == {("topic", town.topic.pk)}
    assert found("she knows all about wax") == {("reply", town.reply.pk)}
    assert found("ridge 3") == {("product", town.product.pk)}
    assert found("driest longest day") == set()
    assert found('"longest day"') == {("review", town.review.pk)}
    assert found("luka") == {("member", town.cast.luka.pk)}
    assert found("luka@example.com") == set()
    assert found("", product_id=town.product.pk) == {
        ("topic", town.topic.pk), ("reply", town.reply.pk), ("review", town.review.pk),
        ("product", town.product.pk), ("comment", town.comment.pk),
    }  # fmt: skip
    assert found("", space_id=town.space.pk, author_id=town.cast.luka.pk) == {("reply", town.reply.pk)}
    assert what_the_index_says() == what_the_rooms_say()


def test_a_change_is_found_and_what_it_replaced_is_not(town: Town) -> None:
    edit_post(town.post, actor=town.cast.tea, written=Written("Beeswax it is."), title="Which beeswax for October?")
    edit_post(town.reply, actor=town.cast.luka, written=Written("I agree."))
    let_worker_finish()
    assert found("beeswax") == {("topic", town.topic.pk)}
    assert (found("hut"), found("knows")) == (set(), set())
    assert found("agree") == {("reply", town.reply.pk)}


def test_a_solved_question_says_so(town: Town) -> None:
    answer = {("topic", town.topic.pk), ("reply", town.reply.pk)}
    assert found("wax", is_solved=True) == set()
    accept_answer(town.reply, actor=town.cast.tea)
    let_worker_finish()
    assert found("wax", is_solved=True) == answer
    withdraw_acceptance(town.reply, actor=town.cast.tea)
    let_worker_finish()
    assert found("wax", is_solved=True) == set()


@pytest.mark.parametrize("role", ["outsider", "member", "moderator", "staff", "owner"])
def test_what_was_removed_is_found_by_nobody(town: Town, role: str) -> None:
    person = town.cast.by_role()[role]
    # The group around the wax is there for whoever may see it.
    groups = {one for one in found("wax", person) if one[0] == "group"}
    other = post_reply(town.topic, actor=town.cast.ivo, written=Written("Wax is overrated."))
    remove_post(town.reply, actor=town.cast.luka)
    let_worker_finish()
    assert found("wax", person) == {("topic", town.topic.pk), ("reply", other.pk)} | groups
    remove_post(town.post, actor=town.cast.ivo, reason="Spam")
    let_worker_finish()
    assert found("wax", person) == groups
    assert "overrated" not in all_words()


@pytest.mark.parametrize(
    ("role", "sees"), [("outsider", False), ("member", False), ("moderator", False), ("staff", True), ("owner", True)]
)
def test_drafts_are_found_by_the_team_alone(town: Town, role: str, sees: bool) -> None:
    person = town.cast.by_role()[role]
    for values in ({"state": "draft"}, {"state": "archived"}, {"state": "active", "gone_at": timezone.now()}):
        Product.objects.filter(pk=town.product.pk).update(**values, changed_at=timezone.now())
        import_finished(town)
        let_worker_finish()
        assert found("ridge", person) == ({("product", town.product.pk)} if sees else set()), values


def test_a_review_is_found_while_it_is_shown(town: Town) -> None:
    shown = {("review", town.review.pk)}
    edit_review(town.review, actor=town.cast.tea, rating=4, body="Dry on the longest night.")
    let_worker_finish()
    assert (found("night"), found('"longest day"')) == (shown, set())
    hide_review(town.review, actor=town.cast.ivo, reason="off_topic")
    let_worker_finish()
    for person in town.cast.by_role().values():
        assert found("night", person) == set()
    show_again(town.review, actor=town.cast.ivo)
    let_worker_finish()
    assert found("night") == shown
    withdraw_review(town.review, actor=town.cast.tea)
    let_worker_finish()
    assert found("night") == set()


@pytest.mark.parametrize("first", ["index_without_author", "forget_author"])
def test_nothing_of_somebody_who_left_is_in_the_index(town: Town, first: str) -> None:
    """Whoever hears of it first."""
    tea = town.cast.tea
    Member.objects.filter(pk=tea.pk).update(name="Tea Kamenská", town="Vieska", bio="I am Tea.")
    rebuild()
    assert ("member", tea.pk) in found("kamenska")
    assert ("reply", town.reply.pk) in found("tea")
    erase(tea)
    open_ones = Delivery.objects.filter(state="open")
    open_ones.filter(subscriber=f"discussions.{first}").update(not_before=timezone.now() - timedelta(days=1))
    let_worker_finish()
    assert not Delivery.objects.exclude(state="done").exists()
    traces = all_words().lower()
    for trace in ("kamensk", "vieska", f"_by_{tea.pk} ", f"_names_{tea.pk} ", " tea ", "'tea'"):
        assert trace not in traces, trace
    # What she wrote stays, and is nobody's.
    assert found("hut") == {("topic", town.topic.pk)}
    assert found("", author_id=tea.pk) == set()
    assert what_the_index_says() == what_the_rooms_say()


def test_somebody_who_is_suspended_is_not_found_after_the_next_building(town: Town) -> None:
    Member.objects.filter(pk=town.cast.luka.pk).update(is_active=False)
    rebuild()
    assert found("luka") == set()


def test_building_it_anew_changes_nothing(town: Town) -> None:
    before = sorted(Document.objects.values_list("pk", "kind", "object_id", "digest"))
    rebuild()
    assert sorted(Document.objects.values_list("pk", "kind", "object_id", "digest")) == before
    Document.objects.all().delete()
    store().drop(store().numbers(behind=-1, limit=10_000))
    rebuild()
    assert what_the_index_says() == what_the_rooms_say()


@pytest.mark.parametrize("seed", range(6))
def test_after_any_series_of_acts_the_index_is_what_the_rooms_say(town: Town, seed: int) -> None:
    """The worker comes by when it likes; some of the deliveries are late."""
    chance = random.Random(seed)
    acts = _acts(town, chance)
    for _turn in range(40):
        try:
            chance.choice(acts)()
        except Refused:
            continue
        if chance.random() < 0.2:
            let_worker_finish()
        elif chance.random() < 0.05:
            rebuild()
    let_worker_finish()
    assert what_the_index_says() == what_the_rooms_say()
    assert not Activity.objects.filter(deliveries__state="failed").exists()


def _acts(town: Town, chance: random.Random) -> list[Callable[[], object]]:
    cast, numbers = town.cast, count(1)
    people = [cast.mira, cast.sara, cast.ivo, cast.tea, cast.luka]
    Member.objects.filter(pk__in=[one.pk for one in people]).update(joined_at=timezone.now() - timedelta(days=99))

    def words() -> Written:
        return Written(f"Number {next(numbers)} says hello to @{chance.choice(['tea', 'luka', 'ivo', 'nobody'])}.")

    def somebody() -> Member:
        present = Member.objects.filter(pk__in=[one.pk for one in people], erased_at__isnull=True)
        return chance.choice(list(present))

    def post() -> Post:
        return chance.choice(list(Post.objects.select_related("topic__space", "author", "removal", "acceptance")))

    def topic() -> Topic:
        return chance.choice(list(Topic.objects.all()))

    def review() -> Review:
        return chance.choice(list(Review.objects.select_related("product")))

    return [
        lambda: start_topic(
            town.space, actor=somebody(), title=f"A question of number {next(numbers)}", written=words(),
            kind="question", backfilled=chance.random() < 0.8,
        ),
        *[lambda: post_reply(topic(), actor=somebody(), written=words(), backfilled=chance.random() < 0.8)] * 4,
        *[lambda: edit_post(post(), actor=cast.sara, written=words(), title=f"Now number {next(numbers)}")] * 2,
        lambda: remove_post(post(), actor=cast.ivo, reason="Because"),
        *[lambda: accept_answer(post(), actor=cast.sara)] * 2,
        lambda: withdraw_acceptance(post(), actor=cast.sara),
        lambda: write_review(town.product, actor=somebody(), rating=3, body=f"It is number {next(numbers)}, says he."),
        lambda: hide_review(review(), actor=cast.ivo, reason="off_topic"),
        lambda: show_again(review(), actor=cast.ivo),
        lambda: chance.random() < 0.3 and erase(chance.choice([cast.tea, cast.luka])),
    ]  # fmt: skip
