import csv
import io
import json
from datetime import timedelta

import pytest
from django.test import Client

from korzo.activity.models import Activity
from korzo.kit.errors import FieldRefused, Refused
from korzo.polls.actions import (
    SurveyWords,
    change_pages,
    change_survey,
    close_due_surveys,
    close_survey,
    create_survey,
    finish_survey,
    forget_member,
    keep_answers,
    publish_survey,
)
from korzo.polls.content import Answers, Condition, Content, Kind, Page, Question, faults
from korzo.polls.models import Sheet, Survey, SurveyBox, SurveyClosure, SurveyVersion
from korzo.polls.queries.survey_results import survey_results
from korzo.polls.tests.scenes import crowd, now
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db

PAGES = Content(
    pages=(
        Page("You", (Question("q1", "Do you run?", Kind.SINGLE, ("Yes", "No"), is_required=True),)),
        Page("Running", (Question("q2", "How far?", Kind.MULTIPLE, ("5", "10", "42")),), Condition("q1", "is", "Yes")),
        Page(
            "Us",
            (
                Question("q3", "Our shoes", Kind.RATING),
                Question("q4", "Would you recommend us?", Kind.NPS),
                Question("q5", "What is missing?", Kind.TEXT, condition=Condition("q1", "is_not", "No")),
            ),
        ),
    ),
    next_number=6,
)


def a_survey(cast: Cast, *, is_anonymous: bool = False) -> Survey:
    survey = create_survey(
        SurveyWords("How do you run?", intro="Three pages.", is_anonymous=is_anonymous), actor=cast.sara
    )
    change_pages(survey, lambda _old: PAGES, actor=cast.sara)
    publish_survey(survey, actor=cast.sara)
    return survey


def test_a_member_goes_page_by_page(cast: Cast) -> None:
    survey = a_survey(cast)
    client = signed_in(cast.tea)
    address = "/surveys/how-do-you-run/"
    assert "Do you run?" in client.get(address).content.decode()
    refused = client.post(address, {"place": "0"})
    assert (refused.status_code, "This one needs an answer." in refused.content.decode()) == (422, True)
    assert client.post(address, {"place": "0", "q1": "Yes"})["Location"] == f"{address}?page=2"
    # Somebody who comes back later goes on where they were.
    assert "How far?" in signed_in(cast.tea).get(address).content.decode()
    assert client.post(address, {"place": "1", "q2": ["5", "42"]})["Location"] == f"{address}?page=3"
    assert client.post(address, {"place": "2", "q3": "4", "q4": "9", "q5": " Socks. "})["Location"] == address
    sheet = Sheet.objects.get()
    assert (sheet.member, sheet.is_finished) == (cast.tea, True)
    assert sheet.answers == {"q1": "Yes", "q2": ["5", "42"], "q3": 4, "q4": 9, "q5": "Socks."}
    assert "You have answered this survey." in client.get(address).content.decode()
    assert Survey.objects.get().answer_count == 1
    assert Activity.objects.get(verb="polls.survey_answered").data == {"survey_id": survey.pk}


def test_conditions_pass_over_what_does_not_fit(cast: Cast) -> None:
    a_survey(cast)
    client = signed_in(cast.tea)
    address = "/surveys/how-do-you-run/"
    client.post(address, {"place": "0", "q1": "Yes"})
    client.post(address, {"place": "1", "q2": ["5"]})
    # Going back and choosing otherwise: what was said on the way that is left falls away.
    assert client.post(address, {"place": "1", "back": "1"})["Location"] == f"{address}?page=1"
    assert client.post(address, {"place": "0", "q1": "No"})["Location"] == f"{address}?page=3"
    shown = client.get(f"{address}?page=3").content.decode()
    assert "Our shoes" in shown
    assert "What is missing?" not in shown
    client.post(address, {"place": "2", "q3": "5", "q5": "I should not be asked."})
    assert Sheet.objects.get().answers == {"q1": "No", "q3": 5}


def test_an_anonymous_survey_travels_with_the_person(cast: Cast) -> None:
    a_survey(cast, is_anonymous=True)
    client = signed_in(cast.tea)
    address = "/surveys/how-do-you-run/"
    answer = client.post(address, {"place": "0", "q1": "Yes"})
    assert (answer.status_code, "How far?" in answer.content.decode()) == (200, True)
    assert not Sheet.objects.exists()
    # The same browser goes on, another person in it does not.
    assert "How far?" in client.get(address).content.decode()
    client.force_login(cast.luka)
    assert "Do you run?" in client.get(address).content.decode()
    client.force_login(cast.tea)
    client.post(address, {"place": "1", "q2": ["10"]})
    client.post(address, {"place": "2", "q3": "3"})
    assert SurveyBox.objects.get().sheets == [{"q1": "Yes", "q2": ["10"], "q3": 3}]
    sheet = Sheet.objects.get()
    assert (sheet.answers, sheet.started_at, sheet.finished_at) == ({}, None, None)
    assert not Activity.objects.filter(verb="polls.survey_answered").exists()
    with pytest.raises(Refused):
        keep_answers(Survey.objects.get(), actor=cast.luka, answers={})


def test_a_version_stays_with_whoever_began_with_it(cast: Cast) -> None:
    survey = a_survey(cast)
    client = signed_in(cast.tea)
    address = "/surveys/how-do-you-run/"
    client.post(address, {"place": "0", "q1": "No"})
    fresh = Content((Page("", (Question("q6", "Only this", Kind.TEXT),)),), 7)
    change_pages(survey, lambda _old: fresh, actor=cast.sara)
    publish_survey(survey, actor=cast.sara)
    publish_survey(survey, actor=cast.sara)
    assert SurveyVersion.objects.count() == 2
    assert "Our shoes" in client.get(address).content.decode()
    assert "Only this" in signed_in(cast.luka).get(address).content.decode()
    assert Sheet.objects.get(member=cast.tea).version.number == 1


def test_it_closes_by_its_date_and_by_hand(cast: Cast) -> None:
    survey = a_survey(cast)
    change_survey(survey, SurveyWords("How do you run?", closes_at=now() + timedelta(hours=1)), actor=cast.sara)
    later = now() + timedelta(hours=2)
    version = SurveyVersion.objects.get()
    with pytest.raises(Refused, match="closed"):
        finish_survey(survey, actor=cast.tea, version=version, answers={"q1": "No"}, at=later)
    assert (close_due_surveys(now()), close_due_surveys(later), close_due_surveys(later)) == (0, 1, 0)
    close_survey(survey, actor=cast.sara)
    assert SurveyClosure.objects.count() == Activity.objects.filter(verb="polls.survey_closed").count() == 1
    assert "has closed" in signed_in(cast.tea).get("/surveys/how-do-you-run/").content.decode()


def test_a_guest_is_invited_and_a_draft_is_hidden(cast: Cast) -> None:
    a_survey(cast)
    assert "Sign in to answer" in Client().get("/surveys/how-do-you-run/").content.decode()
    create_survey(SurveyWords("Not yet"), actor=cast.sara)
    assert signed_in(cast.tea).get("/surveys/not-yet/").status_code == 404


_WHY = Page("", (Question("q9", "Why?", Kind.TEXT, condition=Condition("q1", "is", "Yes")),))
BROKEN = {
    "no question": Content(),
    "same page": Content((Page("", (*PAGES.pages[0].questions, *_WHY.questions)),)),
    "later page": Content((_WHY, PAGES.pages[0])),
    "no such answer": Content((PAGES.pages[0], Page("", (), Condition("q1", "is", "Perhaps")))),
    "not a number": Content((PAGES.pages[0], Page("", (), Condition("q1", "at_least", "Yes")))),
    "a single option": Content((Page("", (Question("q1", "?", Kind.SINGLE, ("A",)),)),)),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_pages_that_cannot_be_answered_are_not_published(cast: Cast, name: str) -> None:
    assert len(faults(BROKEN[name])) == 1
    survey = create_survey(SurveyWords("Broken"), actor=cast.sara)
    change_pages(survey, lambda _old: BROKEN[name], actor=cast.sara)
    with pytest.raises(Refused):
        publish_survey(survey, actor=cast.sara)
    assert not SurveyVersion.objects.exists()


def test_only_the_team_writes_surveys(cast: Cast) -> None:
    for person in (None, cast.tea, cast.ivo):
        with pytest.raises(Refused):
            create_survey(SurveyWords("Mine"), actor=person)
    survey = a_survey(cast)
    with pytest.raises(FieldRefused, match="address"):
        create_survey(SurveyWords("How do you run?"), actor=cast.sara)
    finish_survey(survey, actor=cast.tea, version=SurveyVersion.objects.get(), answers={"q1": "No"})
    with pytest.raises(FieldRefused, match="as they saw it"):
        change_survey(survey, SurveyWords("How do you run?", is_anonymous=True), actor=cast.sara)


def test_results_add_up_over_versions_and_export(cast: Cast) -> None:
    survey = a_survey(cast)
    version = SurveyVersion.objects.get()
    for n, member in enumerate(crowd(30)):
        answers: Answers = {"q1": "Yes", "q2": ["5", "10"], "q3": 4, "q4": 10 if n < 20 else 3, "q5": "=cmd()"}
        finish_survey(survey, actor=member, version=version, answers=answers)
    found = {one.question.key: one for one in survey_results(survey)}
    assert [(bar.text, bar.count) for bar in found["q1"].bars] == [("Yes", 30), ("No", 0)]
    assert (found["q3"].mean, found["q4"].score, len(found["q5"].texts)) == (4, round(100 * (20 - 10) / 30), 30)
    staff = signed_in(cast.sara)
    assert "What is missing?" in staff.get(f"/staff/surveys/{survey.pk}/results/").content.decode()
    text = staff.get(f"/staff/surveys/{survey.pk}/answers.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:3] == ["version", "member", "finished_at"]
    assert len(rows) == 31
    assert (rows[1][1], rows[1][4], rows[1][7]) == ("voter1", "5; 10", "'=cmd()")
    told = json.loads(staff.get(f"/staff/surveys/{survey.pk}/answers.json").content)
    assert len(told["sheets"]) == 30
    assert told["sheets"][0]["answers"]["q4"] == 10


def test_who_leaves_takes_their_words_along(cast: Cast) -> None:
    survey = a_survey(cast)
    answers: Answers = {"q1": "Yes", "q3": 4, "q5": "I am Tea from Nitra."}
    finish_survey(survey, actor=cast.tea, version=SurveyVersion.objects.get(), answers=answers)
    forget_member(cast.tea.pk)
    sheet = Sheet.objects.get()
    assert (sheet.member, sheet.answers) == (None, {"q1": "Yes", "q3": 4})


def test_the_team_writes_one_without_scripts(cast: Cast) -> None:
    staff = signed_in(cast.sara)
    made = staff.post("/staff/surveys/", {"title": "Socks", "place": "/?thing=5"})
    survey = Survey.objects.get()
    assert made["Location"] == f"/staff/surveys/{survey.pk}/"
    assert (survey.subject_label, survey.subject_id) == ("scenes.thing", 5)
    base = f"/staff/surveys/{survey.pk}/"
    one = {"text": "Which?", "kind": "single", "options": "Wool\nCotton\n\nWool"}
    assert staff.post(f"{base}pages/0/new/", {**one, "options": "Wool"}).status_code == 422
    assert staff.post(f"{base}pages/0/new/", one).status_code == 302
    staff.post(f"{base}pages/")
    why = {
        "text": "Why wool?",
        "kind": "text",
        "condition_question": "q1",
        "condition_operator": "is",
        "condition_value": "Wool",
    }
    assert staff.post(f"{base}pages/1/new/", why).status_code == 302
    assert "Why wool?" in staff.get(base).content.decode()
    assert staff.get(f"{base}pages/1/q2/").status_code == 200
    assert staff.post(f"{base}publication/").status_code == 302
    content = SurveyVersion.objects.get().content
    assert [question["key"] for page in content["pages"] for question in page["questions"]] == ["q1", "q2"]
    assert content["pages"][0]["questions"][0]["options"] == ["Wool", "Cotton"]
    staff.post(f"{base}pages/1/", {"move": "up"})
    assert "does not stand on an earlier page" in staff.get(base).content.decode()
    staff.post(f"{base}pages/0/q2/", {"_method": "delete"})
    assert staff.get(f"{base}pages/0/q2/").status_code == 404


def test_a_broken_place_is_told(cast: Cast) -> None:
    answer = signed_in(cast.sara).post("/staff/surveys/", {"title": "Socks", "place": "https://elsewhere.example/"})
    assert (answer.status_code, Survey.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    "path", ["surveys/", "surveys/{pk}/", "surveys/{pk}/results/", "surveys/{pk}/answers.csv", "opinions/"]
)
def test_the_desk_is_closed_to_others(cast: Cast, path: str) -> None:
    address = f"/staff/{path.format(pk=a_survey(cast).pk)}"
    answers = [signed_in(one).get(address).status_code for one in cast.by_role().values()]
    assert answers == [302, 302, 403, 200, 200]
