import pytest
from django.urls import reverse

from korzo.discussions.actions import give_heart
from korzo.discussions.models import Acceptance, Post, PostRemoval, Topic
from korzo.discussions.tests.talk import make_picture, make_reply, verbs
from korzo.reactions.models import Reaction
from tests.cast import Cast, signed_in

HTMX = {"HX-Request": "true"}
DELETE = {"_method": "delete"}
BUTTONS = reverse("reactions:buttons", args=["discussions.post"])


def address(name: str, post: Post) -> str:
    return reverse(f"discussions:{name}", args=[post.pk])


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 403), ("member", 302), ("moderator", 302), ("staff", 302), ("owner", 302)]
)
def test_who_gives_a_heart(question: Topic, town: Cast, role: str, status: int) -> None:
    post = make_reply(question, town.luka)
    person = signed_in(town.by_role()[role])
    assert person.post(BUTTONS, {"give": f"{post.pk} heart"}).status_code == status
    assert Reaction.objects.count() == (status == 302)
    assert person.post(BUTTONS, {"take_back": f"{post.pk} heart"}).status_code == status
    assert not Reaction.objects.exists()


def test_nobody_gives_a_heart_to_the_own_post(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    assert signed_in(town.luka).post(BUTTONS, {"give": f"{post.pk} heart"}).status_code == 403
    assert not Reaction.objects.exists()


def test_a_heart_brings_the_foot_alone(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    give_heart(post, actor=town.ivo)
    answer = signed_in(town.tea).post(BUTTONS, {"give": f"{post.pk} heart"}, headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f'id="post-{post.pk}-foot"' in answer.text
    assert 'aria-pressed="true"' in answer.text
    assert ">Heart, 2 people</span>" in answer.text


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 403), ("member", 302), ("moderator", 403), ("staff", 302), ("owner", 302)]
)
def test_who_accepts_an_answer(question: Topic, town: Cast, role: str, status: int) -> None:
    post = make_reply(question, town.luka)
    person = signed_in(town.by_role()[role])
    assert person.post(address("acceptance", post)).status_code == status
    assert Acceptance.objects.count() == (status == 302)
    assert person.post(address("acceptance", post), DELETE).status_code == status
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 403), ("member", 403), ("moderator", 200), ("staff", 200), ("owner", 200)]
)
def test_who_removes_a_post(question: Topic, town: Cast, role: str, status: int) -> None:
    post = make_reply(question, town.luka)
    person = signed_in(town.by_role()[role])
    assert person.get(address("removal", post)).status_code == status
    assert not PostRemoval.objects.exists()
    without_reason = person.post(address("removal", post))
    assert without_reason.status_code == (422 if status == 200 else 403)
    assert not PostRemoval.objects.exists()
    assert person.post(address("removal", post), {"reason": "Spam."}).status_code == (302 if status == 200 else 403)
    assert PostRemoval.objects.count() == (status == 200)


def test_an_author_removes_the_own_post_without_a_reason(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    luka = signed_in(town.luka)
    assert "Why?" not in luka.get(address("removal", post)).text
    assert luka.post(address("removal", post)).headers["Location"] == question.get_absolute_url()


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 403), ("member", 403), ("moderator", 403), ("staff", 200), ("owner", 200)]
)
def test_who_changes_a_post_of_others(question: Topic, town: Cast, role: str, status: int) -> None:
    post = make_reply(question, town.luka)
    assert signed_in(town.by_role()[role]).get(address("edit_post", post)).status_code == status


def test_it_changes_a_post_without_scripts(question: Topic, town: Cast) -> None:
    picture = make_picture(town.luka)
    post = make_reply(question, town.luka, "Take **two** pairs.\n\n- wool\n- cotton\n\n> dry feet")
    luka = signed_in(town.luka)
    form = luka.get(address("edit_post", post)).text
    assert "Take **two** pairs.\n\n- wool\n- cotton\n\n&gt; dry feet</textarea>" in form
    sent = {
        "body": "Take three pairs.", "body_format": "text", "version": "1", "pictures": [picture.pk],
        f"alt-{picture.pk}": "Socks on a line",
    }  # fmt: skip
    assert luka.post(address("edit_post", post), sent).status_code == 302
    post.refresh_from_db()
    assert (post.plain, post.version) == ("Take three pairs.", 2)
    again = luka.get(address("edit_post", post)).text
    assert "Socks on a line" in again
    assert f'value="{picture.pk}" checked' in again


def test_it_keeps_the_words_when_somebody_was_quicker(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    luka = signed_in(town.luka)
    sent = {"body": "Take three pairs.", "body_format": "text", "version": "7"}
    answer = luka.post(address("edit_post", post), sent)
    assert answer.status_code == 422
    assert "Take three pairs." in answer.text
    assert "meanwhile" in answer.text
    assert "post_edited" not in verbs()


@pytest.mark.parametrize("name", ["acceptance", "removal", "edit_post", "post"])
def test_what_nobody_knows_is_not_found(town: Cast, name: str) -> None:
    answer = signed_in(town.mira).post(reverse(f"discussions:{name}", args=[4711]))
    assert answer.status_code == (405 if name == "post" else 404)


def test_names_are_offered_to_members(town: Cast) -> None:
    where = reverse("discussions:mentions")
    assert signed_in(town.nada).get(where, {"q": "te"}).status_code == 403
    tea = signed_in(town.tea)
    assert tea.get(where, {"q": "@te"}).json() == {
        "members": [{"handle": "tea", "name": "Tea", "avatar_url": ""}]
    }  # fmt: skip
    assert tea.get(where, {"q": ""}).json() == {"members": []}
    assert tea.get(where, {"q": "%"}).json() == {"members": []}
