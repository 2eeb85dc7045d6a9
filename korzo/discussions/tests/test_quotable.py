from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.discussions.actions import Written, post_reply, remove_post
from korzo.discussions.models import Topic
from korzo.discussions.quotable import link_already_here, look, old_topic, only_to_one
from korzo.discussions.tests.talk import make_reply
from korzo.writing.actions import Composing
from tests.cast import Cast, signed_in


def composing(topic: Topic, town: Cast, *links: str) -> Composing:
    return Composing(person=town.tea, key=f"topic:{topic.pk}", links=links)


def test_a_post_can_be_quoted_until_it_is_taken_away(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    source = look([post.pk])[post.pk]
    assert (source.plain, source.version, source.author, source.scope) == ("Take two pairs of socks.", 1, "Luka", "")
    remove_post(post, actor=town.ivo, reason="Enough.")
    assert look([post.pk]) == {}


def test_a_quotation_stands_in_a_reply_with_its_source(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    words = f"> #post.{post.pk}.1\n> two pairs of socks\n\nAnd wax."
    reply = post_reply(question, actor=town.tea, written=Written(words))
    assert f'data-ref="quote:post:{post.pk}:1"' in reply.html
    page = signed_in(None).get(question.get_absolute_url()).content.decode()
    assert f'<p class="quoted__from"><a href="/talk/posts/{post.pk}/">' in page


def test_the_link_quote_opens_the_form_with_the_words(question: Topic, town: Cast) -> None:
    post = make_reply(question, town.luka)
    answer = signed_in(town.tea).get(f"/talk/posts/{post.pk}/?quote", follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"?quote={post.pk}#reply")
    assert f"&gt; #post.{post.pk}.1\n&gt; Take two pairs of socks." in answer.content.decode()


def test_a_link_that_stands_here_is_pointed_at(question: Topic, town: Cast) -> None:
    post_reply(question, actor=town.ivo, written=Written("See https://example.com/laces"), backfilled=True)
    note = link_already_here(composing(question, town, "https://example.com/laces"))
    assert note is not None
    assert len(note.pointers) == 1
    assert link_already_here(composing(question, town, "https://example.com/other", "nonsense")) is None
    assert link_already_here(Composing(person=town.tea, key="topic:x", links=("https://example.com/laces",))) is None


def test_an_old_talk_is_called_old(question: Topic, town: Cast) -> None:
    assert old_topic(composing(question, town)) is None
    Topic.objects.update(last_post_at=timezone.now() - timedelta(days=181))
    question.refresh_from_db()
    assert old_topic(composing(question, town)) is not None


@pytest.mark.parametrize(("third", "is_said"), [("luka", True), ("ivo", False)])
def test_two_who_talk_alone_hear_of_it_once_the_third_answer_comes(
    question: Topic, town: Cast, third: str, is_said: bool
) -> None:
    for name in ("tea", "luka", "tea", third):
        make_reply(question, getattr(town, name), f"Words of {name}.")
    assert (only_to_one(composing(question, town)) is not None) is is_said
