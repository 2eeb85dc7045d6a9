"""Questions that wait longer than promised: who is asked, whose turn it is, and that none is ever lost."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from korzo.activity.models import Activity
from korzo.attention.models import ContactLog
from korzo.discussions import actions as talk
from korzo.discussions.actions import SpaceFace, look_after_questions
from korzo.discussions.actions import asking as asking_module
from korzo.discussions.cursor import parse_cursor
from korzo.discussions.models import AnswerRequest, QuestionState, QuestionWait, Space, Topic
from korzo.discussions.queries.question_states import question_shown
from korzo.discussions.queries.waiting_questions import waiting_questions
from korzo.discussions.tests.merits import check_questions
from korzo.discussions.tests.talk import grown_up, make_product, make_reply, make_space, make_topic
from korzo.members.models import Member
from korzo.shop.models import Order, OrderLine, Product
from tests.cast import Cast, let_worker_finish, signed_in

TWO_DAYS, HOUR = timedelta(hours=48), timedelta(hours=1)


@pytest.fixture
def here(town: Cast) -> Cast:
    """Everybody was here just now."""
    Member.objects.update(last_seen_at=timezone.now())
    return town


def own(product: Product, member: Member) -> None:
    order = Order.objects.create(
        connection=product.connection, external_id=f"of {member.pk}", number=f"K-{member.pk}", email=member.email,
        member=member, currency="EUR", subtotal=99, shipping=0, tax=0, total=99, placed_at=timezone.now(),
        financial_status=Order.FinancialStatus.PAID, fulfillment_status=Order.FulfillmentStatus.FULFILLED,
    )  # fmt: skip
    OrderLine.objects.create(order=order, position=1, title=product.title, quantity=1, product=product)


def late(topic: Topic, hours: int = 49) -> Topic:
    Topic.objects.filter(pk=topic.pk).update(created_at=timezone.now() - timedelta(hours=hours))
    topic.refresh_from_db()
    return topic


def asked(topic: Topic) -> set[int]:
    return set(AnswerRequest.objects.filter(topic=topic).values_list("member_id", flat=True))


def told(verb: str) -> set[int | None]:
    return set(Activity.objects.filter(verb=verb).values_list("member_id", flat=True))


def stage(topic: Topic) -> str | None:
    return QuestionWait.objects.filter(topic=topic).values_list("stage", flat=True).first()


def about(topic: Topic, product: Product) -> Topic:
    Topic.objects.filter(pk=topic.pk).update(product=product)
    return late(topic)


def test_the_promise_of_its_space_comes_first(question: Topic, here: Cast) -> None:
    assert look_after_questions() == 0
    late(question, 47)
    assert look_after_questions() == 0
    talk.change_space(
        question.space, actor=here.mira, face=SpaceFace("Trail talk", promise_hours=24), rights=talk.Rights()
    )
    assert look_after_questions() == 1


def test_owners_are_asked_before_the_team(question: Topic, here: Cast) -> None:
    product = make_product()
    own(product, here.luka)
    own(product, here.tea)
    about(question, product)
    assert look_after_questions() == 1
    assert asked(question) == {here.luka.pk}
    assert stage(question) == "asked"
    let_worker_finish()
    assert told("discussions.answer_asked") == {here.luka.pk}
    assert set(ContactLog.objects.filter(member=here.luka).values_list("purpose", flat=True)) == {"asks"}
    guest = signed_in(None)
    assert "Asked 1 owner" in guest.get("/").text
    assert "Asked 1 owner" in guest.get(question.get_absolute_url()).text
    assert look_after_questions() == 0
    assert look_after_questions(now=timezone.now() + timedelta(hours=25)) == 1
    assert stage(question) == "team"
    assert "With the team" in guest.get("/").text
    assert told("discussions.question_with_team") == {here.ivo.pk, here.sara.pk, here.mira.pk}
    check_questions()


def test_who_answered_well_before_is_asked(question: Topic, space: Space, here: Cast) -> None:
    other = make_topic(space, here.tea, question=True, title="Which hut in October?")
    talk.accept_answer(make_reply(other, here.luka), actor=here.tea)
    late(question)
    look_after_questions()
    assert asked(question) == {here.luka.pk}
    assert "Asked 1 member" in signed_in(None).get(question.get_absolute_url()).text


def test_nobody_is_asked_too_often(space: Space, here: Cast) -> None:
    product = make_product()
    own(product, here.luka)
    questions = [
        about(make_topic(space, here.tea, question=True, title=f"Question number {n}"), product)
        for n in range(asking_module.ASKED_A_WEEK_MAX + 2)
    ]
    look_after_questions()
    assert AnswerRequest.objects.filter(member=here.luka).count() == asking_module.ASKED_A_WEEK_MAX
    assert sorted(stage(one) or "" for one in questions) == ["asked"] * 3 + ["team"] * 2
    check_questions()


def test_nobody_is_asked_who_cannot_come_in(here: Cast) -> None:
    product = make_product()
    own(product, here.luka)
    inner = make_space(here, "The team", read="role:staff")
    question = about(make_topic(inner, here.sara, question=True), product)
    look_after_questions()
    assert (asked(question), stage(question)) == (set(), "team")
    assert told("discussions.question_with_team") == {here.mira.pk}


def test_what_an_import_brings_bothers_nobody(question: Topic, here: Cast) -> None:
    product = make_product()
    own(product, here.luka)
    about(question, product)
    late(question, 24 * 90)
    look_after_questions()
    assert (asked(question), stage(question)) == (set(), "team")
    assert told("discussions.question_with_team") == told("discussions.answer_asked") == set()


def test_a_note_of_whoever_asked_is_no_answer(question: Topic, here: Cast) -> None:
    make_reply(question, here.tea, "I forgot to say: the left one.")
    late(question)
    assert look_after_questions() == 1
    make_reply(question, here.luka)
    question.refresh_from_db()
    assert not question.is_waiting
    assert look_after_questions(now=timezone.now() + TWO_DAYS) == 0


def test_an_answer_that_goes_brings_it_back(question: Topic, here: Cast) -> None:
    reply = make_reply(question, here.luka)
    late(question)
    assert look_after_questions() == 0
    talk.hide_post(reply.pk, actor=here.ivo, reason="An advertisement.")
    assert look_after_questions() == 1
    assert stage(question) == "team"


def test_it_goes_on_after_a_crash(space: Space, here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of three fails in the middle: the first is kept, and the next round does the rest, each once."""
    product = make_product()
    own(product, here.luka)
    three = [
        about(make_topic(space, here.tea, question=True, title=f"Question {n} of three"), product) for n in range(3)
    ]
    Topic.objects.filter(pk=three[0].pk).update(created_at=timezone.now() - timedelta(hours=60))

    class Killed(BaseException):
        pass

    original, calls = AnswerRequest.objects.bulk_create, []

    def dies(rows: object, **options: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        return original(rows, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(AnswerRequest.objects, "bulk_create", dies)
    with pytest.raises(Killed):
        look_after_questions()
    assert QuestionWait.objects.count() == 1
    monkeypatch.undo()
    assert look_after_questions() == 2
    assert AnswerRequest.objects.count() == 3
    assert Activity.objects.filter(verb="discussions.answer_asked").count() == 3
    check_questions()


@pytest.mark.django_db(transaction=True)
def test_several_workers_are_one(space: Space, here: Cast) -> None:
    product = make_product()
    for member in (here.luka, here.ivo):
        own(product, member)
    for n in range(4):
        about(make_topic(space, here.tea, question=True, title=f"Question number {n}"), product)

    def work() -> None:
        try:
            look_after_questions()
        finally:
            connection.close()

    threads = [Thread(target=work) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    close_old_connections()
    assert QuestionWait.objects.count() == 4
    assert Activity.objects.filter(verb="discussions.question_passed_on").count() == 4
    check_questions()


FATES = ("nothing", "note", "answer", "accepted", "withdrawn", "duplicate", "closed", "hidden answer", "taken back")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fates=st.lists(st.sampled_from(FATES), min_size=3, max_size=9), rounds=st.integers(0, 3))
def test_every_question_is_in_exactly_one_state_that_is_seen(cast: Cast, fates: list[str], rounds: int) -> None:
    """Whatever happened to it: what waits longer than promised is shown, on its page and to the team, with whose turn
    it is."""
    if not Space.objects.exists():
        make_space(grown_up(cast))
    space = Space.objects.get()
    goal = make_topic(space, cast.ivo, question=True, title="The one that all lead to")
    made = [late(_meet(make_topic(space, cast.tea, question=True), fate, goal, cast)) for fate in fates]
    now = timezone.now()
    for n in range(1, rounds + 1):
        look_after_questions(now=now + n * timedelta(hours=25))
    listed = _listed(cast.sara)
    for topic, fate in zip(made, fates, strict=True):
        _check_seen(topic, fate, listed, rounds)
    check_questions()


def _meet(topic: Topic, fate: str, goal: Topic, cast: Cast) -> Topic:
    if fate == "note":
        make_reply(topic, cast.tea, "One more thing.")
    elif fate in {"answer", "accepted", "hidden answer"}:
        post = make_reply(topic, cast.ivo)
        if fate == "accepted":
            talk.accept_answer(post, actor=cast.tea)
        if fate == "hidden answer":
            talk.hide_post(post.pk, actor=cast.sara, reason="No.")
    elif fate in {"withdrawn", "taken back"}:
        talk.withdraw_question(topic, actor=cast.tea)
        if fate == "taken back":
            talk.ask_again(topic, actor=cast.tea)
    elif fate == "duplicate":
        talk.confirm_duplicate(topic, actor=cast.tea, of=goal)
    elif fate == "closed":
        talk.close_topic(topic, actor=cast.ivo, reason="Enough.")
    return topic


def _listed(member: Member) -> dict[int, str]:
    found: dict[int, str] = {}
    before = None
    while True:
        page = waiting_questions(member, before=before)
        found |= {one.topic.pk: one.turn for one in page.questions}
        if not page.before:
            return found
        before = parse_cursor(page.before)


def _check_seen(topic: Topic, fate: str, listed: dict[int, str], rounds: int) -> None:
    states = ("space", "closure", "wait", "withdrawal", "duplicate__of__space")
    wide = Topic.objects.select_related(*states).get(pk=topic.pk)
    shown = question_shown(wide, is_solved=fate == "accepted")
    usual = {
        "answer": QuestionState.ANSWERED,
        "accepted": QuestionState.ACCEPTED,
        "withdrawn": QuestionState.WITHDRAWN,
        "duplicate": QuestionState.DUPLICATE,
        "closed": QuestionState.CLOSED,
    }
    late_state = QuestionState.EXPIRED if rounds else QuestionState.OPEN
    assert shown.state is usual.get(fate, late_state)
    assert (topic.pk in listed) is (fate not in usual)
    assert bool(shown.turn) is (fate not in usual and rounds > 0)
    if topic.pk in listed:
        assert listed[topic.pk] == shown.turn
