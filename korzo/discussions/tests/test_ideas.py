"""Ideas: votes, what becomes of them, and two that are the same."""

import pytest

from korzo.activity.models import Activity
from korzo.discussions.actions import merge_ideas, merge_topics, reopen_topic, set_idea_state, take_vote_back, vote_idea
from korzo.discussions.models import IdeaChange, IdeaState, IdeaVote, Space, Topic
from korzo.discussions.queries import Show, parse_cursor, topics_in
from korzo.discussions.tasks import tell_voters
from korzo.discussions.tests.talk import make_idea, make_reply, make_space, make_topic, verbs
from korzo.discussions.tests.test_counts import check_counts
from korzo.kit.errors import FieldRefused, Refused
from tests.cast import Cast, let_worker_finish, signed_in


@pytest.fixture
def idea(space: Space, town: Cast) -> Topic:
    """Tea would like laces that glow."""
    return make_idea(space, town.tea)


def told(member_id: int) -> list[str]:
    rows = Activity.objects.filter(verb="discussions.idea_news", member_id=member_id).order_by("pk")
    return [row.data["state"] for row in rows]


def deliver() -> None:
    let_worker_finish()
    for pk in IdeaChange.objects.values_list("pk", flat=True):
        tell_voters.func(pk)


def test_one_vote_each(idea: Topic, town: Cast) -> None:
    vote_idea(idea, actor=town.ivo)
    vote_idea(idea, actor=town.ivo)
    vote_idea(idea, actor=town.luka)
    idea.refresh_from_db()
    assert idea.vote_count == 2
    assert take_vote_back(idea, actor=town.ivo) is True
    assert take_vote_back(idea, actor=town.ivo) is False
    check_counts()
    assert verbs()[1:] == ["idea_voted", "idea_voted", "idea_vote_taken_back"]


def test_ten_votes_and_they_come_back(space: Space, town: Cast) -> None:
    ideas = [make_idea(space, town.tea, f"Idea number {n}") for n in range(11)]
    for one in ideas[:10]:
        vote_idea(one, actor=town.ivo)
    with pytest.raises(Refused, match="10 votes"):
        vote_idea(ideas[10], actor=town.ivo)
    set_idea_state(ideas[0], actor=town.sara, state="done")
    vote_idea(ideas[10], actor=town.ivo)
    with pytest.raises(Refused, match="closed"):
        take_vote_back(ideas[0], actor=town.ivo)
    check_counts()


def test_what_becomes_of_it_is_told_once(idea: Topic, town: Cast) -> None:
    vote_idea(idea, actor=town.ivo)
    with pytest.raises(FieldRefused, match="why"):
        set_idea_state(idea, actor=town.sara, state="declined")
    assert not IdeaChange.objects.exists()
    set_idea_state(idea, actor=town.sara, state="planned", reason="In spring.")
    assert set_idea_state(idea, actor=town.sara, state="planned") is None
    deliver()
    deliver()
    assert (told(town.ivo.pk), told(town.tea.pk), told(town.sara.pk)) == (["planned"], ["planned"], [])
    page = signed_in(town.nada).get(idea.get_absolute_url()).text
    assert "In spring." in page
    assert "Planned" in page


def test_the_same_idea_twice(idea: Topic, space: Space, town: Cast) -> None:
    other = make_idea(space, town.ivo, "Laces for the night")
    for member in (town.ivo, town.luka):
        vote_idea(idea, actor=member)
    for member in (town.luka, town.sara):
        vote_idea(other, actor=member)
    merge_ideas(other, actor=town.mira, into=idea)
    deliver()
    idea.refresh_from_db()
    other.refresh_from_db()
    assert (idea.vote_count, other.vote_count, other.idea_state) == (3, 0, IdeaState.MERGED)
    assert set(IdeaVote.objects.values_list("member_id", flat=True)) == {town.ivo.pk, town.luka.pk, town.sara.pk}
    assert [told(one.pk) for one in (town.tea, town.ivo, town.luka, town.sara)] == [["merged"]] * 4
    page = signed_in(town.nada).get(other.get_absolute_url())
    assert page.status_code == 200
    assert idea.get_absolute_url() in page.text
    with pytest.raises(Refused, match="closed"):
        make_reply(other, town.tea)
    for wrong in (
        lambda: vote_idea(other, actor=town.tea),
        lambda: set_idea_state(other, actor=town.sara, state="done"),
        lambda: merge_ideas(idea, actor=town.sara, into=other),
        lambda: merge_ideas(idea, actor=town.sara, into=idea),
        lambda: reopen_topic(other, actor=town.sara),
        lambda: merge_topics(idea, actor=town.ivo, into=make_topic(space, town.tea, title="No idea at all")),
    ):
        with pytest.raises(Refused):
            wrong()
    check_counts()


def test_most_wanted_first(space: Space, town: Cast) -> None:
    ideas = [make_idea(space, town.tea, f"Idea number {n:02}") for n in range(23)]
    for member in (town.ivo, town.luka):
        vote_idea(ideas[3], actor=member)
    vote_idea(ideas[7], actor=town.ivo)
    page = topics_in(space, show=Show.VOTES)
    assert [item.title for item in page.items[:3]] == ["Idea number 03", "Idea number 07", "Idea number 22"]
    rest = topics_in(space, show=Show.VOTES, before=parse_cursor(page.before))
    titles = [item.title for item in [*page.items, *rest.items]]
    assert (len(titles), len(set(titles)), rest.before) == (23, 23, "")


def test_a_space_of_ideas_goes_by_votes(town: Cast) -> None:
    space = make_space(town, "Wishes", main_kind="idea")
    make_idea(space, town.tea, "Laces that glow")
    wanted = make_idea(space, town.tea, "Longer laces")
    make_topic(space, town.tea, title="Just talk here")
    vote_idea(Topic.objects.get(title="Laces that glow"), actor=town.ivo)
    page = signed_in(town.nada).get(space.get_absolute_url())
    assert [item.title for item in page.context["page"].items] == ["Laces that glow", wanted.title]
    assert "Share an idea" in page.text


def test_voting_on_the_page(idea: Topic, town: Cast) -> None:
    address = f"/talk/t/{idea.pk}/vote/"
    assert "Sign in to vote" in signed_in(town.nada).get(idea.get_absolute_url()).text
    browser = signed_in(town.luka)
    assert "10 votes left" in browser.get(idea.get_absolute_url()).text
    assert browser.post(address)["Location"] == idea.get_absolute_url()
    assert "Yours is among them" in browser.get(idea.get_absolute_url()).text
    piece = browser.post(address, {"_method": "delete"}, headers={"HX-Request": "true"})
    assert "I want this too" in piece.text
    assert "<html" not in piece.text
    assert signed_in(town.nada).post(address).status_code in {302, 403}
    assert not IdeaVote.objects.exists()
