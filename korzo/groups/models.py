"""Groups: members who belong together, by a right that they share, or because somebody wants to call them all."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.members.models import HANDLE_LENGTH_MAX

NAME_LENGTH_MAX = 60
TEXT_LENGTH_MAX = 300
# Of the grant that its people hold: "group:" and the first handle.
KEY_LENGTH_MAX = 40
LABEL = "groups.group"


class Group(models.Model):
    """A handle that can be mentioned, and a right that its people hold.

    The key of the right is given once: another handle later changes nothing in what the group opens.
    """

    class Entry(models.TextChoices):
        OPEN = "open", _("Open: everybody joins as they like")
        REQUEST = "request", _("By request: a keeper or the team says yes")
        CLOSED = "closed", _("Closed: only a keeper or the team adds people")

    class MentionedBy(models.TextChoices):
        NOBODY = "nobody", _("Nobody")
        GROUP = "group", _("The people of the group, and the team")
        MEMBERS = "members", _("All members")

    handle = models.CharField(_("handle"), max_length=HANDLE_LENGTH_MAX, unique=True)
    key = models.CharField(max_length=KEY_LENGTH_MAX, unique=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH_MAX)
    description = models.CharField(_("what it is for"), max_length=TEXT_LENGTH_MAX, blank=True)
    picture = models.CharField(max_length=120, blank=True)
    entry = models.CharField(max_length=7, choices=Entry, default=Entry.OPEN)
    mentioned_by = models.CharField(max_length=7, choices=MentionedBy, default=MentionedBy.GROUP)
    opened_at = models.DateTimeField(default=timezone.now)
    # Its people and their right went; the row stays, because its handle is nobody else's.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(handle=Lower("handle")), name="groups_handle_in_lower_case")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("groups:group", args=[self.handle])

    @property
    def picture_url(self) -> str:
        return default_storage.url(self.picture) if self.picture else ""


class GroupMember(models.Model):
    """Somebody is in a group; a keeper also says who comes in, and what the group is for."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="people", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now)
    keeper_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="groups_member_once")]
        indexes = [models.Index(fields=["group", "joined_at", "id"], name="groups_members_in_order")]

    def __str__(self) -> str:
        return f"member {self.member_id} of group {self.group_id}"


class GroupRequest(models.Model):
    """Somebody asked to come in. A no stays for a while, so that nobody has to say it every day."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="requests", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="groups_request_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} asks for group {self.group_id}"
