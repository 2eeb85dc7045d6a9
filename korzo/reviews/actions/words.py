"""What a new review and a changed one have in common: the stars, words and pictures are checked and cleaned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.kit import html
from korzo.kit.errors import FieldRefused
from korzo.kit.formats import spoken
from korzo.media import actions as media
from korzo.media.models import Picture
from korzo.members.models import Member
from korzo.reviews.models import RATING_MAX, RATING_MIN, TITLE_LENGTH_MAX, Fit, Review, ReviewPicture, ReviewVersion

# "Nice" tells nobody anything. Ten signs are a short sentence, also in scripts that need few.
BODY_LENGTH_MIN = 10
# About two printed pages; who has more to say writes in the talk.
BODY_LENGTH_MAX = 5_000
# Markup weighs more than words, but not without end.
RAW_LENGTH_MAX = html.TEXT_LENGTH_MAX
PICTURES_MAX = 5
# One to show a measurement, one to spare; advertisers like more.
LINKS_MAX = 2


@dataclass(frozen=True)
class Written:
    """What a person chose and typed. `rich` text comes from the editor, the other from a bare text field."""

    rating: int
    body: str
    title: str = ""
    rich: bool = False
    picture_ids: Sequence[int] = ()
    descriptions: Mapping[int, str] = field(default_factory=dict)
    fit: int | None = None


@dataclass(frozen=True)
class Ready:
    """The same, checked and cleaned."""

    rating: Decimal
    title: str
    html: str
    plain: str
    fit: int | None
    pictures: list[Picture]


def make_ready(written: Written, *, actor: Member, standing: Sequence[Picture] = ()) -> Ready:
    """Nothing is written yet but the claim on new pictures; those `standing` in the review already need none."""
    if written.rating not in range(RATING_MIN, RATING_MAX + 1):
        raise FieldRefused("stars", _("Please choose one to five stars."))
    if written.fit is not None and written.fit not in Fit.values:
        raise FieldRefused("fit", _("Please choose one of the answers, or leave it open."))
    cleaned = _cleaned(written)
    if len(set(written.picture_ids)) > PICTURES_MAX:
        raise FieldRefused(
            "pictures",
            ngettext(
                "A review can hold %(most)s picture. Please take some out.",
                "A review can hold %(most)s pictures. Please take some out.",
                PICTURES_MAX,
            )
            % {"most": spoken(PICTURES_MAX)},
        )
    return Ready(
        rating=Decimal(written.rating),
        title=_checked_title(written.title),
        html=cleaned.html,
        plain=cleaned.plain,
        fit=written.fit,
        pictures=_pictures(written, actor, standing),
    )


def _cleaned(written: Written) -> html.CleanText:
    if len(written.body) > RAW_LENGTH_MAX:
        raise FieldRefused("body", _("This is very long. Please say it a little shorter."))
    cleaned = html.clean(written.body, rich=written.rich)
    if len(cleaned.plain) > BODY_LENGTH_MAX:
        raise FieldRefused("body", _("This is very long. Please say it a little shorter."))
    if len(cleaned.plain) < BODY_LENGTH_MIN:
        raise FieldRefused("body", _("Please write a sentence: it helps others more than the stars."))
    if cleaned.html.count("<a ") > LINKS_MAX:
        raise FieldRefused("body", _("A review may hold two links. Please take one out."))
    return cleaned


def _checked_title(title: str) -> str:
    name = " ".join(title.replace("\x00", "").split())
    if len(name) > TITLE_LENGTH_MAX:
        raise FieldRefused("title", _("This title is long. Please put some of it into the text."))
    return name


def _pictures(written: Written, actor: Member, standing: Sequence[Picture]) -> list[Picture]:
    """In the order in which they were sent."""
    ids = list(dict.fromkeys(written.picture_ids))
    known = {picture.pk: picture for picture in standing}
    new = [pk for pk in ids if pk not in known]
    if new:
        known |= {picture.pk: picture for picture in media.claim_pictures(new, actor=actor)}
    chosen = [known[pk] for pk in ids if pk in known]
    for picture in chosen:
        alt = written.descriptions.get(picture.pk)
        if alt is not None and alt.strip() != picture.alt:
            media.describe_picture(picture, actor=actor, alt=alt)
    return chosen


def keep_pictures(review: Review, pictures: Sequence[Picture]) -> None:
    """The review's pictures are these, in this order; what it no longer shows is let go of."""
    former = ReviewPicture.objects.filter(review=review)
    kept = {picture.pk for picture in pictures}
    dropped = [pk for pk in former.values_list("picture_id", flat=True) if pk not in kept]
    former.delete()
    media.release_pictures(dropped)
    ReviewPicture.objects.bulk_create(
        [ReviewPicture(review=review, picture=picture, position=place) for place, picture in enumerate(pictures)]
    )


def keep_version(review: Review) -> None:
    ReviewVersion.objects.create(
        review=review,
        number=review.version,
        rating=review.rating,
        title=review.title,
        html=review.html,
        fit=review.fit,
        at=review.edited_at or review.created_at,
    )
