"""Every night somebody looks whether the published results are still the published ones."""

import pytest
from django.utils import translation

from korzo.contests.actions import check_results, keep_time
from korzo.contests.models import Breach, Contest, Result
from korzo.contests.phases import Phase
from korzo.contests.tests.scenes import a_contest, an_entry, grow_up
from tests.cast import Cast, signed_in


@pytest.fixture
def over(cast: Cast) -> list[Contest]:
    grow_up(cast)
    made = []
    for title in ("Rain", "Snow", "Fog"):
        contest = a_contest(cast, Phase.DONE, title=title)
        an_entry(contest, cast.tea)
        made.append(contest)
    keep_time()
    assert Result.objects.count() == 3
    return made


def state(cast: Cast) -> str:
    with translation.override("en"):
        return signed_in(cast.mira).get("/staff/state/").text


def test_all_is_as_it_was(cast: Cast, over: list[Contest]) -> None:
    assert check_results() == 0
    assert not Breach.objects.exists()
    assert "The published results of contests are as they were." in state(cast)


def test_a_house_without_results_has_nothing_to_watch(cast: Cast) -> None:
    assert check_results() == 0
    assert "No contest is over yet" in state(cast)


def test_changed_figures_are_found_and_shown_in_plain_words(cast: Cast, over: list[Contest]) -> None:
    row = Result.objects.get(contest=over[1])
    Result.objects.filter(pk=row.pk).update(document=row.document.replace('"votes":0', '"votes":9'))
    assert check_results() == 1
    assert check_results() == 1
    assert list(Breach.objects.values_list("contest", flat=True)) == [over[1].pk]
    page = state(cast)
    assert "are not the ones that were published" in page
    assert "Snow" in page
    assert "Bring these results back from a backup" in page
    Result.objects.filter(pk=row.pk).update(document=row.document)
    assert check_results() == 0
    assert not Breach.objects.exists()


def test_a_missing_one_breaks_the_chain(over: list[Contest]) -> None:
    Result.objects.filter(contest=over[1]).delete()
    assert check_results() == 1
    assert list(Breach.objects.values_list("contest", flat=True)) == [over[2].pk]
