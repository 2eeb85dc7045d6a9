from django.apps import apps
from django.db.models import ForeignKey

from korzo.activity.models import Activity
from korzo.media.models import Picture
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.members.queries import about
from korzo.reviews.actions import hide_review, mark_helpful, mark_read, reply_for_shop, show_again, withdraw_review
from korzo.reviews.models import Helpful, Hiding, Review, ReviewReading, ReviewVersion, ShopReply
from korzo.reviews.queries import drifts, page_for, rating_of
from korzo.reviews.tests.shelf import WORDS, a_picture, buy, make_product, say
from tests.cast import Cast, let_worker_finish


def test_the_text_stays_without_a_name_and_the_average_with_it(cast: Cast) -> None:
    product = make_product()
    buy(cast.tea, product)
    say(product, cast.tea, 2, picture_ids=[a_picture(cast.tea).pk])
    say(product, cast.luka, 5)
    before = rating_of(product)
    members.erase(cast.tea)
    let_worker_finish()
    assert rating_of(product) == before
    assert drifts() == []
    review = Review.objects.get(author=None)
    assert (review.display_name, review.order_line, review.verified, review.plain) == ("", None, True, WORDS)
    assert not ReviewVersion.objects.filter(review=review).exists()
    shown = next(one for one in page_for(product).reviews if one.pk == review.pk)
    assert (shown.author.gone, shown.author.name, len(shown.photos)) == (True, "", 1)
    activity = Activity.objects.get(verb="reviews.published", data__review_id=review.pk)
    assert (activity.actor_id, activity.member_id) == (None, None)


def test_what_nobody_sees_goes(cast: Cast) -> None:
    picture = a_picture(cast.tea)
    withdraw_review(say(make_product(), cast.tea, picture_ids=[picture.pk]), actor=cast.tea)
    members.erase(cast.tea)
    let_worker_finish()
    assert not Review.objects.exists()
    assert not Picture.objects.exists()


def test_marks_go_and_the_count_follows(cast: Cast) -> None:
    review = say(make_product(), cast.luka)
    mark_helpful(review, actor=cast.tea)
    mark_helpful(review, actor=cast.ivo)
    members.erase(cast.tea)
    let_worker_finish()
    review.refresh_from_db()
    assert (review.helpful_count, Helpful.objects.count()) == (1, 1)


def test_the_teams_name_goes_from_what_it_did(cast: Cast) -> None:
    review = say(make_product(), cast.luka)
    mark_read(review, actor=cast.sara)
    reply_for_shop(review, actor=cast.sara, body="Thank you.")
    hide_review(review, actor=cast.sara, reason="insult")
    show_again(review, actor=cast.sara)
    members.erase(cast.sara)
    let_worker_finish()
    assert (ShopReply.objects.get().author, ReviewReading.objects.get().by) == (None, None)
    hiding = Hiding.objects.get()
    assert (hiding.by, hiding.lifted_by, hiding.reason) == (None, None, "insult")


def test_no_column_is_left_behind(cast: Cast) -> None:
    """A new column about members must be thought of in forget_member."""
    columns = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("reviews").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is Member
    }
    assert columns == {
        "Review.author", "Helpful.member", "ShopReply.author", "Hiding.by", "Hiding.lifted_by", "ReviewReading.by",
    }  # fmt: skip


def test_the_export_holds_ones_reviews(cast: Cast) -> None:
    product = make_product()
    say(product, cast.tea, 4)
    mark_helpful(say(product, cast.luka), actor=cast.tea)
    part = about(cast.tea)["reviews"]
    assert [(row["product__title"], row["rating"], row["plain"]) for row in part["written"]] == [("Ridge 3", 4, WORDS)]
    assert len(part["found_useful"]) == 1
