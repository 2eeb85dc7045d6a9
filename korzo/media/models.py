"""Pictures of members: what we know of each, and where its renditions are."""

import secrets
from collections.abc import Iterable
from urllib.parse import quote

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.kit.pictures import Photo
from korzo.members.models import Member

ALT_LENGTH_MAX = 300
# 128 bits: the name in an address must not be guessed, because an address is all one needs to see a picture.
KEY_BYTES = 16
# The one that browsers without srcset take, and that mails show.
PLAIN_WIDTH_MAX = 960


def new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


class PictureQuerySet(models.QuerySet["Picture"]):
    def unclaimed(self) -> "PictureQuerySet":
        """Sent in, but no post or review ever took it."""
        return self.filter(claimed_at__isnull=True)


class Picture(models.Model):
    """A picture that somebody sent in. Its own file is gone once it is ready; what remains are renditions."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Being prepared")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be read")

    key = models.CharField(max_length=22, unique=True)
    owner = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    widths = models.JSONField(default=list)
    has_avif = models.BooleanField(default=False)
    alt = models.CharField(_("description"), max_length=ALT_LENGTH_MAX, blank=True)
    # Whoever described it may have left the words out: then the picture is decoration, and nobody asks again.
    described_at = models.DateTimeField(null=True)
    tone = models.CharField(max_length=7, blank=True)
    focal_x = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    focal_y = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    size_bytes = models.PositiveBigIntegerField(default=0)
    failure = models.CharField(max_length=250, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(focal_x__lte=100, focal_y__lte=100), name="media_focal_inside"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="media_has_size"),
        ]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="media_owner_time"),
            models.Index(fields=["created_at"], condition=Q(claimed_at__isnull=True), name="media_unclaimed"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def alt_asked(self) -> bool:
        return self.described_at is not None

    def path(self, width: int, form: str = "webp") -> str:
        return f"pictures/{self.key}/{width}.{form}"

    def url(self, width: int, form: str = "webp") -> str:
        return f"{settings.MEDIA_URL}{self.path(width, form)}"

    def as_photo(self) -> Photo:
        """What `ui/photo.html` reads. Until it is ready, an empty frame of its size and tone keeps the place."""
        if not self.is_ready or not self.widths:
            return self._as_photo(url=_empty_frame(self.width, self.height, self.tone))
        plain = max((width for width in self.widths if width <= PLAIN_WIDTH_MAX), default=min(self.widths))
        return self._as_photo(
            url=self.url(plain),
            webp_srcset=self._srcset("webp"),
            avif_srcset=self._srcset("avif") if self.has_avif else "",
            full_url=self.url(max(self.widths)),
        )

    def _as_photo(self, *, url: str, webp_srcset: str = "", avif_srcset: str = "", full_url: str = "") -> Photo:
        return Photo(
            url=url,
            full_url=full_url,
            width=self.width,
            height=self.height,
            avif_srcset=avif_srcset,
            webp_srcset=webp_srcset,
            alt=self.alt,
            tone=self.tone,
            focal_x=self.focal_x,
            focal_y=self.focal_y,
        )

    def _srcset(self, form: str) -> str:
        widths: Iterable[int] = sorted(self.widths)
        return ", ".join(f"{self.url(width, form)} {width}w" for width in widths)


def _empty_frame(width: int, height: int, tone: str) -> str:
    """A drawing of nothing, inside the address itself: a picture that is not there yet costs no request."""
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="100%" height="100%" fill="{tone or "none"}"/></svg>'
    )
    return f"data:image/svg+xml,{quote(drawing)}"
