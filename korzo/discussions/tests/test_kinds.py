"""What each kind of topic needs, how it looks in lists, and what tags do."""

import pytest
from django.http import QueryDict

from korzo.discussions.actions import Written, merge_tags, rename_tag, start_topic, tag_topic
from korzo.discussions.models import Kind, Space, Tag, Topic, TopicTag
from korzo.discussions.queries import topics_in, topics_tagged
from korzo.discussions.tests.talk import make_picture, make_space, make_topic, verbs
from korzo.kit.errors import FieldRefused, Refused
from korzo.polls.actions import read_poll
from korzo.polls.models import Poll
from korzo.writing.models import Draft, Revision
from tests.cast import Cast, signed_in

BALLOT = "poll_question=Which+wax&poll_option=Green&poll_option=Blue"


def show(space: Space, cast: Cast, title: str = "My muddy shoes") -> Topic:
    written = Written("", picture_ids=[make_picture(cast.tea).pk])
    return start_topic(space, actor=cast.tea, title=title, written=written, kind=Kind.SHOWCASE, backfilled=True)


def test_for_a_showcase_a_picture_is_enough(space: Space, town: Cast) -> None:
    assert show(space, town).is_pictured
    with pytest.raises(FieldRefused) as refusal:
        start_topic(space, actor=town.tea, title="No picture here", written=Written("Words."), kind=Kind.SHOWCASE)
    assert refusal.value.field == "pictures"
    assert Topic.objects.count() == 1


def test_a_space_of_showcases_is_a_wall(town: Cast) -> None:
    space = make_space(town, "Picture walk", main_kind="showcase")
    show(space, town)
    page = signed_in(town.nada).get(space.get_absolute_url()).text
    assert 'class="wall three"' in page
    assert "Show something" in page
    assert 'class="feed-item' in signed_in(town.nada).get(f"{space.get_absolute_url()}?show=lively").text


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("outsider", False), ("member", False), ("moderator", False), ("staff", True), ("owner", True)],
)
def test_announcements_come_from_the_team(space: Space, town: Cast, role: str, allowed: bool) -> None:
    actor, written = town.by_role()[role], Written("They are here.")
    if allowed:
        start_topic(space, actor=actor, title="New shoes are here", written=written, kind=Kind.ANNOUNCEMENT)
    else:
        with pytest.raises(Refused):
            start_topic(space, actor=actor, title="New shoes are here", written=written, kind=Kind.ANNOUNCEMENT)
    assert Topic.objects.count() == allowed
    chip = "kind=announcement" in signed_in(actor).get(f"{space.get_absolute_url()}new/").text
    assert chip is allowed


def test_a_poll_carries_its_question(space: Space, town: Cast) -> None:
    with pytest.raises(FieldRefused) as refusal:
        start_topic(space, actor=town.tea, title="Which wax is it", written=Written("Tell me."), kind=Kind.POLL)
    assert refusal.value.field == "poll_question"
    poll = read_poll(QueryDict(BALLOT))
    topic = start_topic(
        space, actor=town.tea, title="Which wax is it", written=Written("Tell me."), kind=Kind.POLL, poll=poll
    )
    assert Poll.objects.get().subject_id == topic.first_post_id
    page = signed_in(town.luka).get(topic.get_absolute_url()).text
    assert "Which wax" in page
    assert "Blue" in page
    hidden = make_space(town, "Workshop", read="role:staff")
    Topic.objects.filter(pk=topic.pk).update(space=hidden)
    assert signed_in(town.luka).get(topic.get_absolute_url()).status_code == 404


def test_a_list_says_what_is_what(space: Space, town: Cast) -> None:
    show(space, town)
    make_topic(space, town.tea, title="An idea of mine", kind=Kind.IDEA)
    make_topic(space, town.mira, title="Hear, hear", kind=Kind.ANNOUNCEMENT)
    make_topic(space, town.tea)
    words = [[count.text for count in item.counts] for item in topics_in(space).items]
    assert words == [[], ["Announcement"], ["Idea", "New", "0 votes"], ["Showcase"]]


def test_the_form_begins_any_kind(space: Space, town: Cast) -> None:
    browser = signed_in(town.tea)
    page = browser.get(f"{space.get_absolute_url()}new/?kind=poll").text
    assert "poll_question" in page
    form = {"title": "Which wax is it", "body": "Tell me.", "kind": "poll", "tags": "Wax, Rain"}
    refused = browser.post(f"{space.get_absolute_url()}new/", form)
    assert (refused.status_code, Topic.objects.count()) == (422, 0)
    options = {"poll_question": "Which?", "poll_option": ["Green", "Blue"]}
    assert browser.post(f"{space.get_absolute_url()}new/", form | options).status_code == 302
    topic = Topic.objects.get()
    assert (topic.kind, TopicTag.objects.filter(topic=topic).count(), Poll.objects.count()) == ("poll", 2, 1)
    page = browser.get(topic.get_absolute_url()).text
    assert "/tags/rain/" in page


def test_tags_are_found_together(space: Space, town: Cast) -> None:
    topics = [make_topic(space, town.tea, title=f"Story number {n}") for n in range(22)]
    for topic in topics:
        tag_topic(topic, actor=town.tea, names=["Winter Wax"])
    tag_topic(topics[0], actor=town.ivo, names=["Winter  wax", "#Rain"])
    tag = Tag.objects.get(slug="winter-wax")
    hidden = make_topic(make_space(town, "Workshop", read="role:staff"), town.mira, title="Secret plans")
    tag_topic(hidden, actor=town.mira, names=["Winter wax"])
    guest = signed_in(town.nada)
    first = guest.get(tag.get_absolute_url())
    rest = guest.get(f"{tag.get_absolute_url()}?before={first.context['page'].before}")
    titles = [item.title for page in (first, rest) for item in page.context["page"].items]
    assert titles == [topic.title for topic in reversed(topics)]
    assert guest.get("/tags/nothing/").status_code == 404


def test_five_tags_and_whose(question: Topic, town: Cast) -> None:
    for names in (list("abcdef"), ["x" * 31], ["!!!"]):
        with pytest.raises(FieldRefused):
            tag_topic(question, actor=town.tea, names=names)
    with pytest.raises(Refused):
        tag_topic(question, actor=town.luka, names=["wax"])
    assert not Tag.objects.exists()
    tag_topic(question, actor=town.tea, names=list("abcde"))
    tag_topic(question, actor=town.tea, names=list("edcba"))
    assert verbs() == ["topic_started", "topic_tagged"]


def test_tags_are_renamed_and_joined(question: Topic, space: Space, town: Cast) -> None:
    other = make_topic(space, town.tea, title="Another story")
    tag_topic(question, actor=town.tea, names=["Waks", "Wax"])
    tag_topic(other, actor=town.tea, names=["Waks"])
    wrong, right = Tag.objects.get(slug="waks"), Tag.objects.get(slug="wax")
    for person in (town.nada, town.tea, town.ivo):
        with pytest.raises(Refused):
            merge_tags(wrong, actor=person, into=right)
    rename_tag(wrong, actor=town.sara, name="Wax")
    assert [len(topics_tagged(tag).items) for tag in (right, wrong)] == [2, 0]
    moved = signed_in(town.nada).get("/tags/waks/")
    assert (moved.status_code, moved["Location"]) == (301, "/tags/wax/")
    tag_topic(other, actor=town.tea, names=["waks"])
    assert TopicTag.objects.get(topic=other).tag == right
    new = rename_tag(right, actor=town.sara, name="Candle")
    assert signed_in(town.nada).get("/tags/waks/")["Location"] == new.get_absolute_url() == "/tags/candle/"


def test_posting_drops_the_draft_and_editing_keeps_the_former_words(space: Space, town: Cast) -> None:
    Draft.objects.create(member=town.tea, key="new:5", sequence=1, window="w", html="", plain="Two days", fields={})
    topic = start_topic(space, actor=town.tea, title="Wet feet again", written=Written("Two days.", draft_key="new:5"))
    assert not Draft.objects.exists()
    browser = signed_in(town.sara)
    assert topic.first_post_id
    form = {"title": topic.title, "body": "Three days.", "version": "1", "reason": "A slip"}
    assert browser.post(f"/talk/posts/{topic.first_post_id}/edit/", form).status_code == 302
    words = list(Revision.objects.order_by("version").values_list("plain", "by__handle", "reason"))
    assert words == [("Two days.", "tea", ""), ("Three days.", "sara", "A slip")]
    history = f"/writing/history/discussions.post/{topic.first_post_id}/"
    assert history in signed_in(town.nada).get(topic.get_absolute_url()).text
    assert "A slip" in signed_in(town.luka).get(history).text
