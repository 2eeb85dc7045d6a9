"""What roles may do in the talk, by name."""

from korzo.members.models import Member
from korzo.members.permissions import ability

OPEN_SPACES = ability("discussions.open_spaces", Member.Role.STAFF)
MODERATE = ability("discussions.moderate", Member.Role.MODERATOR, Member.Role.STAFF)
EDIT_ANY = ability("discussions.edit_any", Member.Role.STAFF)
ACCEPT_ANY = ability("discussions.accept_any", Member.Role.STAFF)
ANNOUNCE = ability("discussions.announce", Member.Role.STAFF)
DECIDE_IDEAS = ability("discussions.decide_ideas", Member.Role.STAFF)
KEEP_TAGS = ability("discussions.keep_tags", Member.Role.STAFF)
LOOK_AFTER_QUESTIONS = ability("discussions.look_after_questions", Member.Role.MODERATOR, Member.Role.STAFF)
