"""Only a person with a reason sets a level back, and only the team gives the last one."""

import pytest
from django.apps import apps

from korzo.activity.models import Activity
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.models import Grant
from korzo.moderation.queries.weights import trust_of
from korzo.trust.actions import free_level, give_level, recount, take_level
from korzo.trust.models import Decision, Standing
from korzo.trust.queries import badges
from korzo.trust.tests.scenes import becomes_new, keys_of, level_of
from tests.cast import Cast, let_worker_finish

WHY = "Always there for newcomers."


def test_the_team_gives_the_last_level(cast: Cast) -> None:
    give_level(cast.tea, level=4, actor=cast.sara, reason=WHY)
    assert keys_of(cast.tea) == ["trust:1", "trust:2", "trust:3", "trust:4"]
    assert trust_of(cast.tea.pk) == 4
    (decision,) = Decision.objects.all()
    assert (decision.member, decision.by, decision.verb) == (cast.tea, cast.sara, "given")
    assert (decision.level_before, decision.level_after, decision.reason) == (0, 4, WHY)
    assert str(badges([cast.tea.pk])[cast.tea.pk].label) == "Guide"


def test_taking_leaves_the_levels_below(cast: Cast) -> None:
    give_level(cast.tea, level=3, actor=cast.sara, reason=WHY)
    take_level(cast.tea, level=1, actor=cast.mira, reason="Was rude to three newcomers.")
    assert keys_of(cast.tea) == ["trust:1"]
    assert Standing.objects.get(pk=cast.tea.pk).bound == 1
    assert badges([cast.tea.pk]) == {}


def test_grants_of_other_rooms_stay(cast: Cast) -> None:
    Grant.objects.create(member=cast.tea, key="trust:2", source="import")
    give_level(cast.tea, level=2, actor=cast.sara, reason=WHY)
    take_level(cast.tea, level=0, actor=cast.sara, reason="Was rude to three newcomers.")
    assert list(Grant.objects.filter(member=cast.tea).values_list("key", "source")) == [("trust:2", "import")]


def test_the_member_is_told_and_reads_why(cast: Cast) -> None:
    give_level(cast.tea, level=2, actor=cast.sara, reason=WHY)
    take_level(cast.tea, level=1, actor=cast.sara, reason="Was rude to three newcomers.")
    let_worker_finish()
    notice = apps.get_model("notifications", "Notice").objects.get(member=cast.tea, kind="trust.level_taken")
    assert notice.link == "/trust/"
    # The words themselves are with the decision, and not in the log.
    (taken,) = Activity.objects.filter(verb="trust.level_taken")
    assert taken.data == {"of_member_id": cast.tea.pk, "level": 1}


def test_what_was_taken_may_grow_again(cast: Cast) -> None:
    becomes_new(cast.tea)
    recount([cast.tea.pk])
    take_level(cast.tea, level=0, actor=cast.sara, reason="Was rude to three newcomers.")
    assert recount([cast.tea.pk]) == 0
    free_level(cast.tea, actor=cast.mira, reason="We talked, and it is fine.")
    assert recount([cast.tea.pk]) == 1
    assert level_of(cast.tea) == 1


@pytest.mark.parametrize("role", ["outsider", "member", "moderator"])
def test_nobody_else_decides(cast: Cast, role: str) -> None:
    actor = cast.by_role()[role]
    with pytest.raises(Refused):
        give_level(cast.luka, level=1, actor=actor, reason=WHY)
    with pytest.raises(Refused):
        take_level(cast.luka, level=0, actor=actor, reason=WHY)
    with pytest.raises(Refused):
        free_level(cast.luka, actor=actor, reason=WHY)
    assert not Decision.objects.exists()
    assert not Standing.objects.exists()
    assert not Activity.objects.filter(verb__startswith="trust.").exists()


def test_nobody_decides_about_themselves(cast: Cast) -> None:
    with pytest.raises(Refused, match="Somebody else"):
        give_level(cast.sara, level=4, actor=cast.sara, reason=WHY)


def test_a_reason_is_asked_for(cast: Cast) -> None:
    with pytest.raises(FieldRefused, match="say why"):
        give_level(cast.tea, level=1, actor=cast.sara, reason="  ")
    assert level_of(cast.tea) == 0


@pytest.mark.parametrize("level", [0, 2, 5])
def test_giving_lifts(cast: Cast, level: int) -> None:
    give_level(cast.tea, level=2, actor=cast.sara, reason=WHY)
    with pytest.raises(FieldRefused, match="above"):
        give_level(cast.tea, level=level, actor=cast.sara, reason=WHY)


def test_taking_lowers(cast: Cast) -> None:
    with pytest.raises(FieldRefused, match="below"):
        take_level(cast.tea, level=0, actor=cast.sara, reason=WHY)


def test_what_grows_by_itself_is_not_freed(cast: Cast) -> None:
    with pytest.raises(Refused, match="by itself already"):
        free_level(cast.tea, actor=cast.sara, reason=WHY)
