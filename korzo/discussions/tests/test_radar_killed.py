"""A worker is killed while it asks members about questions: none is forgotten, and nobody is asked twice."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.discussions.actions import look_after_questions
from korzo.discussions.models import AnswerRequest, QuestionWait, Topic
from korzo.discussions.tests.merits import check_questions
from korzo.discussions.tests.talk import grown_up, make_product, make_space, make_topic
from korzo.discussions.tests.test_radar import own
from korzo.members.models import Member
from tests.cast import Cast
from tests.installation import ROOT, wait_for

QUESTIONS = 60
# More members than one question asks, and fewer asks a member and week than there are questions: most go to the team.
HELPERS = 30

pytestmark = pytest.mark.django_db(transaction=True)


def lay_out(cast: Cast) -> None:
    space, product = make_space(grown_up(cast)), make_product()
    hash_of_nobody = "!"
    people = Member.objects.bulk_create(
        Member(email=f"h{n}@example.com", name=f"Helper {n}", handle=f"helper{n}", password=hash_of_nobody)
        for n in range(HELPERS)
    )
    Member.objects.update(last_seen_at=timezone.now(), joined_at=timezone.now() - timedelta(days=100))
    for member in people:
        own(product, member)
    for n in range(QUESTIONS):
        make_topic(space, cast.tea, question=True, title=f"Question number {n}")
    Topic.objects.update(product=product, created_at=timezone.now() - timedelta(hours=50))


def worker() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-P", "-m", "korzo.discussions.tests.radar_process"]
    known = {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "korzo.project.settings"}
    return subprocess.Popen([*command, str(connection.settings_dict["NAME"])], env=os.environ | known, cwd=ROOT)


def test_each_question_is_asked_about_once_however_often_its_worker_dies(cast: Cast) -> None:
    lay_out(cast)
    for least in (1, 15, 30, 45):
        process = worker()
        wait_for(lambda least=least: QuestionWait.objects.count() >= least, f"question {least}")  # type: ignore[misc]
        # Somewhere in the middle of a step, at a place that nobody chose.
        time.sleep(0.003 * least % 0.05)
        process.kill()
        process.wait()
        check_questions()
    done = QuestionWait.objects.count()
    assert 45 <= done < QUESTIONS
    assert look_after_questions() == QUESTIONS - done
    assert look_after_questions() == 0
    assert QuestionWait.objects.count() == QUESTIONS
    asks = list(AnswerRequest.objects.values_list("topic_id", "member_id"))
    assert len(asks) == len(set(asks)) == Activity.objects.filter(verb="discussions.answer_asked").count()
    # Each of them was asked as often as a week allows, no more and no less.
    assert len(asks) == 3 * HELPERS
    assert Activity.objects.filter(verb="discussions.question_passed_on").count() == QUESTIONS
    with_team = QuestionWait.objects.filter(stage=QuestionWait.Stage.TEAM).count()
    assert with_team == QUESTIONS - QuestionWait.objects.filter(stage=QuestionWait.Stage.ASKED).count() > 0
    check_questions()
