"""What the owner decided, and the notice for guests as it reads now."""

from korzo.comments.models import Rules
from korzo.comments.notice import Notice, notice_of
from korzo.community.queries import the_community
from korzo.edge.recording import reads
from korzo.moderation.queries.policy import the_policy


def the_rules() -> Rules:
    """The one row; before anybody changed anything, an unsaved one with our defaults."""
    reads("comments")
    return Rules.objects.filter(pk=1).first() or Rules()


def the_notice() -> Notice:
    """In the language of now."""
    return notice_of(the_rules(), the_community(), the_policy().contact_mail)
