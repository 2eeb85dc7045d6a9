"""Pictures of members, films and sounds among them: what we know of each, and where its files are."""

import secrets
from collections.abc import Iterable
from urllib.parse import quote

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.kit.films import CONTENT_TYPES, FILM, SOUND, Film
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
    """A picture that somebody sent in. Its own file is gone once it is ready; what remains are renditions.

    A film is a picture that moves: the renditions are then of its poster, and of a sound of how loud it is where.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        FILM = FILM, _("Film")
        SOUND = SOUND, _("Sound")

    class State(models.TextChoices):
        # Films come in pieces; nobody can use one before the last is here.
        ARRIVING = "arriving", _("On its way")
        RECEIVED = "received", _("Being prepared")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be read")

    key = models.CharField(max_length=22, unique=True)
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.PICTURE, db_default=Kind.PICTURE.value)
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
    seconds = models.PositiveIntegerField(default=0, db_default=0)
    # Of its file: mp4, webm, mp3, m4a, ogg, wav.
    ending = models.CharField(max_length=4, blank=True, default="", db_default="")
    # The name of the file with the words that are spoken, and their language.
    captions = models.CharField(max_length=22, blank=True, default="", db_default="")
    captions_language = models.CharField(max_length=10, blank=True, default="", db_default="")
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
    def is_film(self) -> bool:
        """Something to play, be it to see or only to hear."""
        return self.kind != self.Kind.PICTURE

    @property
    def film_path(self) -> str:
        return f"films/{self.key}/film.{self.ending}"

    @property
    def captions_path(self) -> str:
        return f"films/{self.key}/{self.captions}.vtt"

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

    def _as_film(self) -> Film | None:
        if not self.is_film:
            return None
        if not self.is_ready:
            return Film(kind=self.kind, failure=self.failure)
        return Film(
            kind=self.kind,
            url=f"{settings.MEDIA_URL}{self.film_path}",
            content_type=CONTENT_TYPES[self.ending],
            seconds=self.seconds,
            captions_url=f"{settings.MEDIA_URL}{self.captions_path}" if self.captions else "",
            captions_language=self.captions_language,
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
            film=self._as_film(),
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


class Arrival(models.Model):
    """A film on its way: pieces of it lie in quarantine, and the next one begins where the last one ended."""

    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, primary_key=True, related_name="arrival")
    container = models.CharField(max_length=4)
    size_bytes = models.PositiveBigIntegerField()
    received_bytes = models.PositiveBigIntegerField(default=0)
    pieces = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(received_bytes__lte=F("size_bytes")), name="media_no_more_than_said")
        ]

    def __str__(self) -> str:
        return f"{self.received_bytes} of {self.size_bytes}"


class FilmRules(models.Model):
    """What the owner decides about films and sounds. There is one row; before anybody changed it, an unsaved one."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    are_welcome = models.BooleanField(_("members may send films and sounds"), default=True)
    megabytes_max = models.PositiveIntegerField(_("largest file, in MB"), default=200)
    minutes_max = models.PositiveIntegerField(_("longest film, in minutes"), default=10)
    per_day_max = models.PositiveIntegerField(_("films of one member in a day"), default=10)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="media_film_rules_only_one")]
        verbose_name_plural = "film rules"

    def __str__(self) -> str:
        return "rules of films"
