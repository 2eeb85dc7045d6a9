from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from korzo.discussions.models import Post, Topic
from korzo.discussions.tests.talk import make_reply
from tests.cast import Cast, signed_in

HTMX = {"HX-Request": "true"}


def address(topic: Topic) -> str:
    return reverse("discussions:reply", args=[topic.pk])


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 403), ("member", 302), ("moderator", 302), ("staff", 302), ("owner", 302)]
)
def test_it_posts_without_scripts(question: Topic, town: Cast, role: str, status: int) -> None:
    sent = {"body": "Take gaiters.", "body_format": "text"}
    answer = signed_in(town.by_role()[role]).post(address(question), sent)
    assert answer.status_code == status
    assert Post.objects.filter(number=2).count() == (status == 302)
    if status == 302:
        assert answer.headers["Location"].endswith(f"#post-{Post.objects.get(number=2).pk}")


def test_it_keeps_the_words_on_a_whole_page(question: Topic, town: Cast) -> None:
    sent = {"body": "x" * 20_001, "body_format": "text"}
    answer = signed_in(town.tea).post(address(question), sent)
    assert answer.status_code == 422
    assert "very long" in answer.text
    assert "x" * 20_001 in answer.text
    assert "Wet feet in October" in answer.text


def test_it_joins_the_page_with_scripts(question: Topic, town: Cast) -> None:
    sent = {"body": "<div>Take gaiters.</div>", "body_format": "html", "last_number": "1"}
    answer = signed_in(town.ivo).post(address(question), sent, headers=HTMX)
    post = Post.objects.get(number=2)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f'id="post-{post.pk}"' in answer.text
    assert "is-new" in answer.text
    assert "Your reply is there." in answer.headers["HX-Trigger"]


def test_it_goes_there_where_others_came_between(question: Topic, town: Cast) -> None:
    make_reply(question, town.luka)
    sent = {"body": "<div>Take gaiters.</div>", "body_format": "html", "last_number": "1"}
    answer = signed_in(town.ivo).post(address(question), sent, headers=HTMX)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].endswith(f"#post-{Post.objects.get(number=3).pk}")


def test_it_brings_back_the_form_alone(question: Topic, town: Cast) -> None:
    answer = signed_in(town.ivo).post(address(question), {"body": "", "body_format": "text"}, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#reply-form")
    assert "<html" not in answer.text
    assert "Please write a few words" in answer.text


class Elements(HTMLParser):
    """Every tag of a text with its attributes, as a browser would read it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


ATTACKS = [
    "<script>alert(1)</script>words",
    "<img src=x onerror=alert(1)>words",
    "<div onclick=alert(1)>words</div>",
    '<a href="javascript:alert(1)">words</a>',
    '<a href="&#106;avascript:alert(1)">words</a>',
    '<a href="data:text/html,<script>alert(1)</script>">words</a>',
    "<svg><script>alert(1)</script></svg>words",
    "words<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<iframe src="https://evil.example"></iframe>words',
    '<div style="background:url(javascript:alert(1))">words</div>',
    '<figure data-trix-attachment=\'{"content":"<img src=x onerror=alert(1)>"}\'></figure>words',
    '<a href="https://a.example/" target=_blank>words</a>',
    "<template><script>alert(1)</script></template>words",
    '<b><p title="</b><script>alert(1)</script>">words',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>words",
    'words @ivo"><script>alert(1)</script>',
    '<p title="a>@ivo onclick=alert(1) x">words</p>',
    '<a href="https://a.example/>@ivo<script>alert(1)</script>">words</a>',
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("body_format", ["html", "text"])
def test_nothing_gets_through_the_composer(question: Topic, town: Cast, attack: str, body_format: str) -> None:
    signed_in(town.tea).post(address(question), {"body": attack, "body_format": body_format})
    post = Post.objects.get(number=2)
    assert "words" in post.plain
    elements = Elements()
    elements.feed(post.html)
    assert {tag for tag, _attributes in elements.found} <= {"p", "a", "strong"}
    for _tag, attributes in elements.found:
        assert attributes.keys() <= {"href", "rel", "dir", "lang", "title"}
        assert urlsplit(attributes.get("href", "")).scheme in {"", "https"}
    assert "<script>alert" not in signed_in(town.nada).get(question.get_absolute_url()).text
