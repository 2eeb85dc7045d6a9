"""Polls at their own address and below a post, without and with scripts."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from korzo.polls.actions import close_poll
from korzo.polls.models import Ballot, Option, Poll, PollClosure
from korzo.polls.tests.scenes import HIDDEN, a_poll, crowd, ids, now, vote
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def page(client: Client, poll: Poll, query: str = "") -> str:
    answer = client.get(f"/polls/{poll.pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_guest_sees_the_question_and_the_way_in(cast: Cast) -> None:
    poll = a_poll(cast.tea)
    html = page(Client(), poll)
    assert "What goes on your feet?" in html
    assert "Sign in to vote" in html
    assert "/ballot/" not in html
    assert "poll__table" not in html


def test_a_member_votes_with_a_plain_form(cast: Cast) -> None:
    poll = a_poll(cast.tea)
    client = signed_in(cast.luka)
    html = page(client, poll)
    assert len(re.findall(r'type="radio" name="option"', html)) == 3
    assert "<fieldset" in html
    assert "<legend" in html
    assert "poll__table" not in html
    answer = client.post(f"/polls/{poll.pk}/ballot/", {"option": ids(poll)[1]})
    assert (answer.status_code, answer["Location"]) == (302, "/?thing=1")
    assert Ballot.objects.get().member == cast.luka
    shown = text_of(page(client, poll))
    assert "Larch Mid Your vote 1 100%" in shown
    assert "Change my vote" in shown


def test_htmx_gets_the_poll_alone(cast: Cast) -> None:
    poll = a_poll(cast.tea)
    answer = signed_in(cast.luka).post(f"/polls/{poll.pk}/ballot/", {"option": ids(poll)[0]}, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.strip().startswith(f'<korzo-poll class="card stack poll" id="poll-{poll.pk}"')
    assert "korzo:say" in answer["HX-Trigger"]
    assert "<html" not in html


def test_a_refusal_stands_beside_the_choice_and_keeps_it(cast: Cast) -> None:
    poll = a_poll(cast.tea, kind="multiple", choices_max=1, options=("A", "B", "C"))
    client = signed_in(cast.luka)
    for headers in ({}, HTMX):
        answer = client.post(f"/polls/{poll.pk}/ballot/", {"option": ids(poll)[:2]}, headers=headers)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "Please choose at most 1." in html
        assert html.count(" checked>") == 2
    assert not Ballot.objects.exists()


def test_a_vote_in_a_form_that_was_open_at_closing_gets_a_sentence(cast: Cast) -> None:
    poll = a_poll(cast.tea, closes_at=now() + timedelta(hours=1))
    Poll.objects.update(closes_at=now() - timedelta(minutes=1))
    answer = signed_in(cast.luka).post(f"/polls/{poll.pk}/ballot/", {"option": ids(poll)[0]}, headers=HTMX)
    assert answer.status_code == 422
    assert "nothing was counted any more" in answer.content.decode()
    assert not Ballot.objects.exists()


def test_a_ranked_ballot_is_sent_by_places(cast: Cast) -> None:
    poll = a_poll(cast.tea, kind="ranked")
    one, two, three = ids(poll)
    client = signed_in(cast.luka)
    assert page(client, poll).count('name="place-') == 3
    client.post(f"/polls/{poll.pk}/ballot/", {f"place-{one}": "2", f"place-{two}": "", f"place-{three}": "1"})
    assert list(Ballot.objects.get().choices.order_by("position").values_list("option_id", flat=True)) == [three, one]
    shown = text_of(page(client, poll))
    assert "Old shoes leads in the first round." in shown
    assert "Ballots with no choice left" in shown
    changing = page(client, poll, "?change=1")
    assert re.findall(r'<option value="(\d)" selected>', changing) == ["1", "2"]


def test_nonsense_in_a_form_is_no_vote(cast: Cast) -> None:
    poll, ranked = a_poll(cast.tea), a_poll(cast.tea, pk=2, kind="ranked")
    client = signed_in(cast.luka)
    for data in ({}, {"option": "x"}, {"option": "9" * 30}, {"option": "-1"}, {"option": "٣"}):
        assert client.post(f"/polls/{poll.pk}/ballot/", data).status_code == 422
    for data in ({"place-x": "1"}, {"place-1": "first"}, {f"place-{'9' * 30}": "1"}):
        assert client.post(f"/polls/{ranked.pk}/ballot/", data).status_code == 422
    assert not Ballot.objects.exists()


def test_a_rating_is_chosen_by_stars_and_shows_its_mean(cast: Cast) -> None:
    poll = a_poll(cast.tea, kind="rating", options=())
    client = signed_in(cast.luka)
    assert "star-input" in page(client, poll)
    client.post(f"/polls/{poll.pk}/ballot/", {"option": ids(poll)[3]})
    shown = text_of(page(client, poll))
    assert "4 out of 5 stars Your vote 1 100%" in shown


def test_members_add_an_option(cast: Cast) -> None:
    poll = a_poll(cast.tea, lets_add=True)
    client = signed_in(cast.luka)
    assert client.post(f"/polls/{poll.pk}/options/", {"poll_option": "Sandals"}).status_code == 302
    refused = client.post(f"/polls/{poll.pk}/options/", {"poll_option": "sandals"})
    assert refused.status_code == 422
    assert 'value="sandals"' in refused.content.decode()
    assert "“sandals” is there already." in refused.content.decode()
    assert Option.objects.filter(poll=poll).count() == 4


def test_its_author_changes_and_closes_it(cast: Cast) -> None:
    poll = a_poll(cast.tea)
    client = signed_in(cast.tea)
    form = {"poll_question": "And now?", "poll_option": ["A", "B"], "poll_kind": "single", "poll_results": "always"}
    assert client.get(f"/polls/{poll.pk}/edit/").status_code == 200
    refused = client.post(f"/polls/{poll.pk}/edit/", {**form, "poll_option": ["A"]})
    assert refused.status_code == 422
    assert 'value="And now?"' in refused.content.decode()
    assert client.post(f"/polls/{poll.pk}/edit/", form).status_code == 302
    assert client.get(f"/polls/{poll.pk}/closure/").status_code == 200
    assert not PollClosure.objects.exists()
    assert client.post(f"/polls/{poll.pk}/closure/").status_code == 302
    assert PollClosure.objects.get().by == cast.tea
    assert "Closed" in text_of(page(Client(), poll))


RESULTS = {
    # Who sees how it stands: a guest, a member before and after voting, a moderator, staff; closed, the first two.
    "always": (True, True, True, True, True, True, True),
    "voted": (False, False, True, False, True, True, True),
    "closed": (False, False, False, False, True, True, True),
    "staff": (False, False, False, False, True, False, False),
}


@pytest.mark.parametrize("rule", RESULTS)
def test_who_sees_the_result_and_when(cast: Cast, rule: str) -> None:
    poll = a_poll(cast.mira, shows_results=rule)
    vote(poll, cast.luka, 1)

    def sees(client: Client) -> bool:
        return "poll__table" in page(client, poll)

    people = [Client(), signed_in(cast.tea), signed_in(cast.luka), signed_in(cast.ivo), signed_in(cast.sara)]
    seen = [sees(one) for one in people]
    close_poll(poll, actor=cast.mira)
    assert (*seen, sees(people[0]), sees(people[1])) == RESULTS[rule]


def test_an_anonymous_result_stays_sealed_below_five_for_everybody(cast: Cast) -> None:
    poll = a_poll(cast.mira, is_anonymous=True, shows_results="always")
    people = crowd(5)
    for member in people[:4]:
        vote(poll, member, 1)
    for client in (Client(), signed_in(cast.mira), signed_in(people[0])):
        assert "poll__table" not in page(client, poll)
    vote(poll, people[4], 2)
    shown = page(signed_in(people[4]), poll)
    assert "poll__table" in shown
    # Not even one's own choice is marked: nobody knows it any more.
    assert "Your vote" not in shown
    assert "Change my vote" not in shown
    assert signed_in(cast.mira).get(f"/polls/{poll.pk}/voters/").status_code == 404


# What each may do: a guest, a member, the author, a moderator, staff. 404 stands for what is not there for them.
MATRIX = {
    ("get", ""): (200, 200, 200, 200, 200),
    ("post", "ballot/"): (403, 302, 302, 302, 302),
    ("post", "options/"): (403, 403, 302, 302, 302),
    ("get", "edit/"): (403, 403, 200, 200, 200),
    ("get", "closure/"): (403, 403, 200, 200, 200),
    ("post", "closure/"): (403, 403, 302, 302, 302),
    ("get", "voters/"): (404, 404, 404, 404, 200),
}


@pytest.mark.parametrize(("method", "path"), MATRIX)
def test_who_may_do_what(cast: Cast, method: str, path: str) -> None:
    answers = []
    for pk, person in enumerate([None, cast.luka, cast.tea, cast.ivo, cast.sara], 1):
        poll = a_poll(cast.tea, pk=pk)
        data = {"option": ids(poll)[0], "poll_option": "Sandals"} if method == "post" else {}
        answers.append(getattr(signed_in(person), method)(f"/polls/{poll.pk}/{path}", data).status_code)
    assert tuple(answers) == MATRIX[method, path]


@pytest.mark.parametrize(("method", "path"), MATRIX)
def test_what_cannot_be_seen_is_not_there(cast: Cast, method: str, path: str) -> None:
    poll = a_poll(cast.mira, pk=HIDDEN)
    for person in (None, cast.tea):
        assert getattr(signed_in(person), method)(f"/polls/{poll.pk}/{path}").status_code == 404
    assert not Ballot.objects.exists()


def test_voters_are_named_below_their_choice(cast: Cast) -> None:
    poll = a_poll(cast.tea, shows_results="always")
    vote(poll, cast.luka, 2)
    shown = text_of(Client().get(f"/polls/{poll.pk}/voters/").content.decode())
    assert "Larch Mid 1" in shown
    assert "Luka" in shown
