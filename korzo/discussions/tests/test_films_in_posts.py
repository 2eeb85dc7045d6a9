"""Films and sounds in topics: where they play, where their poster stands, and what is said of them meanwhile."""

from typing import Any

import pytest

from korzo.discussions.actions import Written, edit_post, post_reply, start_topic
from korzo.discussions.models import Space, Topic
from korzo.discussions.tests.talk import make_picture
from korzo.media.models import Picture
from korzo.members.models import Member
from tests.cast import Cast, signed_in
from tests.linked_data import graph


def make_film(owner: Member, *, state: str = "ready", kind: str = "film", failure: str = "") -> Picture:
    film = make_picture(owner, alt="The ridge at dusk")
    film.kind, film.state, film.failure = kind, state, failure
    film.seconds, film.ending = (61, "mp4") if kind == "film" else (61, "mp3")
    film.save()
    return film


def topic_with(space: Space, cast: Cast, *films: Picture) -> Topic:
    written = Written("Look at this.", picture_ids=[film.pk for film in films])
    return start_topic(space, actor=cast.tea, title="Up there", written=written, backfilled=True)


def page(topic: Topic) -> str:
    return signed_in(None).get(topic.get_absolute_url()).text


def test_it_plays_in_its_post_and_its_poster_stands_in_lists(space: Space, town: Cast) -> None:
    film, still = make_film(town.tea), make_picture(town.tea)
    topic = topic_with(space, town, film, still)
    html = page(topic)
    assert f'src="/media/films/{film.key}/film.mp4"' in html
    assert f'poster="/media/pictures/{film.key}/960.webp"' in html
    assert 'preload="none"' in html
    # The picture beside it still opens large; the poster does not.
    assert html.count("data-gallery") == 1
    listed = signed_in(None).get(space.get_absolute_url()).text
    assert ("i-play" in listed, "<video" in listed, film.key in listed) == (True, False, True)
    found = signed_in(None).get("/search/?q=look").text
    assert "<video" not in found


def test_search_engines_are_told(space: Space, town: Cast) -> None:
    film, sound = make_film(town.tea), make_film(town.tea, kind="sound")
    told: dict[str, Any] = graph(page(topic_with(space, town, film, sound)), "DiscussionForumPosting")
    assert [(one["@type"], one["name"], one["duration"]) for one in told["video"]] == [
        ("VideoObject", "The ridge at dusk", "PT61S")
    ]
    assert told["video"][0]["contentUrl"].endswith(f"/media/films/{film.key}/film.mp4")
    assert [one["@type"] for one in told["audio"]] == ["AudioObject"]


def test_while_it_is_prepared_its_place_says_so(space: Space, town: Cast) -> None:
    html = page(topic_with(space, town, make_film(town.tea, state="received")))
    assert "This film is being prepared." in html
    assert "<video" not in html


def test_where_it_failed_the_post_says_why_and_lists_leave_it_out(space: Space, town: Cast) -> None:
    film = make_film(town.tea)
    topic = topic_with(space, town, film)
    Picture.objects.filter(pk=film.pk).update(state="failed", failure="This is longer than 10 minutes.")
    html = page(topic)
    assert "A film here could not be prepared." in html
    assert "This is longer than 10 minutes." in html
    listed = signed_in(None).get(space.get_absolute_url()).text
    assert film.key not in listed
    form = signed_in(town.tea).get(f"/talk/posts/{topic.first_post_id}/edit/").text
    assert "This is longer than 10 minutes." in form


def test_one_still_on_its_way_is_not_taken(space: Space, town: Cast) -> None:
    film = make_film(town.tea, state="arriving")
    topic = topic_with(space, town, film)
    assert "film.mp4" not in page(topic)
    assert Picture.objects.get(pk=film.pk).claimed_at is None


def test_an_edit_keeps_it_and_can_let_it_go(space: Space, town: Cast) -> None:
    film = make_film(town.tea)
    post = topic_with(space, town, film).first_post
    assert post is not None
    kept = Written("Look again.", picture_ids=[film.pk], descriptions={film.pk: "Dawn, not dusk"})
    edit_post(post, actor=town.tea, written=kept)
    film.refresh_from_db()
    assert (film.alt, film.claimed_at is not None) == ("Dawn, not dusk", True)
    edit_post(post, actor=town.tea, written=Written("Words alone."))
    film.refresh_from_db()
    assert film.claimed_at is None


def test_a_film_alone_says_enough(space: Space, town: Cast) -> None:
    topic = topic_with(space, town)
    reply = post_reply(
        topic, actor=town.tea, written=Written("", picture_ids=[make_film(town.tea).pk]), backfilled=True
    )
    assert f'id="post-{reply.pk}"' in page(topic)


@pytest.mark.parametrize("name", ["reply", "new"])
def test_the_composer_takes_films(name: str, space: Space, town: Cast) -> None:
    topic = topic_with(space, town)
    address = topic.get_absolute_url() if name == "reply" else f"{space.get_absolute_url()}new/"
    html = signed_in(town.tea).get(address).text
    assert 'data-films-url="/media/films/"' in html
    assert 'accept="image/*,video/*,audio/*"' in html
