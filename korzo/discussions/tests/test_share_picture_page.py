"""The picture beside a shared link: for everybody, of what everybody may read, drawn once."""

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from pytest_django import Settings

from korzo.community.actions import change_community
from korzo.discussions.actions import Written, remove_post, start_topic
from korzo.discussions.models import Space, Topic
from korzo.discussions.tests.talk import make_picture, make_reply, make_space, make_topic
from korzo.discussions.views import sharing
from korzo.kit.kept_files import TooBusy
from korzo.kit.pictures import encode_webp
from tests.cast import Cast, signed_in


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KORZO_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "share-pictures"


def address(topic: Topic) -> str:
    return f"/talk/t/{topic.pk}/share.jpg"


def shown(topic: Topic, query: str = "?v=1") -> Image.Image:
    answer = signed_in(None).get(address(topic) + query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    return Image.open(io.BytesIO(answer.content))


def kept(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file() and one.name != "lock"]


def test_it_is_drawn_once(space: Space, town: Cast, folder: Path) -> None:
    topic = make_topic(space, town.tea)
    assert shown(topic).size == (1200, 630)
    (first,) = kept(folder)
    # Whatever stands in the address: nobody fills the disk by asking.
    for query in ("", "?v=2", "?v=3&x=4", "?w=" + "9" * 500):
        shown(topic, query)
    assert kept(folder) == [first]
    make_reply(topic, town.luka)
    shown(topic)
    assert kept(folder) == [first]


def test_it_may_be_kept_for_ever_where_its_address_changes(space: Space, town: Cast) -> None:
    topic = make_topic(space, town.tea)
    client = signed_in(None)
    assert "immutable" in client.get(f"{address(topic)}?v=abc").headers["Cache-Control"]
    bare = client.get(address(topic))
    assert bare.headers["Cache-Control"] == "public, max-age=300"
    assert not bare.cookies


def test_other_words_and_colours_make_another(space: Space, town: Cast, folder: Path) -> None:
    topic = make_topic(space, town.tea)
    shown(topic)
    Topic.objects.filter(pk=topic.pk).update(title="Dry feet in May")
    shown(topic)
    change_community(actor_id=town.mira.pk, brand="#5b2a86")
    corner = shown(topic).convert("RGB").getpixel((5, 5))
    assert len(kept(folder)) == 3
    assert isinstance(corner, tuple)
    assert corner[2] > corner[1]


@pytest.mark.parametrize("role", ["outsider", "member", "moderator", "staff", "owner"])
@pytest.mark.parametrize("hidden", ["closed", "removed", "missing"])
def test_what_is_not_for_everybody_has_none(town: Cast, space: Space, folder: Path, role: str, hidden: str) -> None:
    closed = make_space(town, "Inner circle", read="role:member")
    topic = make_topic(closed if hidden == "closed" else space, town.tea)
    assert topic.first_post
    if hidden == "removed":
        remove_post(topic.first_post, actor=town.ivo, reason="Off topic.")
    path = "/talk/t/999999/share.jpg" if hidden == "missing" else address(topic)
    assert signed_in(town.by_role()[role]).get(path).status_code == 404
    assert kept(folder) == []


def test_the_first_picture_of_the_topic_is_part_of_it(space: Space, town: Cast) -> None:
    picture = make_picture(town.tea)
    topic = start_topic(
        space, actor=town.tea, title="Wet feet", written=Written("Rain.", picture_ids=[picture.pk]), backfilled=True
    )
    red = encode_webp(Image.new("RGB", (1000, 800), "#ff0000"), 1000)
    default_storage.save(picture.path(min(one for one in picture.widths if one >= 640)), ContentFile(red))
    pixel = shown(topic).convert("RGB").getpixel((1180, 300))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200


def test_a_picture_that_is_gone_leaves_the_words(space: Space, town: Cast) -> None:
    written = Written("Rain.", picture_ids=[make_picture(town.tea).pk])
    topic = start_topic(space, actor=town.tea, title="Wet feet", written=written, backfilled=True)
    assert shown(topic).size == (1200, 630)


def test_while_many_are_drawn_one_is_told_to_come_back(
    space: Space, town: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object) -> bytes:
        raise TooBusy

    topic = make_topic(space, town.tea)
    monkeypatch.setattr(sharing.PICTURES, "get", busy)
    answer = signed_in(None).get(address(topic))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
