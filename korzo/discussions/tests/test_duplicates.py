"""Questions that were asked before: proposed, decided, flattened, undone; and who hears of the answer."""

import random
from contextlib import suppress
from threading import Thread

import pytest
from django.db import close_old_connections, connection
from django.urls import reverse

from korzo.activity.models import Activity
from korzo.discussions import actions as talk
from korzo.discussions import tasks
from korzo.discussions.models import DuplicateProposal, QuestionDuplicate, Space, Topic
from korzo.discussions.tests.merits import check_questions
from korzo.discussions.tests.talk import make_reply, make_space, make_topic
from korzo.kit.errors import Refused
from korzo.members.models import Member
from tests.cast import Cast, let_worker_finish, signed_in


@pytest.fixture
def older(space: Space, town: Cast) -> Topic:
    return make_topic(space, town.ivo, question=True, title="How do I keep my feet dry?")


def leads() -> dict[int, int]:
    return dict(QuestionDuplicate.objects.values_list("topic_id", "of_id"))


def test_a_member_proposes_and_the_asker_decides(question: Topic, older: Topic, town: Cast) -> None:
    made = talk.propose_duplicate(question, actor=town.luka, of=older)
    assert isinstance(made, DuplicateProposal)
    assert leads() == {}
    assert Activity.objects.filter(verb="discussions.duplicate_proposed", member_id=town.tea.pk).count() == 1
    assert "Yes, the same" in signed_in(town.tea).get(question.get_absolute_url()).text
    assert "Yes, the same" not in signed_in(town.luka).get(question.get_absolute_url()).text
    talk.confirm_duplicate(question, actor=town.tea, of=older)
    assert leads() == {question.pk: older.pk}
    assert not DuplicateProposal.objects.exists()
    check_questions()


def test_what_was_declined_is_not_proposed_again(question: Topic, older: Topic, town: Cast) -> None:
    talk.propose_duplicate(question, actor=town.luka, of=older)
    assert talk.decline_duplicate(question, actor=town.sara, of=older)
    with pytest.raises(Refused):
        talk.propose_duplicate(question, actor=town.luka, of=older)
    assert leads() == {}


def test_it_stays_readable_and_leads_on(question: Topic, older: Topic, town: Cast) -> None:
    make_reply(question, town.luka)
    talk.propose_duplicate(question, actor=town.sara, of=older)
    text = signed_in(None).get(question.get_absolute_url()).text
    assert "two pairs of socks" in text
    assert "This was asked before" in text
    canonical = text[text.index('rel="canonical"') :].split(">", 1)[0]
    assert older.get_absolute_url() in canonical
    assert talk.take_duplicate_back(question, actor=town.tea)
    assert "This was asked before" not in signed_in(None).get(question.get_absolute_url()).text
    check_questions()


def test_chains_are_flattened_and_cycles_refused(question: Topic, older: Topic, space: Space, town: Cast) -> None:
    oldest = make_topic(space, town.ivo, question=True, title="What about wet feet?")
    talk.confirm_duplicate(question, actor=town.sara, of=older)
    talk.confirm_duplicate(older, actor=town.sara, of=oldest)
    assert leads() == {question.pk: oldest.pk, older.pk: oldest.pk}
    with pytest.raises(Refused):
        talk.confirm_duplicate(oldest, actor=town.sara, of=question)
    with pytest.raises(Refused):
        talk.confirm_duplicate(oldest, actor=town.sara, of=oldest)
    newest = make_topic(space, town.ivo, question=True, title="Feet, wet, what now?")
    talk.confirm_duplicate(newest, actor=town.sara, of=question)
    assert leads()[newest.pk] == oldest.pk
    check_questions()


def test_it_leads_nobody_to_a_closed_door(question: Topic, town: Cast) -> None:
    inner = make_space(town, "Owners", read="role:staff")
    hidden = make_topic(inner, town.sara, question=True, title="A secret of the team")
    with pytest.raises(Refused):
        talk.confirm_duplicate(question, actor=town.sara, of=hidden)
    assert leads() == {}


def test_followers_hear_when_the_other_is_solved(question: Topic, older: Topic, town: Cast) -> None:
    talk.ask_too(question, actor=town.luka)
    let_worker_finish()
    talk.confirm_duplicate(question, actor=town.sara, of=older)
    talk.accept_answer(make_reply(older, town.mira, "Gaiters."), actor=town.ivo)
    let_worker_finish()
    tasks.tell_solved.func(older.pk)
    tasks.tell_solved.func(older.pk)
    let_worker_finish()
    heard = Activity.objects.filter(verb="discussions.question_solved")
    assert set(heard.values_list("member_id", flat=True)) == {town.luka.pk, town.tea.pk}
    assert heard.count() == 2


@pytest.mark.parametrize(
    ("role", "proposes", "confirms"),
    [("outsider", False, False), ("member", True, False), ("moderator", True, False), ("staff", True, True),
     ("owner", True, True)],
)  # fmt: skip
def test_who_may(space: Space, town: Cast, role: str, proposes: bool, confirms: bool) -> None:
    asked = make_topic(space, town.luka, question=True, title="Asked by Luka")
    older = make_topic(space, town.luka, question=True, title="Asked by Luka before")
    person = town.by_role()[role]
    client = signed_in(person)
    address = reverse("discussions:duplicate", args=[asked.pk])
    assert (client.get(address).status_code == 200) is proposes
    answer = client.post(address, {"of": older.get_absolute_url()})
    assert DuplicateProposal.objects.exists() is (proposes and not confirms)
    assert (leads() == {asked.pk: older.pk}) is confirms
    assert answer.status_code in ({302} if person else {302, 403})
    client.post(address, {"_method": "delete"})
    assert leads() == {}
    talk.propose_duplicate(asked, actor=town.tea, of=older) if role == "outsider" else None
    client.post(reverse("discussions:declining", args=[asked.pk]), {"chosen": older.pk})
    assert DuplicateProposal.objects.filter(declined_at__isnull=False).exists() is False


def test_an_unknown_address_is_said_beside_the_field(question: Topic, town: Cast) -> None:
    page = signed_in(town.luka).post(reverse("discussions:duplicate", args=[question.pk]), {"of": "somewhere"})
    assert page.status_code == 422
    assert 'aria-describedby="of_error"' in page.text
    assert "somewhere" in page.text


@pytest.mark.django_db(transaction=True)
def test_many_decide_at_once(town: Cast, space: Space) -> None:
    topics = [make_topic(space, town.tea, question=True, title=f"Question number {n}") for n in range(6)]
    failures: list[Exception] = []

    def decide(member: Member, seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _turn in range(20):
                one, other = chance.sample(topics, 2)
                with suppress(Refused):
                    if chance.random() < 0.2:
                        talk.take_duplicate_back(one, actor=member)
                    else:
                        talk.confirm_duplicate(one, actor=member, of=other)
        except Exception as error:  # noqa: BLE001 (told to the test that waits)
            failures.append(error)
        finally:
            connection.close()

    people = [town.sara, town.mira, town.tea, town.sara]
    threads = [Thread(target=decide, args=(member, seed)) for seed, member in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    close_old_connections()
    assert failures == []
    check_questions()
