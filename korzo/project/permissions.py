"""Abilities that concern the whole house and no single room."""

from korzo.members.models import Member
from korzo.members.permissions import ability

SEE_JOBS = ability("staff.jobs", Member.Role.STAFF)
SEE_STATE = ability("staff.state", Member.Role.STAFF)
