"""What the team does in the back office. Who may come in at all stands in the table of roles."""

from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.contests.actions import cast_vote
from korzo.contests.models import Cancellation, Contest, Juror, VoteRuling
from korzo.contests.phases import Phase
from korzo.contests.tests.scenes import DAY, a_contest, a_file, an_entry, crowd, grow_up
from tests.cast import Cast, signed_in


@pytest.fixture(autouse=True)
def old(cast: Cast) -> None:
    grow_up(cast)


def form(**changes: object) -> dict[str, object]:
    begin = timezone.localtime() + DAY
    moments = {"opens_at": 0, "entries_until": 7, "votes_until": 14, "results_at": 15}
    dates = {name: f"{begin + days * DAY:%Y-%m-%dT%H:%M}" for name, days in moments.items()}
    words = {"title": "Fog", "story": "One.\n\nTwo.", "rules": "Be kind.", "kind": "pictures", "judging": "votes"}
    return {**dates, **words, "entries_each": 1, "votes_each": 3, "jury_weight": 50, **changes}


def test_it_makes_and_announces_a_contest(cast: Cast) -> None:
    sara = signed_in(cast.sara)
    response = sara.post("/staff/contests/new/", form(picture=a_file()))
    contest = Contest.objects.get()
    assert response["Location"] == f"/staff/contests/{contest.pk}/"
    assert (contest.title, contest.picture is not None, contest.story_html.count("<p")) == ("Fog", True, 2)
    # What was typed is by the clock of the community.
    assert contest.entries_until - contest.opens_at == timedelta(days=7)
    assert "nobody sees it" in sara.get(response["Location"]).content.decode()
    sara.post(f"{response['Location']}announcement/")
    assert sara.get("/staff/contests/").content.decode().count("Opens soon") == 1


def test_errors_stand_beside_the_field(cast: Cast) -> None:
    response = signed_in(cast.sara).post("/staff/contests/new/", form(votes_until="", title="Kept"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Please say until when." in page
    assert 'value="Kept"' in page
    assert not Contest.objects.exists()


def test_it_changes_what_may_change(cast: Cast) -> None:
    contest = a_contest(cast, kind="pictures")
    page = signed_in(cast.sara).get(f"/staff/contests/{contest.pk}/")
    fields = page.context["form"].initial
    same = {name: value for name, value in fields.items() if value is not None}
    same |= {name: f"{fields[name]:%Y-%m-%dT%H:%M:%S}" for name in fields if hasattr(fields[name], "hour")}
    answer = signed_in(cast.sara).post(f"/staff/contests/{contest.pk}/", {**same, "story": "Fog will do, too."})
    assert answer.status_code == 302, answer.context["form"].errors
    contest.refresh_from_db()
    assert contest.story_plain == "Fog will do, too."
    answer = signed_in(cast.sara).post(f"/staff/contests/{contest.pk}/", {**same, "rules": "Two pictures."})
    assert answer.status_code == 422
    assert "stays as people read it" in answer.content.decode()


def test_it_names_and_releases_a_juror(cast: Cast) -> None:
    contest = a_contest(cast, judging="jury")
    sara, path = signed_in(cast.sara), f"/staff/contests/{contest.pk}/jury/"
    assert "no member with this name" in sara.post(path, {"handle": "nobody"}).content.decode()
    assert sara.post(path, {"handle": "ivo"}).status_code == 302
    juror = Juror.objects.get()
    sara.post(f"{path}{juror.pk}/", {"_method": "delete"})
    assert not Juror.objects.exists()


def test_it_calls_a_contest_off_with_a_reason(cast: Cast) -> None:
    contest = a_contest(cast)
    sara, path = signed_in(cast.sara), f"/staff/contests/{contest.pk}/cancellation/"
    assert sara.post(path, {"reason": ""}).status_code == 422
    assert sara.post(path, {"reason": "A flood."}).status_code == 302
    assert Cancellation.objects.get().reason == "A flood."


def test_it_looks_at_odd_votes_and_decides(cast: Cast) -> None:
    contest = a_contest(cast, Phase.VOTE)
    entry = an_entry(contest, cast.tea)
    begin = timezone.now() - timedelta(hours=1)
    votes = [cast_vote(entry, actor=one, at=begin + n * timedelta(seconds=9)) for n, one in enumerate(crowd(9))]
    sara, path = signed_in(cast.sara), f"/staff/contests/{contest.pk}/votes/"
    page = sara.get(path).content.decode()
    assert "got 9 of its 9 votes within ten minutes" in page
    ids = " ".join(str(one.pk) for one in votes)
    assert sara.post(path, {"votes": ids, "counts": "no"}).status_code == 422
    assert not VoteRuling.objects.exists()
    assert sara.post(path, {"votes": ids, "counts": "no", "reason": "A robot."}).status_code == 302
    assert VoteRuling.objects.filter(counts=False, reason="A robot.").count() == 9
