"""Opening, joining, asking, keeping, ending; the right that comes and goes with it."""

import pytest

from korzo.activity.models import Activity
from korzo.groups.actions import (
    Face,
    Ways,
    accept_request,
    add_member,
    ask_to_join,
    decline_request,
    describe_group,
    end_group,
    free_keeper,
    join_group,
    leave_group,
    name_keeper,
    open_group,
    remove_member,
    set_ways,
    take_back_request,
)
from korzo.groups.models import Group, GroupMember, GroupRequest
from korzo.groups.permissions import ASK_AGAIN_AFTER, mentionable_by, visible_to
from korzo.groups.tests.scenes import a_group, kept_by, put_in, told
from korzo.kit.errors import Missing, Refused
from korzo.members.actions import erase, grant
from korzo.members.models import Grant
from korzo.members.queries import about, holds, rights_offered
from korzo.search.models import Document
from tests.cast import Cast, let_worker_finish

pytestmark = pytest.mark.django_db
ASK, SHUT = Group.Entry.REQUEST, Group.Entry.CLOSED


def verbs() -> list[str]:
    rows = Activity.objects.filter(verb__startswith="groups.").order_by("pk")
    return [verb.removeprefix("groups.") for verb in rows.values_list("verb", flat=True)]


@pytest.mark.parametrize("who", ["luka", "tea", "ivo"])
def test_only_the_team_opens_and_ends(cast: Cast, who: str) -> None:
    group = a_group(cast)
    person = getattr(cast, who)
    kept_by(group, cast, person)
    before = verbs()
    with pytest.raises(Refused):
        open_group("others", actor=person, face=Face("Others"))
    with pytest.raises(Refused):
        end_group(group, actor=person)
    with pytest.raises(Refused):
        set_ways(group, actor=person, handle="others", ways=Ways())
    with pytest.raises(Refused):
        name_keeper(group, actor=person, member=person)
    assert (Group.objects.count(), verbs()) == (1, before)


def test_an_open_group_is_joined_and_left(cast: Cast) -> None:
    group = a_group(cast)
    assert join_group(group, actor=cast.luka)
    assert not join_group(group, actor=cast.luka)
    assert holds(cast.luka, "group:walkers")
    assert leave_group(group, actor=cast.luka)
    assert not leave_group(group, actor=cast.luka)
    assert not holds(cast.luka, "group:walkers")
    assert verbs() == ["opened", "joined", "left"]
    # Nobody is told what they did themselves.
    assert told() == set()
    with pytest.raises(Refused):
        join_group(group, actor=None)


@pytest.mark.parametrize("entry", [ASK, SHUT])
def test_other_doors_are_not_walked_through(cast: Cast, entry: str) -> None:
    group = a_group(cast, entry=entry)
    with pytest.raises(Refused):
        join_group(group, actor=cast.luka)
    assert (GroupMember.objects.count(), Grant.objects.count()) == (0, 0)


def test_a_right_from_elsewhere_stays(cast: Cast) -> None:
    group = put_in(a_group(cast), cast, cast.luka)
    grant(cast.luka.pk, key=group.key, source="by hand")
    leave_group(group, actor=cast.luka)
    assert holds(cast.luka, group.key)


def test_it_is_asked_and_answered_and_all_are_told(cast: Cast) -> None:
    group = kept_by(a_group(cast, entry=ASK), cast, cast.tea)
    assert ask_to_join(group, actor=cast.luka)
    assert not ask_to_join(group, actor=cast.luka)
    # Sara made her the keeper of it.
    of_tea = {("Tea", "joined"), ("Tea", "keeper_named")}
    assert told() == {("Tea", "asked")} | of_tea
    accept_request(group, actor=cast.tea, member=cast.luka)
    assert told() == {("Tea", "asked"), ("Luka", "joined")} | of_tea
    news = Activity.objects.latest("pk").kind
    assert news.link() == "/groups/walkers/"
    assert "Walkers" in news.notice_sentence()  # type: ignore[attr-defined]
    assert holds(cast.luka, group.key)
    assert not GroupRequest.objects.exists()


def test_the_team_is_asked_where_nobody_keeps_it(cast: Cast) -> None:
    ask_to_join(a_group(cast, entry=ASK), actor=cast.luka)
    assert told() == {("Sara", "asked"), ("Mira", "asked")}


def test_a_no_is_told_and_stays_for_a_month(cast: Cast) -> None:
    group = a_group(cast, entry=ASK)
    ask_to_join(group, actor=cast.luka)
    decline_request(group, actor=cast.sara, member=cast.luka)
    assert ("Luka", "declined") in told()
    with pytest.raises(Refused, match="month"):
        ask_to_join(group, actor=cast.luka)
    with pytest.raises(Missing):
        accept_request(group, actor=cast.sara, member=cast.luka)
    said = GroupRequest.objects.get().declined_at
    assert said is not None
    assert ask_to_join(group, actor=cast.luka, at=said + ASK_AGAIN_AFTER)
    assert take_back_request(group, actor=cast.luka)
    assert not GroupRequest.objects.exists()


def test_keepers_look_after_their_own_group_alone(cast: Cast) -> None:
    group = kept_by(a_group(cast, entry=SHUT), cast, cast.tea)
    other = a_group(cast, "others", entry=SHUT)
    add_member(group, actor=cast.tea, member=cast.luka)
    describe_group(group, actor=cast.tea, face=Face(" Slow  walkers ", "On Sundays."))
    group.refresh_from_db()
    assert (group.name, group.description) == ("Slow walkers", "On Sundays.")
    assert remove_member(group, actor=cast.tea, member=cast.luka)
    for deed in (
        lambda: add_member(other, actor=cast.tea, member=cast.luka),
        lambda: describe_group(other, actor=cast.tea, face=Face("Mine")),
        lambda: add_member(group, actor=cast.luka, member=cast.luka),
    ):
        with pytest.raises(Refused):
            deed()
    assert {("Luka", "joined"), ("Luka", "left")} <= told()
    free_keeper(group, actor=cast.sara, member=cast.tea)
    with pytest.raises(Refused):
        add_member(group, actor=cast.tea, member=cast.luka)


def test_somebody_is_added_once_and_never_after_leaving_for_good(cast: Cast) -> None:
    group = put_in(a_group(cast), cast, cast.luka)
    with pytest.raises(Refused, match="already"):
        add_member(group, actor=cast.sara, member=cast.luka)
    erase(cast.luka)
    cast.luka.refresh_from_db()
    let_worker_finish()
    assert not GroupMember.objects.exists()
    with pytest.raises(Refused):
        add_member(group, actor=cast.sara, member=cast.luka)


def test_another_handle_keeps_the_right(cast: Cast) -> None:
    group = put_in(a_group(cast), cast, cast.luka)
    set_ways(group, actor=cast.sara, handle="hikers", ways=Ways(SHUT, Group.MentionedBy.NOBODY))
    group.refresh_from_db()
    assert (group.handle, group.key, group.entry) == ("hikers", "group:walkers", "closed")
    add_member(group, actor=cast.sara, member=cast.tea)
    assert holds(cast.luka, "group:walkers")
    assert holds(cast.tea, "group:walkers")
    assert not holds(cast.tea, "group:hikers")
    offered = [one for one in rights_offered() if one.heading == "Groups"]
    assert [[(right.key, right.label) for right in one.rights] for one in offered] == [[("group:walkers", "Walkers")]]


def test_an_ended_group_takes_its_right_along(cast: Cast) -> None:
    group = put_in(a_group(cast, entry=ASK), cast, cast.luka, cast.tea)
    ask_to_join(group, actor=cast.ivo)
    let_worker_finish()
    assert Document.objects.filter(kind="group").count() == 1
    end_group(group, actor=cast.mira)
    let_worker_finish()
    assert not Grant.objects.filter(key=group.key).exists()
    assert (GroupMember.objects.count(), GroupRequest.objects.count()) == (0, 0)
    assert not visible_to(cast.mira).exists()
    assert not mentionable_by(cast.mira).exists()
    assert not Document.objects.filter(kind="group").exists()
    group.refresh_from_db()
    with pytest.raises(Refused, match="no more"):
        join_group(group, actor=cast.luka)


@pytest.mark.parametrize(
    ("mentioned_by", "may"),
    [("nobody", set()), ("group", {"tea", "sara", "mira"}), ("members", {"tea", "luka", "ivo", "sara", "mira"})],
)
def test_who_may_mention_it(cast: Cast, mentioned_by: str, may: set[str]) -> None:
    put_in(a_group(cast, mentioned_by=mentioned_by), cast, cast.tea)
    asked = {name: getattr(cast, name) for name in ("tea", "luka", "ivo", "sara", "mira", "nada")}
    assert {name for name, person in asked.items() if mentionable_by(person).exists()} == may


def test_it_is_in_the_export_of_a_member(cast: Cast) -> None:
    kept_by(a_group(cast), cast, cast.tea)
    ask_to_join(a_group(cast, "askers", entry=ASK), actor=cast.tea)
    told = about(cast.tea)
    assert [row["group__handle"] for row in told["groups"]] == ["walkers"]
    assert told["groups"][0]["keeper_since"] is not None
    assert [row["group__handle"] for row in told["groups_asked"]] == ["askers"]
