"""What happens to ideas: votes for them, and how far they came."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.discussions.models.states import Brought
from korzo.discussions.models.talk import REASON_LENGTH_MAX, IdeaState, Topic

# In these somebody may still vote, and a vote is one of the few that a member has.
OPEN_STATES = (IdeaState.NEW, IdeaState.CONSIDERING, IdeaState.PLANNED)


class IdeaVote(models.Model):
    """One member wants this. The vote is free again when the idea is done or declined, and the row stays."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="votes", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "member"], name="discussions_vote_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} wants idea {self.topic_id}"


class IdeaChange(Brought):
    """An idea came to this state. The newest row says the same as the topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="idea_changes")
    state = models.CharField(max_length=11, choices=IdeaState)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH_MAX, blank=True)

    def __str__(self) -> str:
        return f"idea {self.topic_id}: {self.state}"


class IdeaMerge(Brought):
    """The same idea as another: its votes went there, its words stay to be read."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="idea_merge")
    into = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="merged_ideas")

    def __str__(self) -> str:
        return f"idea {self.topic_id} joined to {self.into_id}"
