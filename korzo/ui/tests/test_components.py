"""Every component renders what its contract says, in every language, and never an inline style or script."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import Context, Template, engines
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.test import RequestFactory
from django.utils import timezone, translation

from korzo.kit.money import Money
from korzo.kit.slots import Badge
from korzo.ui import styleguide
from korzo.ui.stars import star_row

TEMPLATES = Path(__file__).parent.parent / "templates"
LINES_MAX = 120
LANGUAGES = ["en", "sk", "gu", "fa", "it", "uk", "es"]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(frozen=True)
class Luka:
    name: str = "Luka <b>"
    pk: int = 4


@dataclass
class Shell:
    """What the project's context processor gives to base.html."""

    member: Luka | None = None
    community: dict[str, str] = field(
        default_factory=lambda: {"name": "Kamzo Club", "theme_css_url": "/media/theme.css"}
    )
    theme: str = ""
    places: list[dict[str, Any]] = field(
        default_factory=lambda: [{"label": "Home", "url": "/", "icon": "house", "current": True}]
    )
    unread_count: int = 0
    notifications_url: str = "/notices/"
    sign_in_url: str = "/in/"
    sign_up_url: str = "/up/"
    sign_out_url: str = "/out/"
    search_url: str = "/search/"
    language_url: str = "/language/"
    theme_url: str = "/theme/"
    languages: list[dict[str, Any]] = field(
        default_factory=lambda: [{"code": "en", "name": "English"}, {"code": "fa", "name": "فارسی"}]
    )
    is_demo: bool = False


class Balance(HTMLParser):
    """Refuses a page whose tags do not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [name for name, _value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [name for name, _value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def check_markup(html: str) -> None:
    balance = Balance()
    balance.feed(html)
    assert balance.open == []
    assert [name for name in balance.attributes if name == "style" or name.startswith("on")] == []


def page(template: str, shell: Shell | None = None, context: dict[str, object] | None = None) -> str:
    request = RequestFactory().get("/talk/?sort=new")
    frame = {"shell": shell or Shell(), "request": request, "csrf_token": "a-token"}
    return str(engines["django"].engine.get_template(template).render(Context(frame | (context or {}))))  # type: ignore[attr-defined]


def flat(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html))


def style_guide(language: str) -> str:
    with translation.override(language):
        return page("ui/styleguide/index.html", context=styleguide._context())


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_a_template_opens_with_its_contract_and_is_short(path: Path) -> None:
    text = path.read_text()
    assert "{% comment %}" in text[:120]
    assert len(text.splitlines()) <= LINES_MAX


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_component_renders_in_every_language(language: str) -> None:
    html = style_guide(language)
    check_markup(html)
    assert f'<html lang="{language}" dir="{"rtl" if language == "fa" else "ltr"}"' in html


@pytest.mark.parametrize("name", ["403.html", "404.html", "429.html"])
def test_an_error_page_renders_for_guests_and_members(name: str) -> None:
    for shell in (Shell(), Shell(member=Luka())):
        check_markup(page(name, shell))


def test_the_page_of_a_failure_needs_no_context() -> None:
    html = render_to_string("500.html")
    check_markup(html)
    assert "Something broke on our side" in html


def test_a_guest_page_carries_no_token_and_no_name() -> None:
    html = page("ui/base.html") + page("ui/_account.html")
    assert "a-token" not in html
    assert "csrfmiddlewaretoken" not in html
    assert 'href="/in/"' in html
    assert 'href="/up/"' in html


def test_a_member_page_escapes_the_name() -> None:
    shell = Shell(member=Luka(), unread_count=3, theme="dark")
    html = page("ui/base.html", shell) + page("ui/_account.html", shell)
    assert "Luka &lt;b&gt;" in html
    assert "<b>" not in html
    assert 'aria-label="Notices, 3 new"' in html
    assert 'data-theme="dark"' in html


def test_the_page_preloads_every_imported_style() -> None:
    html = page("ui/base.html")
    assert html.count('rel="preload" as="style"') > 40
    assert f'href="{static("ui/css/blocks/button.css")}"' in html


def test_the_language_form_works_without_scripts_and_comes_back_here() -> None:
    html = page("ui/base.html")
    assert '<input type="hidden" name="next" value="/talk/?sort=new">' in html
    assert 'name="language" value="fa" lang="fa"' in html


def test_a_photo_shows_its_tone_and_keeps_its_focus() -> None:
    picture = styleguide.Sample("dawn", "Hills <i>", "#b98aa5", focal_x=82)
    html = flat(render_to_string("ui/photo.html", {"picture": picture, "url": "/p/1"}))
    assert 'data-tone="4" data-hue="12"' in html
    assert 'class="photo__img fx-8"' in html
    assert 'alt="Hills &lt;i&gt;"' in html
    assert 'width="800" height="600" loading="lazy"' in html


def test_a_decorative_photo_has_no_words() -> None:
    html = render_to_string("ui/photo.html", {"picture": styleguide.DAWN, "decorative": True})
    assert 'alt=""' in html
    assert "Hills at dawn" not in html


def test_five_pictures_show_four_and_say_one_more() -> None:
    html = flat(render_to_string("ui/mosaic.html", {"pictures": [styleguide.DAWN] * 5}))
    assert html.count('class="photo__img') == 4
    assert html.count("data-gallery") == 5
    assert "and 1 more picture<" in html


def test_a_field_tells_its_error_beside_it() -> None:
    form = styleguide.SampleForm({"size": "421"})
    html = flat(render_to_string("ui/field.html", {"field": form["size"]}))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_size_error"' in html
    assert 'id="id_size_error"' in html
    assert "Did you mean 42?" in html


def test_a_field_for_latin_letters_stands_left_to_right() -> None:
    form = styleguide.SampleForm()
    assert 'dir="ltr"' in render_to_string("ui/field.html", {"field": form["email"]})
    assert 'dir="auto"' in render_to_string("ui/field.html", {"field": form["title"]})


def test_a_whole_form_renders_its_hidden_fields_once() -> None:
    class Sample(forms.Form):
        step = forms.IntegerField(widget=forms.HiddenInput, initial=2)
        name = forms.CharField()

    html = render_to_string("ui/form.html", {"form": Sample()})
    assert html.count('name="step"') == 1
    assert html.count('name="name"') == 1


def test_a_byline_isolates_the_name_and_shows_badges() -> None:
    html = flat(
        render_to_string("ui/byline.html", {"name": "علی Smith", "url": "/m/1", "badges": [Badge("Team", "store", 3)]})
    )
    assert "<bdi>علی Smith</bdi>" in html
    assert 'class="tag" data-hue="3"' in html


def test_a_former_member_has_no_name() -> None:
    html = render_to_string("ui/byline.html", {"name": "Luka", "gone": True})
    assert "A former member" in html
    assert "Luka" not in html


def test_show_more_is_a_real_link() -> None:
    html = render_to_string("ui/pagination.html", {"next_url": "?page=2", "target": "#feed"})
    assert '<a class="btn block" href="?page=2" hx-get="?page=2" hx-select="#feed > *"' in html


def test_the_composer_posts_plain_text_without_scripts() -> None:
    html = render_to_string("ui/composer.html", {"value": "<b>kept</b>", "upload_url": "/up/"})
    check_markup(html)
    assert 'name="body"' in html
    assert 'name="body_format" value="text"' in html
    assert "&lt;b&gt;kept&lt;/b&gt;" in html


@pytest.mark.parametrize(
    ("rating", "row"),
    [(0, "off off off off off"), (4.6, "on on on on half"), (4.8, "on on on on on"), (2.24, "on on off off off")],
)
def test_a_rating_becomes_five_stars(rating: float, row: str) -> None:
    assert " ".join(star_row(rating)) == row


@pytest.mark.parametrize(
    ("name", "letter"),
    [("lucia", "L"), ("  mira", "M"), ("ત્ર્યંબક", "ત્ર્યં"), ("👩‍🍳 Ana", "👩‍🍳"), ("", "?"), (None, "?")],
)
def test_an_initial_is_a_whole_letter(name: str | None, letter: str) -> None:
    assert Template("{{ name|initial }}").render(Context({"name": name})) == letter


def test_filters_speak_the_language_of_the_page() -> None:
    template = Template(
        '{{ price|money }} {{ 3.5|money:"EUR" }} {{ 1234|number }} {{ 0.12|percent }} {{ none|number }}'
    )
    context = Context({"price": Money(Decimal("1234.5"), "EUR"), "none": None})
    with translation.override("fa"):
        assert template.render(context) == "\u200e€۱٬۲۳۴٫۵۰ \u200e€۳٫۵۰ ۱٬۲۳۴ ۱۲٪ "
    with translation.override("sk"):
        assert template.render(context) == "1\u00a0234,50\u00a0€ 3,50\u00a0€ 1\u00a0234 12\u00a0% "


def test_when_gives_machines_an_iso_date() -> None:
    moment = datetime(2026, 3, 21, 12, 0, tzinfo=timezone.get_default_timezone())
    with translation.override("fa"):
        html = Template('{% when moment "date" %}').render(Context({"moment": moment}))
    assert 'datetime="2026-03-21T12:00:00' in html
    assert ">۱ فروردین ۱۴۰۵<" in html


def test_what_was_said_a_moment_ago_has_a_date_that_stays_true() -> None:
    """A page may be kept for long; a script says how long ago it was (`korzo-when.js`)."""
    moment = datetime(2026, 3, 21, 12, 0, tzinfo=timezone.get_default_timezone())
    with translation.override("en"):
        html = Template("{% when moment %}").render(Context({"moment": moment}))
    assert " data-ago>" in html
    assert ">Mar 21, 2026<" in html
    with translation.override("fa"):
        assert ">۱ فروردین ۱۴۰۵<" in Template("{% when moment %}").render(Context({"moment": moment}))
