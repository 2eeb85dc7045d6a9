"""A page of Wagtail, registered with one line, is commented on as a product is."""

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.models import Locale, Page, PageViewRestriction, Site

from korzo.comments import actions, subjects
from korzo.comments.actions import RulesChange, Written, of_pages
from korzo.comments.queries import comments_page
from korzo.comments.tests.scenes import Scene
from korzo.kit.errors import Missing, Refused
from korzo.kit.parts import has_marks
from tests.cast import signed_in

ARTICLE = "comments.test_article"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
# By name, for the floor of the project is above ours. Its own addresses do not serve pages yet.
urlpatterns = [*import_module("korzo.project.urls").urlpatterns, path("pages/", include(wagtail_urls))]


@pytest.fixture
def article(scene: Scene) -> Iterator[Page]:
    actions.register(of_pages(ARTICLE, Page, name="Article", plural="Articles"))
    Locale.objects.get_or_create(language_code="en")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=root, is_default_site=True)
    page = root.add_child(title="How wax is made", slug="how-wax-is-made", first_published_at=scene.now, live=True)
    Site.clear_site_root_paths_cache()
    yield page
    subjects._subjects.pop(ARTICLE)


def test_it_is_commented_on_and_shown(scene: Scene, article: Page) -> None:
    comment = actions.post_comment(
        ARTICLE, article.pk, actor=scene.cast.tea, written=Written("I make mine at home."), at=scene.later()
    )
    assert [one.pk for one in comments_page(ARTICLE, article.pk).comments] == [comment.pk]
    answer = signed_in(None).get(f"/comments/{comment.pk}/")
    assert answer["Location"] == f"{article.get_url()}#comment-{comment.pk}"
    page = signed_in(scene.cast.tea).get(f"/comments/on/{ARTICLE}/{article.pk}/").content.decode()
    assert "How wax is made" in page


def test_one_tag_puts_them_under_any_page(scene: Scene, article: Page) -> None:
    for n in range(21):
        written = Written(f"Word {n}.")
        actions.post_comment(ARTICLE, article.pk, actor=scene.cast.sara, written=written, at=scene.later())
    page = Template("{% load comments %}{% comments label page.pk page.url %}")
    shown = {"label": ARTICLE, "page": article}
    first = page.render(RequestContext(RequestFactory().get("/"), shown))
    assert "Word 20." in first
    assert f'{article.url}?comments=2#comments"' in first
    assert ("Word 0." in first, has_marks(first)) == (False, True)
    older = page.render(RequestContext(RequestFactory().get("/", {"comments": "2"}), shown))
    assert ("Word 0." in older, "Word 20." in older) == (True, False)
    assert "Word 20." in page.render(Context(shown))


def test_it_closes_some_days_after_it_came_out(scene: Scene, article: Page) -> None:
    actions.change_rules(RulesChange(closes_after_days=30), actor=scene.cast.mira)
    came_out = article.first_published_at
    assert came_out is not None
    tea, in_time, late = scene.cast.tea, Written("In time."), Written("Too late.")
    actions.post_comment(ARTICLE, article.pk, actor=tea, written=in_time, at=came_out + timedelta(days=29))
    with pytest.raises(Refused, match="after a while"):
        actions.post_comment(ARTICLE, article.pk, actor=tea, written=late, at=came_out + timedelta(days=30))
    assert comments_page(ARTICLE, article.pk).count == 1


def test_what_is_not_public_is_not_there(scene: Scene, article: Page) -> None:
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    with pytest.raises(Missing):
        actions.post_comment(ARTICLE, article.pk, actor=scene.cast.tea, written=Written("Hello."), at=scene.later())
    Page.objects.filter(pk=article.pk).update(live=False)
    assert subjects.seen_among(scene.cast.mira, [(ARTICLE, article.pk)]) == {}
