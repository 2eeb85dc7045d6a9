"""Below a post: the reactions, the bookmark, and the fold over the words of somebody whom one muted."""

import pytest
from django.urls import reverse

from korzo.discussions.actions import give_heart, take_heart_back
from korzo.discussions.models import Topic
from korzo.discussions.queries import PostFoot, post_feet
from korzo.discussions.tests.talk import make_reply, make_topic
from korzo.kit.errors import Refused
from korzo.members.actions import mute_member
from korzo.members.permissions import Person
from korzo.reactions.actions import choose_set, keep_bookmark
from korzo.reactions.models import Reaction
from korzo.reactions.queries import helpful
from tests.cast import Cast, signed_in

HTMX = {"HX-Request": "true"}


def foot_of(pk: int, person: Person) -> PostFoot:
    return post_feet([pk], person)[pk]


def keys(foot: PostFoot) -> tuple[list[tuple[str, int, bool]], list[str]]:
    return [(one.key, one.count, one.mine) for one in foot.shown], [one.key for one in foot.more]


def test_below_an_answer_the_vote_stands_first(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    assert keys(foot_of(post.pk, town.tea)) == (
        [("helpful", 0, False), ("heart", 0, False)],
        ["laugh", "wow", "thanks"],
    )
    give_heart(post, actor=town.tea, emoji="helpful")
    give_heart(post, actor=town.ivo, emoji="helpful")
    give_heart(post, actor=town.ivo, emoji="wow")
    assert helpful("discussions.post", [post.pk]) == {post.pk: 2}
    shown = [("helpful", 2, True), ("heart", 0, False), ("wow", 1, False)]
    assert keys(foot_of(post.pk, town.tea)) == (shown, ["laugh", "thanks"])


def test_others_see_counts_and_the_author_no_buttons(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    give_heart(post, actor=town.tea, emoji="wow")
    assert keys(foot_of(post.pk, town.luka)) == ([("heart", 0, False), ("wow", 1, False)], [])
    assert keys(foot_of(post.pk, None)) == ([("heart", 0, False), ("wow", 1, False)], [])
    page = signed_in(town.nada).get(question.get_absolute_url()).text
    assert "Wow, 1 person" in page
    assert "Sign in to react" in page


def test_outside_of_questions_the_heart_stands_first(town: Cast, question: Topic) -> None:
    talk = make_topic(question.space, town.luka)
    assert talk.first_post is not None
    assert keys(foot_of(talk.first_post.pk, town.tea))[0] == [("heart", 0, False)]


def test_the_shop_chooses_what_is_offered(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    choose_set(["sun", "heart"], actor=town.mira)
    assert keys(foot_of(post.pk, town.tea)) == ([("heart", 0, False)], ["sun"])
    with pytest.raises(Refused, match="not offered"):
        give_heart(post, actor=town.tea, emoji="wow")
    assert not Reaction.objects.exists()
    give_heart(post, actor=town.tea, emoji="sun")
    assert take_heart_back(post, actor=town.tea, emoji="sun") is True


@pytest.mark.parametrize("sent", [{}, {"give": "anvil"}, {"take_back": "x" * 100}])
def test_what_is_no_reaction_is_not_found(question: Topic, town: Cast, sent: dict[str, str]) -> None:
    post = make_reply(question, town.luka)
    assert signed_in(town.tea).post(reverse("discussions:reaction", args=[post.pk]), sent).status_code == 404
    assert not Reaction.objects.exists()


def test_a_saved_post_shows_it(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    tea = signed_in(town.tea)
    sent = {"label": "discussions.post", "pk": str(post.pk)}
    button = tea.post(reverse("reactions:bookmark"), sent, headers=HTMX)
    assert 'aria-pressed="true"' in button.text
    assert "Add a note" in button.headers["HX-Trigger"]
    assert foot_of(post.pk, town.tea).kept
    assert not foot_of(post.pk, town.ivo).kept
    tea.post(reverse("reactions:bookmark"), {**sent, "_method": "delete"}, headers=HTMX)
    assert not foot_of(post.pk, town.tea).kept


def test_words_of_somebody_muted_are_folded_for_one_alone(question: Topic, town: Cast) -> None:
    make_reply(question, town.luka)
    mute_member(town.luka, actor=town.tea)
    folded = signed_in(town.tea).get(question.get_absolute_url()).text
    assert folded.count('class="muted-note"') == 1
    assert "You muted <bdi>Luka</bdi>." in folded
    assert "two pairs of socks" in folded
    for person in (town.ivo, town.luka, None):
        assert "muted-note" not in signed_in(person).get(question.get_absolute_url()).text


def test_a_post_that_is_kept_may_go(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    keep_bookmark("discussions.post", post.pk, actor=town.tea, note="Socks!")
    assert "Wet feet in October" in signed_in(town.tea).get("/me/saved/").text
    signed_in(town.ivo).post(reverse("discussions:removal", args=[post.pk]), {"reason": "Spam."})
    page = signed_in(town.tea).get("/me/saved/").text
    assert "not there any more" in page
    assert "Socks!" in page
