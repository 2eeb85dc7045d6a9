from random import Random

import pytest

from korzo.loyalty.actions import rebuild_standings, reverse
from korzo.loyalty.models import PointEntry, Standing
from korzo.loyalty.tests.scenes import a_claim, an_accepted, paid
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("rules")


def test_the_sums_never_drift(cast: Cast) -> None:
    chance = Random(7)
    people = [cast.tea, cast.luka, cast.ivo]
    for _turn in range(60):
        member, post_id = chance.choice(people), chance.randint(1, 6)
        if chance.random() < 0.6:
            paid(member, post_id)
        else:
            reverse(a_claim(member, post_id, stands=False), cause=an_accepted(member, post_id))
    assert rebuild_standings() == 0
    for member in people:
        entries = PointEntry.objects.filter(member=member).values_list("points", flat=True)
        assert Standing.objects.get(pk=member.pk).points == sum(entries)


def test_it_mends_a_wrong_sum_and_a_missing_one(cast: Cast) -> None:
    paid(cast.tea, 1)
    paid(cast.luka, 2)
    Standing.objects.filter(pk=cast.tea.pk).update(points=999, level=5)
    Standing.objects.filter(pk=cast.luka.pk).delete()
    Standing.objects.create(member=cast.ivo, points=7)
    assert rebuild_standings() == 3
    assert dict(Standing.objects.values_list("pk", "points")) == {cast.tea.pk: 30, cast.luka.pk: 30, cast.ivo.pk: 0}
    assert Standing.objects.get(pk=cast.tea.pk).level == 2
    assert rebuild_standings() == 0
