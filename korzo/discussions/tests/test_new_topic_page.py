import pytest
from django.urls import reverse

from korzo.discussions.models import Post, Space, Topic
from korzo.discussions.tests.talk import make_picture, make_product, make_space
from tests.cast import Cast, signed_in


def address(space: Space) -> str:
    return reverse("discussions:new_topic", args=[space.slug])


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 302), ("member", 403), ("moderator", 403), ("staff", 200), ("owner", 200)]
)
def test_who_may_open_the_form_of_a_team_space(town: Cast, role: str, status: int) -> None:
    space = make_space(town, "News", start="role:staff")
    assert signed_in(town.by_role()[role]).get(address(space)).status_code == status


def test_a_guest_signs_in_first(space: Space, town: Cast) -> None:
    page = signed_in(town.nada).get(f"{address(space)}?kind=question")
    assert page.status_code == 302
    assert page.headers["Location"].startswith("/accounts/login/?next=/talk/trail-talk/new/")


def test_it_posts_without_scripts(space: Space, town: Cast) -> None:
    tea = signed_in(town.tea)
    form = tea.get(f"{address(space)}?kind=question")
    assert "Ask a question" in form.text
    sent = {
        "title": "Wet feet in October", "body": "Two days.\n\n- rain\n- snow", "body_format": "text",
        "kind": "question",
    }  # fmt: skip
    answer = tea.post(address(space), sent)
    topic = Topic.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, topic.get_absolute_url())
    assert topic.is_question
    post = Post.objects.get()
    assert post.html == '<p dir="auto">Two days.</p><ul dir="auto"><li>rain</li><li>snow</li></ul>'


def test_it_keeps_what_was_typed_and_chosen(space: Space, town: Cast) -> None:
    picture, others = make_picture(town.tea, alt="A muddy shoe"), make_picture(town.ivo)
    sent = {
        "title": "Hm", "body": "<div>Two <b>days</b></div><script>alert(1)</script>", "body_format": "html",
        "pictures": [picture.pk, others.pk, "x"], "kind": "discussion",
    }  # fmt: skip
    answer = signed_in(town.tea).post(address(space), sent)
    assert answer.status_code == 422
    assert "Please give it a title" in answer.text
    assert 'value="Hm"' in answer.text
    assert "Two **days**" in answer.text
    assert "<strong>days</strong>" in answer.text
    assert "alert(1)</script>" not in answer.text
    assert f'name="pictures" value="{picture.pk}" checked' in answer.text
    assert f'value="{others.pk}" checked' not in answer.text
    assert not Topic.objects.exists()


def test_it_wants_the_token(space: Space, town: Cast) -> None:
    tea = signed_in(town.tea)
    tea.handler.enforce_csrf_checks = True
    assert tea.post(address(space), {"title": "Wet feet in October", "body": "Rain."}).status_code == 403
    assert not Topic.objects.exists()


def test_a_question_keeps_its_product(space: Space, town: Cast) -> None:
    ridge = make_product()
    tea = signed_in(town.tea)
    form = tea.get(f"{address(space)}?kind=question&product=ridge-3")
    assert 'name="product" value="ridge-3"' in form.text
    sent = {"title": "Does it fit wide feet", "body": "Mine are ducks.", "kind": "question", "product": "ridge-3"}
    assert "Ridge 3" in tea.post(address(space), sent | {"title": "Hm"}).text
    tea.post(address(space), sent)
    assert Topic.objects.get().product == ridge
