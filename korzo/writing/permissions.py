"""Who may see the versions of a text, and who may take one from view."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from korzo.kit.errors import Missing, Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, ability, can, check_signed_in
from korzo.writing.models import Draft, Revision
from korzo.writing.registry import Subject, Unregistered, history_of

HIDE_REVISIONS = ability("writing.hide_revisions", Member.Role.MODERATOR, Member.Role.STAFF)


def check_writes(person: Person) -> Member:
    return check_signed_in(person)


def visible_drafts(person: Person) -> QuerySet[Draft]:
    """One's own; nobody else's, whatever the role."""
    if person is None or not person.is_active:
        return Draft.objects.none()
    return Draft.objects.filter(member=person)


def subject_for(person: Person, label: str, pk: int) -> Subject:
    """The thing whose history is asked for. Missing where there is none that this person may see."""
    try:
        subject = history_of(label)(person, pk)
    except Unregistered:
        subject = None
    if subject is None:
        raise Missing(f"{label} {pk}")
    return subject


def may_hide(person: Person) -> bool:
    return can(person, HIDE_REVISIONS)


def check_hide(person: Person, revision: Revision) -> Member:
    member = check_signed_in(person)
    if not may_hide(member):
        raise Refused(_("Only the team can take a version from view."))
    subject_for(member, revision.subject_label, revision.subject_id)
    return member
