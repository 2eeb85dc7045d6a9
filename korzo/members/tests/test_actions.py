from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.kit.errors import Refused
from korzo.members.actions import change_role, confirm_mail, consent, grant, join, withdraw
from korzo.members.models import Grant, Member
from korzo.members.permissions import (
    CHANGE_COMMUNITY,
    CHANGE_ROLES,
    SEE_MEMBERS,
    all_abilities,
    can,
    check_can,
    check_signed_in,
)
from korzo.members.queries import holders, holds
from tests.cast import Cast


@pytest.mark.parametrize(
    ("ability", "roles"),
    [
        (SEE_MEMBERS, {"moderator", "staff", "owner"}),
        (CHANGE_ROLES, {"owner"}),
        (CHANGE_COMMUNITY, {"staff", "owner"}),
        ("nobody.declared", set()),
    ],
)
def test_an_ability_belongs_to_its_roles(cast: Cast, ability: str, roles: set[str]) -> None:
    assert {role for role, person in cast.by_role().items() if can(person, ability)} == roles
    for role, person in cast.by_role().items():
        if role not in roles:
            with pytest.raises(Refused):
                check_can(person, ability)


def test_the_owner_has_every_ability_and_an_erased_owner_none(cast: Cast) -> None:
    assert all(can(cast.mira, name) for name in all_abilities())
    cast.mira.is_active = False
    assert not any(can(cast.mira, name) for name in all_abilities())


def test_nobody_is_not_signed_in(cast: Cast) -> None:
    assert check_signed_in(cast.tea) == cast.tea
    cast.tea.is_active = False
    for person in (None, cast.tea):
        with pytest.raises(Refused):
            check_signed_in(person)


@pytest.mark.parametrize("who", ["tea", "ivo", "sara"])
def test_only_the_owner_changes_roles(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        change_role(cast.luka, actor=getattr(cast, who), role=Member.Role.OWNER)
    cast.luka.refresh_from_db()
    assert (cast.luka.role, cast.luka.is_superuser) == ("member", False)
    assert not Activity.objects.filter(verb="members.role_changed").exists()


def test_a_role_brings_its_rights_and_takes_them(cast: Cast) -> None:
    change_role(cast.luka, actor=cast.mira, role=Member.Role.OWNER)
    luka = Member.objects.get(pk=cast.luka.pk)
    assert (luka.is_superuser, luka.is_staff, luka.has_perm("wagtailadmin.access_admin")) == (True, True, True)
    change_role(cast.luka, actor=cast.mira, role=Member.Role.MEMBER)
    luka = Member.objects.get(pk=cast.luka.pk)
    assert (luka.is_superuser, luka.is_staff, luka.has_perm("wagtailadmin.access_admin")) == (False, False, False)
    rows = Activity.objects.filter(verb="members.role_changed").order_by("pk")
    assert [(one.actor_id, one.actor_kind, one.member_id, one.data["role"]) for one in rows] == [
        (cast.mira.pk, "staff", cast.luka.pk, "owner"), (cast.mira.pk, "staff", cast.luka.pk, "member"),
    ]  # fmt: skip


@pytest.mark.parametrize(("email", "handle"), [("TEA@example.com", "other"), ("other@example.com", "TEA")])
def test_mail_and_handle_are_one_persons_in_any_letters(cast: Cast, email: str, handle: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        join(email=email, name="Other", handle=handle)
    assert Member.objects.count() == 5


def test_somebody_joins_once(cast: Cast) -> None:
    for _ in range(2):
        confirm_mail(cast.tea)
    assert Activity.objects.filter(verb="members.joined", member_id=cast.tea.pk).count() == 1


def test_a_right_may_end_and_may_come_from_two(cast: Cast) -> None:
    now = timezone.now()
    grant(cast.tea.pk, key="owns:9", source="shop")
    grant(cast.tea.pk, key="owns:9", source="raffle", until=now - timedelta(seconds=1))
    grant(cast.luka.pk, key="owns:9", source="raffle", until=now - timedelta(seconds=1))
    assert (holds(cast.tea, "owns:9"), holds(cast.luka, "owns:9")) == (True, False)
    assert holders("owns:9", {cast.tea.pk, cast.luka.pk}) == {cast.tea.pk}
    withdraw(cast.tea.pk, key="owns:9", source="shop")
    assert not holds(cast.tea, "owns:9")
    grant(cast.tea.pk, key="owns:9", source="raffle", until=now + timedelta(days=1))
    assert holds(cast.tea, "owns:9")
    assert Grant.objects.filter(member=cast.tea).count() == 1


def test_withdrawing_a_consent_is_a_new_row(cast: Cast) -> None:
    consent(cast.tea, purpose="newsletter", given=True, text="Yes.")
    consent(cast.tea, purpose="newsletter", given=False, text="No more.")
    assert list(cast.tea.consents.order_by("pk").values_list("given", "text", "language")) == [
        (True, "Yes.", "en"), (False, "No more.", "en"),
    ]  # fmt: skip
