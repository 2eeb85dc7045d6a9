"""Reviews, what was said before and after, and the sums that every page shows."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.media.models import Picture
from korzo.members.models import Member
from korzo.shop.models import OrderLine, Product, Variant

TITLE_LENGTH_MAX = 120
NAME_LENGTH_MAX = 100
EVIDENCE_LENGTH_MAX = 500
RATING_MIN, RATING_MAX = 1, 5


def rating_field() -> "models.DecimalField[Decimal, Decimal]":
    """Our own form gives whole stars; other systems give halves and tenths, which an import keeps as they are."""
    return models.DecimalField(max_digits=2, decimal_places=1)


class Fit(models.IntegerChoices):
    """How the thing turned out against its size."""

    MUCH_SMALLER = 1, _("Much too small")
    SMALLER = 2, _("A little small")
    AS_EXPECTED = 3, _("As expected")
    LARGER = 4, _("A little large")
    MUCH_LARGER = 5, _("Much too large")


class ReviewQuerySet(models.QuerySet["Review"]):
    def published(self) -> "ReviewQuerySet":
        return self.filter(state=Review.State.PUBLISHED)

    def pictured(self) -> "ReviewQuerySet":
        return self.filter(models.Exists(ReviewPicture.objects.filter(review_id=models.OuterRef("pk"))))


class Review(models.Model):
    """What one person says about one product. A second review of the same product is a change of the first."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waits to be published")
        PUBLISHED = "published", _("Published")
        HIDDEN = "hidden", _("Hidden")
        WITHDRAWN = "withdrawn", _("Withdrawn by its author")

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey(Variant, on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    # Only for people without an account here, whose reviews came from elsewhere. Members are shown as they are today.
    display_name = models.CharField(max_length=NAME_LENGTH_MAX, blank=True)
    rating = rating_field()
    title = models.CharField(_("title"), max_length=TITLE_LENGTH_MAX, blank=True)
    html = models.TextField()
    plain = models.TextField()
    cleaner_version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    # Both are set by the actions from the shop's orders, never from a form. The mark stays when the line goes away
    # with a new import of its order: that the purchase was checked remains true.
    order_line = models.ForeignKey(OrderLine, on_delete=models.SET_NULL, null=True, related_name="+")
    verified = models.BooleanField(default=False, editable=False)
    origin = models.CharField(max_length=40, default="korzo")
    fit = models.PositiveSmallIntegerField(choices=Fit, null=True)
    version = models.PositiveIntegerField(default=1)
    # Follows the rows of Helpful, because the usual order of the list is made from it.
    helpful_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "product"], name="reviews_one_a_person"),
            models.CheckConstraint(
                condition=Q(rating__gte=RATING_MIN, rating__lte=RATING_MAX), name="reviews_rating_inside"
            ),
            models.CheckConstraint(condition=Q(fit__isnull=True) | Q(fit__in=Fit.values), name="reviews_fit_inside"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | ~Q(state="published"), name="reviews_published_has_time"
            ),
            models.CheckConstraint(
                condition=Q(verified=True) | Q(order_line__isnull=True), name="reviews_line_verifies"
            ),
        ]
        indexes = [
            models.Index(
                fields=["product", "-helpful_count", "-published_at", "-id"],
                condition=Q(state="published"),
                name="reviews_helpful_first",
            ),
            models.Index(
                fields=["product", "-published_at", "-id"], condition=Q(state="published"), name="reviews_newest_first"
            ),
            models.Index(
                fields=["product", "rating", "published_at", "id"],
                condition=Q(state="published"),
                name="reviews_by_stars",
            ),
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="reviews_latest"),
            models.Index(fields=["author", "-published_at"], name="reviews_of_member"),
        ]

    def __str__(self) -> str:
        return f"review {self.pk} of product {self.product_id}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:review", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_hidden(self) -> bool:
        return self.state == self.State.HIDDEN

    @property
    def is_waiting(self) -> bool:
        """For somebody of the team, because the checks found something."""
        return self.state == self.State.PENDING

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN


class ReviewVersion(models.Model):
    """The words and stars as they stood after each change. Rows are only ever added."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    rating = rating_field()
    title = models.CharField(max_length=TITLE_LENGTH_MAX, blank=True)
    html = models.TextField()
    fit = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="reviews_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of review {self.review_id}"


class ReviewPicture(models.Model):
    """A picture in a review, which keeps it from being cleared away."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="review_pictures")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "picture"], name="reviews_picture_once")]
        indexes = [models.Index(fields=["review", "position"], name="reviews_picture_order")]

    def __str__(self) -> str:
        return f"picture {self.picture_id} in review {self.review_id}"


class Helpful(models.Model):
    """Somebody found a review useful."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="helpful_marks")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "member"], name="reviews_helpful_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} on review {self.review_id}"


class ShopReply(models.Model):
    """The one public answer of the shop to a review."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="reply")
    author = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    html = models.TextField()
    plain = models.TextField()
    cleaner_version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "shop replies"

    def __str__(self) -> str:
        return f"reply to review {self.review_id}"


class HidingReason(models.TextChoices):
    """A closed list, which the author, the log and the box beside the list all show. "Too few stars" is not on it."""

    OFF_TOPIC = "off_topic", _("Off topic")
    PERSONAL_DATA = "personal_data", _("Personal data")
    INSULT = "insult", _("Insult or hate")
    ILLEGAL = "illegal", _("Illegal content")
    ADVERTISING = "advertising", _("Advertising or link")
    OTHER_PRODUCT = "other_product", _("Not this product")
    CONFLICT = "conflict", _("Conflict of interest")
    FAKE = "fake", _("Proven fake")
    AUTHORS_WISH = "authors_wish", _("The author's wish")
    ORDER = "order", _("Order of a court or authority")
    # From the moderation queue, where its rule was chosen; the author reads it in the statement of reasons.
    RULES = "rules", _("Against the rules of the community")


class Hiding(models.Model):
    """A review was taken from view, by whom and why. Showing it again closes the row and keeps it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="hidings")
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=20, choices=HidingReason)
    # What proves it, for the team; required where somebody is called a liar.
    evidence = models.CharField(_("evidence"), max_length=EVIDENCE_LENGTH_MAX, blank=True)
    lifted_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=HidingReason.values), name="reviews_reason_of_list"),
            models.CheckConstraint(condition=~Q(reason="fake", evidence=""), name="reviews_fake_is_proven"),
            models.UniqueConstraint(
                fields=["review"], condition=Q(lifted_at__isnull=True), name="reviews_one_open_hiding"
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.review_id} hidden: {self.reason}"


class ReviewReading(models.Model):
    """Somebody of the team has read this review; the list of new ones is made of what is missing here."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="reading")
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"review {self.review_id} read"


class RatingTotal(models.Model):
    """All published reviews of a product, counted in the transaction that publishes or takes back each of them."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, related_name="+")
    count = models.PositiveIntegerField(default=0)
    # In tenths of a star and whole, so that no database ever rounds it.
    sum_tenths = models.PositiveBigIntegerField(default=0)
    n1 = models.PositiveIntegerField(default=0)
    n2 = models.PositiveIntegerField(default=0)
    n3 = models.PositiveIntegerField(default=0)
    n4 = models.PositiveIntegerField(default=0)
    n5 = models.PositiveIntegerField(default=0)
    verified_count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"ratings of product {self.product_id}"
