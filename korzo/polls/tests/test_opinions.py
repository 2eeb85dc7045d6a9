from datetime import UTC, datetime

import pytest

from korzo.activity.models import Activity
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.queries import about
from korzo.polls.actions import forget_member, give_opinion
from korzo.polls.models import Opinion
from korzo.polls.queries import has_given_opinion, opinion_report
from korzo.polls.tests.scenes import crowd
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
AUTUMN, WINTER = datetime(2031, 11, 3, tzinfo=UTC), datetime(2032, 1, 3, tzinfo=UTC)


def test_it_is_one_a_quarter(cast: Cast) -> None:
    give_opinion(actor=cast.tea, score=3, comment="Late parcels.", at=AUTUMN)
    give_opinion(actor=cast.tea, score=9, comment="Better.", at=AUTUMN)
    give_opinion(actor=cast.tea, score=10, at=WINTER)
    assert list(Opinion.objects.order_by("quarter").values_list("quarter", "score", "comment")) == [
        (20314, 9, "Better."),
        (20321, 10, ""),
    ]
    assert Activity.objects.filter(verb="polls.opinion_given").count() == 2
    given = has_given_opinion(cast.tea, WINTER)
    assert (given.score if given else None, has_given_opinion(cast.luka, WINTER)) == (10, None)


@pytest.mark.parametrize(
    ("score", "comment", "field"),
    [(None, "", "score"), (11, "", "score"), (-1, "", "score"), (5, "x" * 1001, "comment")],
)
def test_it_refuses_what_is_not_on_the_scale(cast: Cast, score: int | None, comment: str, field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        give_opinion(actor=cast.tea, score=score, comment=comment)
    assert refused.value.field == field
    with pytest.raises(Refused):
        give_opinion(actor=None, score=5)
    assert not Opinion.objects.exists()


def test_there_is_no_score_below_thirty(cast: Cast) -> None:
    people = crowd(30)
    for n, member in enumerate(people[:29]):
        give_opinion(actor=member, score=10 if n < 15 else 6 if n < 20 else 8, at=AUTUMN)
    report = opinion_report()
    assert report.chosen is not None
    assert (report.chosen.answers, report.chosen.score) == (29, None)
    give_opinion(actor=people[29], score=9, comment="At last.", at=AUTUMN)
    report = opinion_report()
    assert report.chosen is not None
    assert (report.chosen.promoters, report.chosen.passives, report.chosen.detractors) == (16, 9, 5)
    assert report.chosen.score == round(100 * (16 - 5) / 30)
    assert [one.words for one in report.comments] == ["At last."]
    assert "2031/4" in signed_in(cast.sara).get("/staff/opinions/").content.decode()


def test_a_member_says_it_on_a_page(cast: Cast) -> None:
    client = signed_in(cast.tea)
    assert signed_in(None).get("/polls/opinion/").status_code == 302
    assert client.get("/polls/opinion/").status_code == 200
    refused = client.post("/polls/opinion/", {"comment": "Fine."})
    assert (refused.status_code, "Fine." in refused.content.decode()) == (422, True)
    assert client.post("/polls/opinion/", {"score": "8", "comment": "Fine."}).status_code == 302
    assert about(cast.tea)["opinions"][0]["score"] == 8
    forget_member(cast.tea.pk)
    left = Opinion.objects.get()
    assert (left.member, left.score, left.comment) == (None, 8, "")
