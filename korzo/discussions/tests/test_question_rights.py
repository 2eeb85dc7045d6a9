"""Who may do what with a question, as everybody; and what it says of itself."""

import pytest
from django.urls import reverse

from korzo.discussions import actions as talk
from korzo.discussions.models import QuestionWithdrawal, SameQuestion, Space, Topic
from korzo.discussions.tests.talk import make_reply, make_space, make_topic
from korzo.kit.errors import Missing, Refused
from korzo.members.permissions import Person
from tests.cast import Cast, signed_in

ROLES = ["outsider", "member", "moderator", "staff", "owner"]


@pytest.fixture
def lukas(space: Space, town: Cast) -> Topic:
    return make_topic(space, town.luka, question=True, title="Asked by somebody else")


@pytest.mark.parametrize("role", ROLES)
def test_everybody_signed_in_may_ask_too(lukas: Topic, town: Cast, role: str) -> None:
    person = town.by_role()[role]
    answer = signed_in(person).post(reverse("discussions:same_question", args=[lukas.pk]))
    assert answer.status_code in ({302} if person else {302, 403})
    assert SameQuestion.objects.filter(topic=lukas).exists() is (person is not None)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_takes_back_what_others_asked(lukas: Topic, town: Cast, role: str) -> None:
    signed_in(town.by_role()[role]).post(reverse("discussions:withdrawal", args=[lukas.pk]))
    assert not QuestionWithdrawal.objects.exists()
    assert "I need no answer any more" not in signed_in(town.by_role()[role]).get(lukas.get_absolute_url()).text


def test_whoever_asked_takes_it_back_and_asks_again(lukas: Topic, town: Cast) -> None:
    client, address = signed_in(town.luka), reverse("discussions:withdrawal", args=[lukas.pk])
    client.post(address)
    assert "needs no answer any more" in signed_in(None).get(lukas.get_absolute_url()).text
    assert "Withdrawn" in signed_in(None).get(lukas.space.get_absolute_url()).text
    client.post(address, {"_method": "delete"})
    assert "needs no answer any more" not in signed_in(None).get(lukas.get_absolute_url()).text
    lukas.refresh_from_db()
    assert lukas.is_waiting


@pytest.mark.parametrize("address", ["same_question", "withdrawal", "declining"])
def test_reading_an_address_changes_nothing(lukas: Topic, town: Cast, address: str) -> None:
    assert signed_in(town.sara).get(reverse(f"discussions:{address}", args=[lukas.pk])).status_code == 405


@pytest.mark.parametrize("role", ROLES)
def test_a_closed_space_hides_its_questions_from_all_of_this(town: Cast, role: str) -> None:
    inner = make_space(town, "The team", read="role:staff")
    hidden = make_topic(inner, town.sara, question=True, title="Only for us")
    person = town.by_role()[role]
    may = role in {"staff", "owner"}
    staff_page = signed_in(person).get(reverse("staff_questions"))
    assert staff_page.status_code == (200 if role in {"moderator", "staff", "owner"} else 302)
    assert ("Only for us" in staff_page.text) is may
    for address in ("same_question", "withdrawal", "declining", "duplicate"):
        answer = signed_in(person).post(reverse(f"discussions:{address}", args=[hidden.pk]))
        assert (answer.status_code == 404) is not may


def test_the_calls_check_for_themselves(question: Topic, lukas: Topic, town: Cast) -> None:
    reply = make_reply(question, town.ivo)
    refused: list[tuple[object, Person, dict[str, object]]] = [
        (talk.ask_too, None, {}),
        (talk.ask_too, town.tea, {}),
        (talk.withdraw_question, town.sara, {}),
        (talk.ask_again, town.sara, {}),
        (talk.confirm_duplicate, town.ivo, {"of": lukas}),
        (talk.confirm_duplicate, town.luka, {"of": lukas}),
        (talk.take_duplicate_back, town.luka, {}),
        (talk.decline_duplicate, town.luka, {"of": lukas}),
        (talk.propose_duplicate, None, {"of": lukas}),
    ]
    for act, actor, more in refused:
        with pytest.raises((Refused, Missing)):
            act(question, actor=actor, **more)  # type: ignore[operator]
    with pytest.raises(Refused):
        talk.accept_answer(reply, actor=town.luka)


def test_the_team_reads_who_waits_longest_first(question: Topic, lukas: Topic, town: Cast) -> None:
    page = signed_in(town.ivo).get(reverse("staff_questions")).text
    assert page.index("Wet feet in October") < page.index("Asked by somebody else")
    assert f"{question.get_absolute_url()}#reply" in page
    for topic in (question, lukas):
        make_reply(topic, town.ivo, f"An answer to {topic.pk}")
    assert "All questions have an answer." in signed_in(town.ivo).get(reverse("staff_questions")).text


def test_the_owner_sets_the_promise(space: Space, town: Cast) -> None:
    address = reverse("staff_talk_space", args=[space.pk])
    form = {
        "name": "Trail talk", "main_kind": "question", "hue": 6, "read_who": "everyone", "start_who": "role:member",
        "reply_who": "role:member",
    }  # fmt: skip
    owner = signed_in(town.mira)
    assert owner.post(address, form | {"promise_hours": 0}).status_code == 422
    assert owner.post(address, form | {"promise_hours": 12}).status_code == 302
    space.refresh_from_db()
    assert space.promise_hours == 12
