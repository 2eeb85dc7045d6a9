"""What search engines read of topics: the right type, all required fields, and never more than a guest may see."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from korzo.discussions.actions import (
    Written,
    accept_answer,
    edit_post,
    give_heart,
    hide_post,
    post_reply,
    remove_post,
    start_topic,
)
from korzo.discussions.models import Kind, Space, Topic
from korzo.discussions.tests.talk import held_reply, make_picture, make_reply, make_space, make_topic
from korzo.discussions.views import pieces
from korzo.edge import recording
from korzo.members.actions import erase
from korzo.polls.actions import PollDraft
from korzo.reactions.models import Reaction
from tests.cast import Cast, make_cast, signed_in
from tests.linked_data import check, graph, graphs
from tests.through_edge import House, house


def html_of(topic: Topic, query: str = "") -> str:
    answer = signed_in(None).get(topic.get_absolute_url() + query)
    assert answer.status_code == 200
    return answer.text


def told(topic: Topic, kind: str, query: str = "") -> dict[str, Any]:
    """The one graph about the topic, checked, and no other beside the way to it."""
    html = html_of(topic, query)
    assert [one["@type"] for one in graphs(html)] == [kind, "BreadcrumbList"]
    for one in graphs(html):
        check(one)
    return graph(html, kind)


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        (Kind.DISCUSSION, "DiscussionForumPosting"),
        (Kind.IDEA, "DiscussionForumPosting"),
        (Kind.SHOWCASE, "DiscussionForumPosting"),
        (Kind.POLL, "DiscussionForumPosting"),
        # Nobody answered yet.
        (Kind.QUESTION, "DiscussionForumPosting"),
        (Kind.ANNOUNCEMENT, "Article"),
    ],
)
def test_each_kind_has_its_type(space: Space, town: Cast, kind: Kind, type_: str) -> None:
    topic = start_topic(
        space,
        actor=town.mira,
        title="Wet feet in October",
        written=Written("Two days of rain.", picture_ids=[make_picture(town.mira).pk]),
        kind=kind,
        poll=PollDraft("Which day?", ("Monday", "Friday")) if kind == Kind.POLL else None,
        backfilled=True,
    )
    if kind != Kind.QUESTION:
        make_reply(topic, town.luka)
    found = told(topic, type_)
    body = found["articleBody"] if type_ == "Article" else found["text"]
    assert (found["headline"], body) == ("Wet feet in October", "Two days of rain.")
    assert found["image"] == [
        settings.KORZO_URL + path
        for path in [topic.first_post.post_pictures.get().picture.url(960)]  # type: ignore[union-attr]
    ]
    assert found["author"] == {
        "@type": "Person", "name": town.mira.name, "url": settings.KORZO_URL + town.mira.get_absolute_url(),
    }  # fmt: skip
    assert found["isPartOf"]["name"] == space.name
    assert len(found.get("comment", [])) == (0 if kind == Kind.QUESTION else 1)


def test_an_answered_question_is_told_with_its_answers(question: Topic, town: Cast) -> None:
    best = make_reply(question, town.luka, "Wool, and nothing else.")
    other = make_reply(question, town.ivo, "Take the train.")
    accept_answer(best, actor=town.tea)
    Reaction.objects.create(
        subject_label="discussions.post", subject_id=best.pk, emoji=Reaction.Emoji.HELPFUL, member=town.sara
    )
    question.refresh_from_db()
    main = told(question, "QAPage")["mainEntity"]
    assert (main["name"], main["text"], main["answerCount"]) == (question.title, "Two days of rain, one hut.", 2)
    assert [(one["text"], one["upvoteCount"]) for one in main["acceptedAnswer"]] == [("Wool, and nothing else.", 1)]
    assert [(one["text"], one["upvoteCount"]) for one in main["suggestedAnswer"]] == [("Take the train.", 0)]
    assert main["suggestedAnswer"][0]["url"] == f"{settings.KORZO_URL}{question.get_absolute_url()}#post-{other.pk}"


def test_hearts_and_replies_are_counted(space: Space, town: Cast) -> None:
    topic = make_topic(space, town.tea)
    reply = make_reply(topic, town.luka)
    assert topic.first_post is not None
    give_heart(topic.first_post, actor=town.luka)
    give_heart(reply, actor=town.tea)
    found = told(topic, "DiscussionForumPosting")
    counted = {one["interactionType"]: one["userInteractionCount"] for one in found["interactionStatistic"]}
    assert counted == {"https://schema.org/LikeAction": 1, "https://schema.org/CommentAction": 1}
    assert found["commentCount"] == 1
    assert found["comment"][0]["interactionStatistic"]["userInteractionCount"] == 1


def test_later_pages_name_the_first_and_list_their_own(space: Space, town: Cast) -> None:
    topic = make_topic(space, town.tea)
    replies = [make_reply(topic, town.luka, f"Reply number {n}.") for n in range(1, 24)]
    second = told(topic, "DiscussionForumPosting", "?after=21")
    assert (second["headline"], second["url"]) == (topic.title, settings.KORZO_URL + topic.get_absolute_url())
    assert second["text"] == topic.excerpt
    assert [one["text"] for one in second["comment"]] == ["Reply number 21.", "Reply number 22.", "Reply number 23."]
    assert second["comment"][0]["url"].endswith(f"?after=21#post-{replies[20].pk}")
    first = told(topic, "DiscussionForumPosting")
    assert len(first["comment"]) == 20


def test_what_was_removed_leaves_a_mark_and_no_words(space: Space, town: Cast) -> None:
    topic = make_topic(space, town.tea)
    remove_post(make_reply(topic, town.luka, "Secret words."), actor=town.ivo, reason="An advertisement.")
    found = told(topic, "DiscussionForumPosting")
    (gone,) = found["comment"]
    assert gone["creativeWorkStatus"] == "Deleted"
    assert not {"text", "author", "image"} & gone.keys()
    assert "Secret words." not in html_of(topic)


def test_removed_answers_are_none(question: Topic, town: Cast) -> None:
    remove_post(make_reply(question, town.luka), actor=town.ivo, reason="An advertisement.")
    question.refresh_from_db()
    told(question, "DiscussionForumPosting")


@pytest.mark.parametrize("hidden", ["held", "hidden", "moderated"])
def test_what_a_guest_may_not_see_is_not_told(question: Topic, town: Cast, hidden: str) -> None:
    if hidden == "held":
        held_reply(question, town.tea)
    else:
        post = make_reply(question, town.luka, "Buy these cheap watches.")
        hide_post(post.pk, actor=town.ivo, reason="spam") if hidden == "hidden" else remove_post(
            post, actor=town.ivo, reason="Off."
        )
    for person in (None, town.tea, town.ivo):
        told_text = str(graphs(signed_in(person).get(question.get_absolute_url()).text))
        assert "cheap watches" not in told_text


def test_a_space_for_few_tells_nothing(town: Cast) -> None:
    topic = make_topic(make_space(town, "Inner circle", read="role:member"), town.tea)
    html = signed_in(town.tea).get(topic.get_absolute_url()).text
    assert graphs(html) == []
    assert 'content="noindex"' in html


def test_a_former_member_has_no_name(space: Space, town: Cast) -> None:
    topic = make_topic(space, town.luka)
    make_reply(topic, town.luka)
    erase(town.luka)
    found = told(topic, "DiscussionForumPosting")
    assert [found["author"], found["comment"][0]["author"]] == [{"@type": "Person", "name": "A former member"}] * 2


def test_nothing_in_a_text_ends_the_script(space: Space, town: Cast) -> None:
    evil = "</script><script>alert(1)</script><!-- ]]> & \u2028 <b>"
    topic = start_topic(
        space, actor=town.tea, title=f"Boots {evil}"[:100], written=Written(evil), tags=["a&b"], backfilled=True
    )
    make_reply(topic, town.luka, evil)
    html = html_of(topic)
    assert "<script>alert" not in html
    found = told(topic, "DiscussionForumPosting")
    assert found["headline"] == topic.title
    assert found["comment"][0]["text"].startswith("</script><script>alert(1)")


def test_an_edit_is_told(space: Space, town: Cast) -> None:
    topic = make_topic(space, town.tea)
    assert topic.first_post is not None
    edit_post(topic.first_post, actor=town.mira, written=Written("Three days of rain."), reason="Counted again.")
    found = told(topic, "DiscussionForumPosting")
    assert found["text"] == "Three days of rain."
    assert found["dateModified"] >= found["datePublished"]


def test_a_quotation_is_told_as_it_is_shown(space: Space, town: Cast) -> None:
    topic = make_topic(space, town.tea)
    source = make_reply(topic, town.luka, "Words that go away.")
    quote = f'<blockquote data-ref="quote:post:{source.pk}:1"><p>Words that go away.</p></blockquote><p>I agree.</p>'
    post_reply(topic, actor=town.ivo, written=Written(quote, rich=True), backfilled=True)
    assert "Words that go away." in told(topic, "DiscussionForumPosting")["comment"][1]["text"]
    remove_post(source, actor=town.ivo, reason="Off topic.")
    assert "Words that go away." not in html_of(topic)


@pytest.fixture
def web(kept: None) -> Iterator[House]:
    with house() as one:
        yield one


@pytest.mark.usefixtures("kept")
def test_it_asks_nothing_more_than_the_page_does(web: House, monkeypatch: pytest.MonkeyPatch) -> None:
    people = make_cast()
    topic = make_topic(Space.objects.create(slug="talk-here", name="Talk here"), people.tea, question=True)
    for _ in range(5):
        make_reply(topic, people.luka)

    def asked() -> int:
        web.forget()
        recording.pieces.clear()
        with CaptureQueriesContext(connection) as captured:
            signed_in(None).get(topic.get_absolute_url())
        return len(captured)

    told_too = asked()
    monkeypatch.setattr(pieces, "topic_data", lambda *_args, **_named: {})
    monkeypatch.setattr(pieces, "votes_on", lambda ids: dict.fromkeys(ids, (0, 0)))
    assert asked() == told_too


def test_it_costs_little(space: Space, town: Cast) -> None:
    """The words once more, and some two hundred bytes for each post."""
    topic = make_topic(space, town.tea)
    for n in range(20):
        make_reply(topic, town.luka, f"Reply number {n}. " + "Wool. " * 60)
    html = html_of(topic)
    start = html.index('<script type="application/ld+json">')
    written = html[start : html.index("</script>", start)]
    assert len(written) - 20 * 380 < 20 * 480
