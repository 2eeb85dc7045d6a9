"""Thresholds are everybody's to read; who stands where, and why, is known to the member and the team."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from korzo.kit.errors import FieldRefused, Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, ability, can, check_can, check_signed_in
from korzo.trust.levels import HIGHEST
from korzo.trust.models import REASON_LENGTH_MAX, Decision, Standing

DECIDE = ability("trust.decide", Member.Role.STAFF)
CHANGE_THRESHOLDS = ability("trust.change_thresholds", Member.Role.STAFF)
REASON_LENGTH_MIN = 5


def check_decide(person: Person, member: Member) -> Member:
    actor = check_signed_in(person)
    check_can(actor, DECIDE)
    if actor.pk == member.pk:
        raise Refused(_("Somebody else of the team decides about your own level."))
    if member.erased_at is not None:
        raise Refused(_("This person left."))
    return actor


def check_lift(standing: Standing, level: int) -> None:
    if not standing.level < level <= HIGHEST:
        raise FieldRefused("level", _("Please choose a level above the one they have."))


def check_lower(standing: Standing, level: int) -> None:
    if not 0 <= level < standing.level:
        raise FieldRefused("level", _("Please choose a level below the one they have."))


def checked_reason(reason: str) -> str:
    """Its member reads it: one line, and not nothing."""
    why = " ".join(reason.replace("\x00", "").split())
    if len(why) < REASON_LENGTH_MIN:
        raise FieldRefused("reason", _("Please say why. The member reads it."))
    if len(why) > REASON_LENGTH_MAX:
        raise FieldRefused("reason", _("Please say it a little shorter."))
    return why


def decisions_visible_to(person: Person) -> QuerySet[Decision]:
    if person is None:
        return Decision.objects.none()
    return Decision.objects.all() if can(person, DECIDE) else Decision.objects.filter(member=person)
