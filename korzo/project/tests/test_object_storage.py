"""All files of the house in a store that speaks S3, over the wire, and none on the disk."""

import io
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from moto.server import ThreadedMotoServer
from PIL import Image

from korzo.community.actions import change_community
from korzo.kit.env import WrongSetting
from korzo.media import tasks
from korzo.media.actions import Said, add_piece, begin_film, receive_picture
from korzo.media.files import forget
from korzo.media.tests.waves import make_wave
from korzo.members.actions import erase, show_face
from korzo.project.object_storage import StoreAway
from korzo.project.profile import files
from korzo.shop.actions.pictures import keep_picture
from korzo.shop.models import ProductPicture
from tests.cast import Cast, signed_in
from tests.installation import free_port
from tests.town import make_town

BUCKET = "korzo-town"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """The house with its files there. What stands in the bucket is asked past our own code."""
    made = boto3.resource(
        "s3", endpoint_url=endpoint, region_name="eu-central-1", aws_access_key_id="k", aws_secret_access_key="s"
    ).Bucket(BUCKET)
    made.create(CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    settings.STORAGES = {
        **settings.STORAGES,
        **files(f"s3://{BUCKET}/club?endpoint={endpoint}&region=eu-central-1", "k", "s"),
    }
    settings.KORZO_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    yield made
    made.objects.delete()
    made.delete()


def names(bucket: Any) -> list[str]:
    return sorted(one.key for one in bucket.objects.all())


def image(size: tuple[int, int] = (800, 600)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#2060a0").save(out, "JPEG")
    return out.getvalue()


def seen(url: str) -> bytes:
    """As a browser sees it: with our headers, and asked for once."""
    answer = Client().get(url)
    assert (answer.status_code, answer.headers["Cross-Origin-Resource-Policy"]) == (200, "cross-origin")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert Client().get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    return answer.getvalue()


@pytest.mark.django_db
def test_pictures_of_members_live_in_the_store(bucket: Any, cast: Cast, tmp_path: Path) -> None:
    picture = receive_picture(SimpleUploadedFile("walk.jpg", image()), owner=cast.tea, alt="A path")
    assert f"club/quarantine/{picture.key}" in names(bucket)
    tasks.render_picture.func(picture.pk)
    picture.refresh_from_db()
    assert picture.state == "ready"
    expected = [
        f"club/files/pictures/{picture.key}/{width}.{form}" for width in (320, 640, 800) for form in ("avif", "webp")
    ]
    assert names(bucket) == sorted(expected)
    assert seen(picture.url(640)).startswith(b"RIFF")
    assert picture.size_bytes == sum(one.size for one in bucket.objects.all())
    assert not (tmp_path / "media").exists()
    assert not (tmp_path / "quarantine").exists()


@pytest.mark.django_db
def test_films_come_in_pieces_and_go_out_in_parts(bucket: Any, cast: Cast) -> None:
    data = make_wave()
    picture = begin_film(ContentFile(data[:9000]), owner=cast.tea, said=Said(len(data)))
    assert add_piece(picture, ContentFile(data[9000:]), actor=cast.tea, offset=9000) == len(data)
    assert names(bucket) == [f"club/quarantine/{picture.key}.pieces/0000{place}" for place in range(2)]
    tasks.prepare_film.func(picture.pk)
    picture.refresh_from_db()
    assert (picture.state, picture.failure) == ("ready", "")
    assert f"club/files/films/{picture.key}/film.wav" in names(bucket)
    assert not [name for name in names(bucket) if "quarantine" in name]
    whole = seen(f"/media/{picture.film_path}")
    part = Client().get(f"/media/{picture.film_path}", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole[100:200])
    forget(picture.key)
    assert names(bucket) == []


@pytest.mark.django_db(transaction=True)
def test_faces_logos_colours_and_products_live_there_too(bucket: Any) -> None:
    from tests.cast import make_cast  # noqa: PLC0415 (this test needs real commits)

    cast = make_cast()
    town = make_town(cast)
    show_face(cast.tea, file=ContentFile(image((300, 400)), "me.jpg"))
    assert seen(cast.tea.avatar_url).startswith(b"RIFF")
    former = cast.tea.avatar
    show_face(cast.tea, file=ContentFile(image((400, 400)), "me.jpg"))
    assert Client().get(f"/media/{former}").status_code == 404

    community = change_community(actor_id=cast.mira.pk, brand="#aa3311")
    assert b"--brand: #aa3311" in seen(community.theme_css_url)
    page = signed_in(cast.tea).get("/talk/").content.decode()
    assert community.theme_css_url in page
    assert "X-Amz" not in page

    picture = ProductPicture.objects.create(product=town.product, src="https://shop.example/1.jpg", position=9)
    keep_picture(picture, image())
    picture.refresh_from_db()
    assert seen(picture.url).startswith(b"RIFF")

    face = f"club/files/{cast.tea.avatar}"
    assert face in names(bucket)
    erase(cast.tea)
    assert face not in names(bucket)


@pytest.mark.django_db
def test_nobody_else_may_look_into_the_store(bucket: Any) -> None:
    path = default_storage.save("avatars/one.webp", ContentFile(b"drawn"))
    assert default_storage.url(path) == "/media/avatars/one.webp"
    grants = bucket.Object(f"club/files/{path}").Acl().grants
    assert [grant["Permission"] for grant in grants if grant["Grantee"].get("URI")] == []
    # What waits in quarantine has no address at all.
    storages["quarantine"].save("x.webp", ContentFile(b"raw"))
    assert Client().get("/media/x.webp").status_code == 404
    assert Client().get("/media/../quarantine/x.webp").status_code == 404


def test_a_store_behaves_like_a_disk(bucket: Any) -> None:
    assert default_storage.save("brand/a.css", ContentFile(b"one")) == "brand/a.css"
    assert default_storage.save("brand/a.css", ContentFile(b"other")) != "brand/a.css"
    with default_storage.open("brand/a.css") as file:
        assert file.read() == b"one"
    assert (default_storage.exists("brand/a.css"), default_storage.exists("brand/none.css")) == (True, False)
    assert (default_storage.size("brand/a.css"), default_storage.listdir("nothing")) == (3, ([], []))
    for ask in (default_storage.open, default_storage.size, default_storage.get_modified_time):
        with pytest.raises(FileNotFoundError):
            ask("brand/none.css")
    default_storage.delete("brand/a.css")
    default_storage.delete("brand/a.css")
    with pytest.raises(FileNotFoundError):
        default_storage.size("brand/a.css")


def test_a_store_that_is_away_breaks_no_page(settings: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.STORAGES = {
            **settings.STORAGES,
            **files(f"s3://{BUCKET}?endpoint=http://127.0.0.1:{taken.getsockname()[1]}&region=eu-central-1", "k", "s"),
        }
        with pytest.raises(StoreAway):
            default_storage.exists("brand/a.css")
        answer = Client().get("/media/brand/a.css")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize(
    ("address", "key", "secret"),
    [
        ("https://bucket", "", ""),
        ("s3://", "", ""),
        ("s3://bucket?zone=eu", "", ""),
        ("s3://bucket", "k", ""),
        ("s3://bucket", "", "s"),
    ],
)
def test_a_wrong_address_is_refused(address: str, key: str, secret: str) -> None:
    with pytest.raises(WrongSetting, match="KORZO_FILES"):
        files(address, key, secret)


def test_without_a_store_its_client_is_not_loaded(tmp_path: Path) -> None:
    ask = "import sys, json, django; django.setup(); print(json.dumps([n in sys.modules for n in ('boto3', 'redis')]))"
    done = subprocess.run(
        [sys.executable, "-c", ask],
        env={
            "KORZO_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "korzo.project.settings",
            "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [False, False]
