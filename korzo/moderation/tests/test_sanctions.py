"""Warnings and limits: always told, never for ever by accident, and the hardest only by two."""

from datetime import timedelta

import pytest
from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from korzo.activity.models import Outgoing
from korzo.kit.errors import Refused
from korzo.members.models import BarredMail, Member
from korzo.moderation import actions
from korzo.moderation.actions import Why
from korzo.moderation.models import Entry, Sanction, Statement, Sweep
from korzo.moderation.permissions import check_may_write
from korzo.moderation.queries.members import hours_proposed
from korzo.moderation.tests.acting import decided
from korzo.moderation.tests.wall import Wall
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
WHY = Why("rude", "Three times this week.")


def barred(mail: str) -> bool:
    """Whether somebody with this address is turned away."""
    try:
        get_adapter().clean_email(mail)
    except ValidationError:
        return True
    return False


def fresh(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


def test_who_may_write_is_known_without_asking(cast: Cast, django_assert_num_queries: object) -> None:
    luka = fresh(cast.luka)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert check_may_write(luka) == luka
    with pytest.raises(Refused, match="sign in"):
        check_may_write(None)


def test_a_silence_ends_by_itself_and_says_when(cast: Cast) -> None:
    made = actions.silence(cast.luka, actor=cast.ivo, why=WHY)
    luka = fresh(cast.luka)
    with pytest.raises(Refused, match="write again from"):
        check_may_write(luka)
    luka.silenced_until = timezone.now() - timedelta(seconds=1)
    assert check_may_write(luka)
    assert (made.statement.restriction, made.statement.until) == ("silenced", made.until)  # type: ignore[union-attr]
    assert Outgoing.objects.filter(sender="moderation.letter", member_id=luka.pk).count() == 1


def test_a_warning_must_be_read(cast: Cast) -> None:
    made = actions.warn(cast.luka, actor=cast.ivo, why=WHY)
    with pytest.raises(Refused, match="read it"):
        check_may_write(fresh(cast.luka))
    with pytest.raises(Refused):
        actions.read_warning(made, actor=cast.tea)
    actions.read_warning(made, actor=cast.luka)
    assert check_may_write(fresh(cast.luka))


def test_each_time_is_longer(cast: Cast) -> None:
    lengths = []
    for _number in range(5):
        lengths.append(hours_proposed(cast.luka.pk))
        actions.silence(cast.luka, actor=cast.ivo, why=WHY)
    assert lengths == [24, 72, 168, 720, 720]
    Sanction.objects.update(at=timezone.now() - timedelta(days=366))
    assert hours_proposed(cast.luka.pk) == 24


def test_lifting_ends_it_and_withdraws_the_reasons(cast: Cast) -> None:
    made = actions.silence(cast.luka, actor=cast.ivo, why=WHY)
    actions.lift(made, actor=cast.sara)
    assert check_may_write(fresh(cast.luka))
    assert hours_proposed(cast.luka.pk) == 24
    assert Statement.objects.filter(withdrawal__isnull=False).count() == 1
    with pytest.raises(Refused, match="ended before"):
        actions.lift(made, actor=cast.sara)


def test_a_longer_silence_is_not_shortened_by_another(cast: Cast) -> None:
    long = actions.silence(cast.luka, actor=cast.ivo, why=WHY, hours=720)
    actions.silence(cast.luka, actor=cast.ivo, why=WHY, hours=1)
    assert fresh(cast.luka).silenced_until == long.until


@pytest.mark.parametrize("who", ["tea", "luka", "nada"])
def test_members_give_nothing(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    for give in (actions.warn, actions.silence, actions.suspend, actions.propose_ban):
        with pytest.raises(Refused):
            give(cast.luka, actor=person, why=WHY)
    with pytest.raises(Refused):
        actions.write_note(cast.luka, actor=person, words="Hm.")
    assert (Sanction.objects.count(), Entry.objects.count()) == (0, 0)


def test_moderators_suspend_nobody_and_nobody_touches_the_team(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.suspend(cast.luka, actor=cast.ivo, why=WHY)
    for member in (cast.ivo, cast.sara, cast.mira):
        with pytest.raises(Refused, match="belongs to the team"):
            actions.warn(member, actor=cast.sara, why=WHY)
    assert not Sanction.objects.exists()


def test_who_is_suspended_reaches_their_data_their_standing_and_the_door(cast: Cast) -> None:
    browser = signed_in(cast.luka)
    assert browser.get("/members/settings/").status_code == 200
    made = actions.suspend(cast.luka, actor=cast.sara, why=WHY)
    for path in ("/members/settings/", "/notices/", "/accounts/email/"):
        assert browser.get(path)["Location"] == "/report/standing/", path
    assert browser.post("/members/settings/", {"name": "Luka the second"}).status_code == 403
    for path in (
        "/report/standing/",
        f"/report/decisions/{made.statement_id}/",
        "/members/privacy/",
        "/members/privacy/export/",
    ):
        assert browser.get(path).status_code == 200, path
    assert fresh(cast.luka).name == "Luka"
    again = signed_in(fresh(cast.luka))
    assert again.get("/notices/")["Location"] == "/report/standing/"
    actions.lift(made, actor=cast.sara)
    assert browser.get("/members/settings/").status_code == 200


def test_a_ban_takes_two_and_the_first_cannot_be_the_second(cast: Cast) -> None:
    item = actions.propose_ban(cast.luka, actor=cast.sara, why=WHY)
    assert not fresh(cast.luka).is_suspended
    with pytest.raises(Refused, match="second person"):
        decided(item, cast.sara, "agree")
    with pytest.raises(Refused, match="Only the team"):
        decided(item, cast.ivo, "agree")
    assert not fresh(cast.luka).is_suspended
    decided(item, cast.mira, "agree")
    assert fresh(cast.luka).is_suspended
    assert barred("LUKA+new@example.com")
    sanction = Sanction.objects.get()
    assert (sanction.by, sanction.confirmed_by) == (cast.sara, cast.mira)
    assert Statement.objects.get().restriction == "banned"


def test_the_database_itself_refuses_two_eyes(cast: Cast) -> None:
    actions.propose_ban(cast.luka, actor=cast.sara, why=WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sanction.objects.update(confirmed_by=cast.sara)


def test_a_ban_that_the_second_does_not_want_never_was(cast: Cast) -> None:
    item = actions.propose_ban(cast.luka, actor=cast.ivo, why=WHY)
    with pytest.raises(Refused, match="proposed or in force"):
        actions.propose_ban(cast.luka, actor=cast.sara, why=WHY)
    decided(item, cast.mira, "disagree")
    assert not fresh(cast.luka).is_suspended
    assert not Statement.objects.exists()
    assert not BarredMail.objects.exists()
    assert actions.propose_ban(cast.luka, actor=cast.sara, why=WHY).is_open


def test_lifting_a_ban_lets_the_address_in_again(cast: Cast) -> None:
    item = actions.propose_ban(cast.luka, actor=cast.sara, why=WHY)
    decided(item, cast.mira, "agree")
    with pytest.raises(Refused):
        actions.lift(Sanction.objects.get(), actor=cast.ivo)
    actions.lift(Sanction.objects.get(), actor=cast.mira)
    assert not barred(cast.luka.email)
    assert not fresh(cast.luka).is_suspended


def test_a_barred_address_opens_no_account(cast: Cast) -> None:
    item = actions.propose_ban(cast.luka, actor=cast.sara, why=WHY)
    decided(item, cast.mira, "agree")
    answer = signed_in(None).post(
        "/accounts/signup/", {"name": "Luke", "email": "luka+two@example.com", "password1": "promenade-at-dawn"}
    )
    assert answer.status_code != 302
    assert not Member.objects.filter(name="Luke").exists()
    BarredMail.objects.update(until=timezone.now())
    assert not barred("luka+two@example.com")


def test_what_they_wrote_stays_hides_or_goes(cast: Cast, wall: Wall) -> None:
    for _number in range(3):
        wall.write(cast.luka)
    wall.write(cast.luka, is_shown=False)
    wall.write(cast.tea)
    item = actions.propose_ban(cast.luka, actor=cast.sara, why=WHY)
    decided(item, cast.mira, "agree", content="hides")
    sweep = Sweep.objects.get()
    assert actions.hide_traces(sweep.pk) == 3
    assert actions.hide_traces(sweep.pk) == 0
    assert [wall.is_shown(pk) for pk in range(1, 6)] == [False, False, False, False, True]
    actions.undo_sweep(sweep, actor=cast.ivo)
    assert actions.show_traces(sweep.pk) == 3
    assert [wall.is_shown(pk) for pk in range(1, 6)] == [True, True, True, False, True]
    with pytest.raises(Refused, match="taken back already"):
        actions.undo_sweep(sweep, actor=cast.ivo)


def test_a_sweep_comes_back_for_thirty_days_and_never_when_it_was_for_good(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    sweep = actions.sweep(cast.luka, actor=cast.ivo)
    actions.hide_traces(sweep.pk)
    sweep.at = timezone.now() - timedelta(days=31)
    with pytest.raises(Refused, match="Thirty days"):
        actions.undo_sweep(sweep, actor=cast.ivo)
    final = actions.sweep(cast.luka, actor=cast.ivo, is_for_good=True)
    with pytest.raises(Refused, match="with the ban"):
        actions.undo_sweep(final, actor=cast.ivo)
    with pytest.raises(Refused):
        actions.sweep(cast.ivo, actor=cast.sara)
    assert not wall.is_shown(1)
