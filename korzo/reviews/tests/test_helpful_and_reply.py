from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from korzo.activity.activities import load
from korzo.activity.models import Activity
from korzo.kit.errors import FieldRefused, Refused
from korzo.reviews.actions import hide_review, mark_helpful, mark_read, reply_for_shop, unmark_helpful
from korzo.reviews.models import Helpful, Review, ReviewReading, ShopReply
from korzo.reviews.queries import to_read
from korzo.reviews.tests.shelf import crowd, make_product, say
from tests.cast import Cast


def test_it_counts_each_person_once_and_tells_once(cast: Cast) -> None:
    review = say(make_product(), cast.tea)
    for _time in range(2):
        mark_helpful(review, actor=cast.luka)
    unmark_helpful(review, actor=cast.luka)
    unmark_helpful(review, actor=cast.luka)
    review.refresh_from_db()
    assert (review.helpful_count, Helpful.objects.count()) == (0, 0)
    mark_helpful(review, actor=cast.luka)
    review.refresh_from_db()
    assert review.helpful_count == 1
    activity = Activity.objects.get(verb="reviews.marked_helpful")
    assert (activity.actor_id, activity.member_id) == (cast.luka.pk, cast.tea.pk)


@pytest.mark.parametrize(
    ("role", "may"), [("outsider", False), ("member", True), ("moderator", True), ("staff", False), ("owner", False)]
)
def test_the_shop_does_not_vote(cast: Cast, role: str, may: bool) -> None:
    review, actor = say(make_product(), cast.luka), cast.by_role()[role]
    if may:
        assert mark_helpful(review, actor=actor).helpful_count == 1
        return
    with pytest.raises(Refused):
        mark_helpful(review, actor=actor)
    assert not Helpful.objects.exists()
    assert not Activity.objects.filter(verb="reviews.marked_helpful").exists()


def test_nobody_praises_themselves_or_what_is_hidden(cast: Cast) -> None:
    review = say(make_product(), cast.tea)
    with pytest.raises(Refused, match="own review"):
        mark_helpful(review, actor=cast.tea)
    hide_review(review, actor=cast.ivo, reason="insult")
    with pytest.raises(Refused, match="not shown"):
        mark_helpful(review, actor=cast.luka)
    assert not Helpful.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_taps_at_once_count_right(cast: Cast) -> None:
    review, people = say(make_product(), cast.tea), crowd(6)

    def tap(number: int) -> None:
        try:
            mark_helpful(review, actor=people[number % 6])
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(tap, range(12)))
    assert (Review.objects.get().helpful_count, Helpful.objects.count()) == (6, 6)


@pytest.mark.parametrize(
    ("role", "may"), [("outsider", False), ("member", False), ("moderator", False), ("staff", True), ("owner", True)]
)
def test_only_the_shop_replies_for_the_shop(cast: Cast, role: str, may: bool) -> None:
    review, actor = say(make_product(), cast.luka), cast.by_role()[role]
    if may:
        reply_for_shop(review, actor=actor, body="Thank you <b>very</b> much.")
        assert ShopReply.objects.get().html == '<p dir="auto">Thank you &lt;b&gt;very&lt;/b&gt; much.</p>'
        return
    with pytest.raises(Refused):
        reply_for_shop(review, actor=actor, body="Thank you.")
    assert not ShopReply.objects.exists()


def test_replying_again_changes_the_reply_and_tells_nobody_twice(cast: Cast) -> None:
    review = say(make_product(), cast.tea)
    reply_for_shop(review, actor=cast.sara, body="Thank you.")
    reply_for_shop(review, actor=cast.mira, body="Thank you, Tea.")
    reply = ShopReply.objects.get()
    assert (reply.plain, reply.author_id) == ("Thank you, Tea.", cast.mira.pk)
    assert reply.edited_at is not None
    assert Activity.objects.filter(verb="reviews.shop_replied").count() == 1


@pytest.mark.parametrize("body", ["", " ", "a" * 2_001])
def test_a_reply_has_words_and_an_end(cast: Cast, body: str) -> None:
    review = say(make_product(), cast.tea)
    with pytest.raises(FieldRefused):
        reply_for_shop(review, actor=cast.sara, body=body)
    assert not ShopReply.objects.exists()


@pytest.mark.parametrize(
    ("role", "may"), [("outsider", False), ("member", False), ("moderator", True), ("staff", True), ("owner", True)]
)
def test_the_team_ticks_what_it_read(cast: Cast, role: str, may: bool) -> None:
    review, actor = say(make_product(), cast.luka), cast.by_role()[role]
    if may:
        mark_read(review, actor=actor)
        assert not to_read().exists()
        return
    with pytest.raises(Refused):
        mark_read(review, actor=actor)
    assert not ReviewReading.objects.exists()


def test_notices_have_a_sentence(cast: Cast) -> None:
    review = say(make_product(), cast.tea)
    reply_for_shop(review, actor=cast.sara, body="Thank you.")
    hide_review(review, actor=cast.ivo, reason="personal_data")
    told = {one.verb: load(one.verb, one.data) for one in Activity.objects.filter(verb__startswith="reviews.")}
    assert told["reviews.shop_replied"].notice_sentence() == "The shop replied to your review."  # type: ignore[attr-defined]  # on some kinds only
    assert "Personal data" in told["reviews.hidden"].notice_sentence()  # type: ignore[attr-defined]  # on some kinds only
    assert told["reviews.hidden"].link() == review.get_absolute_url()
