"""Somebody hears once of one thing, whichever rooms took part in it."""

from allauth.account.models import EmailAddress

from korzo.comments.actions import confirm_comment
from korzo.comments.tests.scenes import MAIL, lay_out
from korzo.members.actions import confirm_mail
from korzo.members.models import Member
from korzo.moderation import actions as moderation
from korzo.moderation.actions import Why
from korzo.notifications.models import Notice
from korzo.reviews.actions import put_review_back, take_review_down
from korzo.reviews.tests.shelf import make_product, say
from tests.cast import Cast, let_worker_finish

LABEL = "reviews.review"


def told(member: Member) -> set[str]:
    let_worker_finish()
    return set(Notice.objects.filter(member=member).values_list("kind", flat=True))


def test_the_author_of_a_review_hears_once_of_what_the_team_decided(cast: Cast) -> None:
    """With the reasons, which hold the way to a second look; not also from the room of reviews."""
    review = say(make_product(), cast.tea)
    moderation.take_down(LABEL, review.pk, actor=cast.ivo, statement=Why("spam"))
    assert told(cast.tea) == {"moderation.statement_made"}
    moderation.put_back(LABEL, review.pk, actor=cast.ivo)
    assert told(cast.tea) == {"moderation.statement_made", "moderation.statement_withdrawn"}


def test_they_hear_of_what_nobody_stated(cast: Cast) -> None:
    """Flags hide it until a person decides; no statement comes before."""
    review = say(make_product(), cast.tea)
    take_review_down(review.pk, actor=None, reason="Several members pointed at it.")
    assert told(cast.tea) == {"reviews.hidden"}
    put_review_back(review.pk, actor=cast.ivo)
    assert told(cast.tea) == {"reviews.hidden", "reviews.shown"}


def test_a_new_member_hears_of_what_they_wrote_as_a_guest(cast: Cast) -> None:
    scene = lay_out(cast)
    scene.let_guests_in()
    for words in ("It keeps dry.", "And it is light."):
        confirm_comment(scene.write_as_guest(words).pk, at=scene.later())
    member = Member.objects.create_user(email=MAIL, name="Gita", handle="gita")
    EmailAddress.objects.create(user=member, email=MAIL, verified=True, primary=True)
    confirm_mail(member)
    assert "comments.found" in told(member)
    assert Notice.objects.filter(member=member, kind="comments.found").count() == 1
