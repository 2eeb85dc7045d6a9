import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from PIL import Image

from korzo.activity.models import Activity
from korzo.community.actions import HERO_WIDTH, LOGO_WIDTH, change_community, set_up
from korzo.community.models import Community
from korzo.community.queries import the_community
from korzo.kit.pictures import BadPicture
from korzo.kit.theme import ThemeRefused
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db


def a_picture(size: tuple[int, int] = (2400, 900), colour: str = "#0b6b50") -> ContentFile[bytes]:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return ContentFile(out.getvalue(), "picture.png")


def test_there_are_defaults_before_anybody_chose(db: None) -> None:
    community = the_community()
    assert (community.name, community.theme_css_url, community.logo_url, community.set_up_at) == ("Korzo", "", "", None)
    assert not Community.objects.exists()


def test_it_writes_only_what_was_named(cast: Cast) -> None:
    change_community(actor_id=cast.mira.pk, name="Klub KAMZO", tagline="Mud is temporary")
    Community.objects.update(lead="Written meanwhile")
    community = change_community(actor_id=cast.mira.pk, tagline="Mud is for ever")
    community.refresh_from_db()
    assert (community.name, community.tagline, community.lead) == ("Klub KAMZO", "Mud is for ever", "Written meanwhile")
    activity = Activity.objects.filter(verb="community.changed").order_by("-pk")[0]
    assert (activity.actor_id, activity.actor_kind, activity.data) == (cast.mira.pk, "staff", {"fields": ["tagline"]})


@pytest.mark.parametrize("field", ["is_demo", "set_up_at", "theme_file", "values_html", "id", "nonsense"])
def test_it_changes_nothing_else(db: None, field: str) -> None:
    with pytest.raises(TypeError, match=field):
        change_community(actor_id=None, **{field: "x"})  # type: ignore[arg-type]  # the names are wrong on purpose
    assert not Community.objects.exists()
    assert not Activity.objects.exists()


def test_colours_become_a_file_of_their_own(cast: Cast, folder: Path) -> None:
    community = change_community(actor_id=None, brand="#aa3311", accent="#224488", roundness=Decimal("0.5"))
    assert re.fullmatch(r"/media/brand/theme-[0-9a-f]{16}\.css", community.theme_css_url)
    file = folder / "media" / community.theme_file
    css = file.read_text()
    for part in ("@layer theme", "--brand: #aa3311", "--accent: #224488", "--roundness: 0.5"):
        assert part in css
    assert f'<link rel="stylesheet" href="{community.theme_css_url}">' in signed_in(None).get("/talk/").content.decode()

    first = community.theme_file
    community = change_community(actor_id=None, brand="#225522")
    assert community.theme_file != first
    assert change_community(actor_id=None, brand="#aa3311").theme_file == first
    assert file.read_text() == css


def test_words_alone_write_no_file(folder: Path) -> None:
    assert change_community(actor_id=None, name="Klub KAMZO").theme_file == ""
    assert not (folder / "media" / "brand").exists()


@pytest.mark.parametrize("colour", ["red", "#12345", "#0b6b50}:root{--x:1", ""])
def test_a_colour_that_is_none_reaches_no_stylesheet(colour: str, folder: Path) -> None:
    with pytest.raises((ThemeRefused, ValueError)):
        change_community(actor_id=None, brand=colour)
    assert not Community.objects.exists()
    assert not (folder / "media" / "brand").exists()


def test_pictures_are_drawn_anew_and_named_by_their_content(cast: Cast, folder: Path) -> None:
    community = change_community(actor_id=cast.mira.pk, logo=a_picture(), hero=a_picture())
    for name, width in ((community.logo, LOGO_WIDTH), (community.hero, HERO_WIDTH)):
        with Image.open(folder / "media" / name) as image:
            assert (image.format, image.width) == ("WEBP", width)
    assert re.fullmatch(r"/media/brand/logo-[0-9a-f]{16}\.webp", community.logo_url)
    activity = Activity.objects.get(verb="community.changed")
    assert activity.data == {"fields": ["hero", "logo"]}
    assert f'src="{community.logo_url}" alt="Korzo"' in signed_in(None).get("/talk/").content.decode()


def test_the_same_picture_keeps_its_address(folder: Path) -> None:
    first = change_community(actor_id=None, logo=a_picture()).logo
    assert change_community(actor_id=None, logo=a_picture()).logo == first
    assert change_community(actor_id=None, logo=a_picture(colour="#aa3311")).logo != first


def test_what_is_no_picture_changes_nothing(folder: Path) -> None:
    with pytest.raises(BadPicture):
        change_community(actor_id=None, name="Klub KAMZO", logo=ContentFile(b"<svg/>", "logo.png"))
    assert not Community.objects.exists()
    assert not Activity.objects.exists()


def test_values_are_cleaned_when_they_are_written() -> None:
    community = change_community(actor_id=None, values_plain="We <script>lend</script>.\n\n- tents")
    assert community.values_html == (
        '<p dir="auto">We &lt;script&gt;lend&lt;/script&gt;.</p><ul dir="auto"><li>tents</li></ul>'
    )


def test_the_doors_open(cast: Cast) -> None:
    community = set_up(actor_id=cast.mira.pk)
    assert community.set_up_at is not None
    assert not community.is_demo
    activity = Activity.objects.get(verb="community.set_up")
    assert (activity.actor_id, activity.actor_kind) == (cast.mira.pk, "staff")
    assert set_up(actor_id=None, is_demo=True).is_demo
    assert Activity.objects.filter(verb="community.set_up", actor_kind="system").count() == 1


def test_there_is_one_community() -> None:
    change_community(actor_id=None, name="Klub KAMZO")
    with pytest.raises(IntegrityError), transaction.atomic():
        Community.objects.create(pk=2, name="Another")
