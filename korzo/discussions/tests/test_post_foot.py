"""Below a post: the reactions, the bookmark, and the fold over the words of somebody whom one muted."""

import pytest
from django.urls import reverse

from korzo.discussions.actions import give_heart, take_heart_back
from korzo.discussions.models import Topic
from korzo.discussions.queries import PostFoot, own_page, post_feet
from korzo.discussions.tests.talk import make_reply, make_topic
from korzo.kit.errors import Refused
from korzo.members.actions import mute_member
from korzo.members.permissions import Person
from korzo.reactions.actions import choose_set, keep_bookmark
from korzo.reactions.models import Reaction
from korzo.reactions.queries import helpful, other_reactions
from tests.cast import Cast, signed_in

HTMX = {"HX-Request": "true"}


BUTTONS = reverse("reactions:buttons", args=["discussions.post"])


def foot_of(pk: int, person: Person) -> PostFoot:
    return post_feet([pk], person)[pk]


def keys(foot: PostFoot) -> tuple[list[tuple[str, int, bool]], list[str]]:
    return [(one.key, one.count, one.mine) for one in foot.shown], [one.key for one in other_reactions(foot)]


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
    assert keys(foot_of(post.pk, town.luka)) == ([("wow", 1, False)], [])
    shown = [("helpful", 0, False), ("heart", 0, False), ("wow", 1, False)]
    assert keys(foot_of(post.pk, None)) == (shown, ["laugh", "thanks"])
    page = signed_in(town.nada).get(question.get_absolute_url()).text
    assert "Wow, 1 person" in page


def test_only_what_is_ones_own_looks_different(question: Topic, town: Cast) -> None:
    reacted, kept, own = (
        make_reply(question, town.luka),
        make_reply(question, town.luka),
        make_reply(question, town.ivo),
    )
    make_reply(question, town.luka)
    give_heart(reacted, actor=town.ivo)
    keep_bookmark("discussions.post", kept.pk, actor=town.ivo)
    ids = list(question.posts.values_list("pk", flat=True))
    assert own_page(ids, town.sara).feet.keys() == set(ids) - {question.first_post_id}, "whoever may mark any answer"
    assert own_page(ids, town.mira).feet.keys() == own_page(ids, town.sara).feet.keys()
    assert own_page(ids, town.ivo).feet.keys() == {reacted.pk, kept.pk, own.pk}
    assert own_page(ids, town.tea).feet.keys() == set(ids), "her question, and the answers to it"


def test_a_guest_who_reacts_is_led_to_signing_in_and_back(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    guest = signed_in(town.nada).get(BUTTONS, {"give": f"{post.pk} heart"})
    back = reverse("discussions:post", args=[post.pk])
    assert guest.headers["Location"] == f"{reverse('account_login')}?next={back}"
    assert signed_in(town.tea).get(BUTTONS, {"give": f"{post.pk} heart"}).headers["Location"] == back
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("role", ["outsider", "member", "moderator", "staff", "owner"])
def test_the_menu_offers_what_this_person_may(question: Topic, town: Cast, role: str) -> None:
    post = make_reply(question, town.luka)
    address, person = reverse("reactions:menu", args=["discussions.post", post.pk]), signed_in(town.by_role()[role])
    page, menu = person.get(address).text, person.get(address, headers=HTMX).text
    assert "<html" in page
    assert "<html" not in menu
    for text in (page, menu):
        assert ("Take away" in text) == (role in {"moderator", "staff", "owner"})
        assert ("Change" in text) == (role in {"staff", "owner"})
        assert "Report this post" in text
    assert "Report this post" not in signed_in(town.luka).get(address, headers=HTMX).text
    assert "Change" in signed_in(town.luka).get(address, headers=HTMX).text


def test_a_post_that_is_gone_has_no_menu(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    signed_in(town.ivo).post(reverse("discussions:removal", args=[post.pk]), {"reason": "Spam."})
    assert signed_in(town.tea).get(reverse("reactions:menu", args=["discussions.post", post.pk])).status_code == 404


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


@pytest.mark.parametrize(
    ("name", "value"),
    [("", ""), ("give", "anvil"), ("take_back", "x" * 100), ("keep", "heart"), ("give", ""), ("give", "9" * 30)],
)
def test_what_is_no_button_is_not_found(question: Topic, town: Cast, name: str, value: str) -> None:
    post = make_reply(question, town.luka)
    for one in (value, f"{post.pk} {value}"):
        assert signed_in(town.tea).post(BUTTONS, {name: one}).status_code == 404
    assert not Reaction.objects.exists()


def test_a_saved_post_shows_it(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    tea = signed_in(town.tea)
    foot = tea.post(BUTTONS, {"keep": str(post.pk)}, headers=HTMX)
    assert 'aria-pressed="true"' in foot.text
    assert foot.headers["HX-Retarget"] == f"#post-{post.pk}-foot"
    assert "Add a note" in foot.headers["HX-Trigger"]
    assert foot_of(post.pk, town.tea).kept
    assert not foot_of(post.pk, town.ivo).kept
    tea.post(BUTTONS, {"let_go": str(post.pk)}, headers=HTMX)
    assert not foot_of(post.pk, town.tea).kept
    assert "/me/saved/" in tea.post(BUTTONS, {"keep": str(post.pk)}).headers["Location"]
    tea.post(BUTTONS, {"let_go": str(post.pk)})
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
