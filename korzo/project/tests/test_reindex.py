import pytest

from korzo.jobs.models import Progress
from korzo.project.cli import EXIT_FINE, main
from korzo.project.tasks import keep_search_current, tend_search
from korzo.search.models import Document, Rebuilding, Spelling
from korzo.search.queries import is_current
from tests.cast import Cast


def test_it_builds_the_index_and_says_so(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reindex"]) == EXIT_FINE
    assert "The index is complete: 5 things were looked at." in capsys.readouterr().out
    assert (Document.objects.count(), is_current()) == (5, True)


def test_it_goes_on_or_begins_anew(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    Rebuilding.objects.create(version=1, kind="member", position=cast.ivo.pk, done=3, total=5)
    assert main(["reindex"]) == EXIT_FINE
    assert "Going on behind 3 of 5." in capsys.readouterr().out
    assert Document.objects.count() == 2
    assert main(["reindex", "--anew"]) == EXIT_FINE
    assert "Going on" not in capsys.readouterr().out
    assert Document.objects.count() == 5


def test_the_worker_builds_an_index_that_is_not_of_today(cast: Cast) -> None:
    assert keep_search_current.call() is True
    assert keep_search_current.call() is False
    assert Document.objects.count() == 5
    told = Progress.objects.get(key="project.search")
    assert (told.done, told.total, told.finished_at is not None) == (5, 5, True)
    Rebuilding.objects.update(version=0)
    assert keep_search_current.call() is True


def test_the_night_learns_words_and_tidies_up(cast: Cast) -> None:
    main(["reindex"])
    Spelling.objects.all().delete()
    assert tend_search.call() == 5
    assert Spelling.objects.filter(word="mira").exists()
