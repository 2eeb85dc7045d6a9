"""Who may write, flag, decide and sanction: the sentence for a person, and the rows for a list, side by side."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.kit.formats import long_date_and_time
from korzo.members.models import Member
from korzo.members.permissions import Person, ability, can, check_can, check_signed_in
from korzo.moderation.models import Statement

MODERATE = ability("moderation.decide", Member.Role.MODERATOR, Member.Role.STAFF)
# Who shuts somebody out, empties a member's history or changes the rules answers for the shop.
SANCTION_HARD = ability("moderation.suspend", Member.Role.STAFF)
CHANGE_POLICY = ability("moderation.change_policy", Member.Role.STAFF)
READ_LOG = ability("moderation.read_log", Member.Role.STAFF)


def check_may_write(person: Person) -> Member:
    """Whoever wants to post anything passes here. It asks the database nothing: the member's own row knows."""
    member = check_signed_in(person)
    now = timezone.now()
    if member.suspended_until is not None and member.suspended_until > now:
        raise Refused(_("Your account is suspended. The page “Your standing” says why and until when."))
    if member.has_unread_warning:
        raise Refused(_("The team wrote to you. Please read it on the page “Your standing” first; then you can go on."))
    if member.silenced_until is not None and member.silenced_until > now:
        raise Refused(
            _("You can read and react, and you can write again from %(date)s. The page “Your standing” says why.")
            % {"date": shown_moment(member.silenced_until)}
        )
    return member


def shown_moment(moment: datetime) -> str:
    return long_date_and_time(timezone.localtime(moment), get_language())


def check_moderate(person: Person) -> Member:
    member = check_signed_in(person)
    check_can(member, MODERATE)
    return member


def check_sanction(person: Person, member: Member, *, hard: bool) -> Member:
    """Moderators warn and silence; staff also suspend and propose bans. Nobody sanctions the team, nor themselves."""
    actor = check_moderate(person)
    if hard:
        check_can(actor, SANCTION_HARD)
    if member.role != Member.Role.MEMBER:
        raise Refused(_("This person belongs to the team. The owner can change their role first."))
    if member.erased_at is not None:
        raise Refused(_("This person left."))
    return actor


def check_second_person(actor: Member, first_id: int | None) -> None:
    """Four eyes: whoever took the first step cannot take the second."""
    if actor.pk == first_id:
        raise Refused(_("A second person decides this. You took the first step yourself."))


def statements_visible_to(person: Person) -> QuerySet[Statement]:
    """The person concerned reads what was decided about them, and so does the team."""
    if person is None:
        return Statement.objects.none()
    if can(person, MODERATE):
        return Statement.objects.all()
    return Statement.objects.filter(member=person)
