"""What can be done to a member."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.members.activities import MemberErased, MemberJoined, RoleChanged
from korzo.members.models import Consent, Grant, Member
from korzo.members.permissions import CHANGE_ROLES, check_can


def join(
    *,
    email: str,
    name: str,
    handle: str,
    password: str | None = None,
    language: str = "en",
    role: str = Member.Role.MEMBER,
    joined_at: datetime | None = None,
    backfilled: bool = False,
) -> Member:
    """Open an account. Sign-up, the command line and the demo all come through here."""
    with transaction.atomic():
        member = Member.objects.create_user(
            email=email,
            password=password,
            name=name,
            handle=handle,
            language=language,
            role=role,
            joined_at=joined_at or timezone.now(),
            is_superuser=role == Member.Role.OWNER,
        )
        joined(member, backfilled=backfilled)
    return member


def joined(member: Member, *, backfilled: bool = False) -> None:
    """Tell the house that somebody new is here."""
    record(
        MemberJoined(of_member_id=member.pk),
        actor_id=member.pk,
        member_id=member.pk,
        occurred_at=member.joined_at,
        dedupe_key=f"members.joined:{member.pk}",
        backfilled=backfilled,
    )


def change_language(member: Member, *, language: str) -> None:
    Member.objects.filter(pk=member.pk).update(language=language)
    member.language = language


def change_role(member: Member, *, actor: Member, role: str) -> None:
    check_can(actor, CHANGE_ROLES)
    with transaction.atomic():
        Member.objects.filter(pk=member.pk).update(role=role, is_superuser=role == Member.Role.OWNER)
        record(
            RoleChanged(of_member_id=member.pk, role=role),
            actor_id=actor.pk,
            actor_kind="staff",
            member_id=member.pk,
        )
    member.role = role


def grant(member_id: int, *, key: str, source: str, until: datetime | None = None) -> None:
    """Give a right; giving it twice from one source changes nothing but its end."""
    Grant.objects.update_or_create(member_id=member_id, key=key, source=source, defaults={"until": until})


def withdraw(member_id: int, *, key: str, source: str) -> None:
    Grant.objects.filter(member_id=member_id, key=key, source=source).delete()


def consent(member: Member, *, purpose: str, given: bool, text: str) -> None:
    Consent.objects.create(member=member, purpose=purpose, given=given, text=text, language=member.language)


def erase(member: Member) -> None:
    """Take a person's data out. The row stays, nameless, so that what others wrote below it keeps its place."""
    with transaction.atomic():
        member.consents.all().delete()
        member.grants.all().delete()
        Member.objects.filter(pk=member.pk).update(
            email=f"erased-{member.pk}@invalid.invalid",
            name="",
            handle=f"erased-{member.pk}",
            town="",
            bio="",
            avatar="",
            role=Member.Role.MEMBER,
            is_superuser=False,
            is_active=False,
            erased_at=timezone.now(),
            password="!",
        )
        record(MemberErased(of_member_id=member.pk), actor_id=member.pk, member_id=member.pk)
