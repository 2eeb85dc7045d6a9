"""People, what they may do, and what they have been granted."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NAME_LENGTH_MAX = 60
HANDLE_LENGTH_MAX = 30
BIO_LENGTH_MAX = 600
TIME_ZONE_LENGTH_MAX = 64


class MemberManager(BaseUserManager["Member"]):
    def get_queryset(self) -> "MemberQuerySet":
        return MemberQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        member = self.model(email=self.normalize_email(email).lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get_queryset().in_any_case("email", username or "").get()


class MemberQuerySet(models.QuerySet["Member"]):
    def present(self) -> "MemberQuerySet":
        """Everybody whose account is open."""
        return self.filter(is_active=True, erased_at__isnull=True)

    def in_any_case(self, field: str, wanted: str) -> "MemberQuerySet":
        """By mail address or handle, compared as the indexes compare: `iexact` would look at every member."""
        return self.alias(folded=Lower(field)).filter(folded=Lower(Value(wanted)))


class Member(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The mail is never shown; the name and the handle are what others see."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        MODERATOR = "moderator", _("Moderator")
        STAFF = "staff", _("Staff")
        OWNER = "owner", _("Owner")

    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH_MAX)
    handle = models.CharField(_("handle"), max_length=HANDLE_LENGTH_MAX, unique=True)
    role = models.CharField(max_length=9, choices=Role, default=Role.MEMBER)
    language = models.CharField(_("language"), max_length=5, default="en")
    # As in the zone database, "Europe/Bratislava"; empty while neither they nor their browser said so.
    time_zone = models.CharField(_("time zone"), max_length=TIME_ZONE_LENGTH_MAX, blank=True, default="", db_default="")
    town = models.CharField(_("town"), max_length=60, blank=True)
    bio = models.CharField(_("about you"), max_length=BIO_LENGTH_MAX, blank=True)
    avatar = models.CharField(max_length=120, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    erased_at = models.DateTimeField(null=True)
    # What moderation decided, repeated here so that a check asks nothing: its own rows are the truth.
    silenced_until = models.DateTimeField(null=True)
    suspended_until = models.DateTimeField(null=True)
    has_unread_warning = models.BooleanField(default=False, db_default=False)

    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="members_email_any_case"),
            models.UniqueConstraint(Lower("handle"), name="members_handle_any_case"),
        ]
        indexes = [
            models.Index(fields=["-joined_at"], name="members_newest"),
            models.Index(fields=["role"], condition=~Q(role="member"), name="members_team"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("web:member", args=[self.handle])

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """Wagtail's menu asks for it, and would show the mail address in its place."""
        return self.name

    @property
    def avatar_url(self) -> str:
        return default_storage.url(self.avatar) if self.avatar else ""

    @property
    def is_staff(self) -> bool:
        """Whether Django's own tools let them in. What they may do there is asked view by view."""
        return self.role in {self.Role.MODERATOR, self.Role.STAFF, self.Role.OWNER}

    @property
    def is_suspended(self) -> bool:
        """Whether they may only take their data, ask for a second look, and leave."""
        return self.suspended_until is not None and self.suspended_until > timezone.now()

    @property
    def is_team(self) -> bool:
        """Speaks for the shop: shown beside their name everywhere."""
        return self.role in {self.Role.STAFF, self.Role.OWNER}


class Grant(models.Model):
    """A right that a higher room gave: "owns product 9", "may enter space 3". Rooms below only ask for it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="grants")
    key = models.CharField(max_length=80)
    source = models.CharField(max_length=80)
    granted_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key", "source"], name="members_grant_once")]
        indexes = [models.Index(fields=["key"], name="members_grant_key")]

    def __str__(self) -> str:
        return f"{self.key} for {self.member_id}"


class Consent(models.Model):
    """What a person agreed to, in the words they saw, with the time. Withdrawing is a new row."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    given = models.BooleanField()
    text = models.TextField()
    language = models.CharField(max_length=5)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["member", "purpose", "-at"], name="members_consent_latest")]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.given}"


class HandleBook(models.Model):
    """One row, held by whoever gives a handle away, so that nobody else gives the same one at the same moment."""

    id = models.SmallIntegerField(primary_key=True, default=1)

    def __str__(self) -> str:
        return "the book of handles"


class TakenHandle(models.Model):
    """A handle that no member can have: a room above gave it to something of its own, such as a group. It stays taken,
    also when that thing got another one, so that old words never lead to somebody else.
    """

    handle = models.CharField(max_length=HANDLE_LENGTH_MAX, unique=True)
    of_label = models.CharField(max_length=40)
    of_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(handle=Lower("handle")), name="members_taken_handle_in_lower_case"),
        ]

    def __str__(self) -> str:
        return f"@{self.handle} of {self.of_label} {self.of_id}"


class BarredMail(models.Model):
    """A mail address that may not come back for a while. Only its keyed hash is kept, so it names nobody."""

    mail_hash = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"barred until {self.until:%Y-%m-%d}"


class Mute(models.Model):
    """A member wants to read nothing of another, who with `is_block` does not reach them either. Nobody is told."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    is_block = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "other"], name="members_mute_once"),
            models.CheckConstraint(condition=~Q(member=models.F("other")), name="members_mute_of_others"),
        ]
        # Asked for with every notice: who does not want to hear of this author.
        indexes = [models.Index(fields=["other", "is_block", "member"], name="members_deaf_to")]

    def __str__(self) -> str:
        return f"member {self.member_id} mutes {self.other_id}"
