"""Every address of the house, by room."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from korzo.kit.errors import Missing
from korzo.project.health import health, ready

# Of Wagtail, before there is a content room. Its pages about people would also write past our actions.
UNUSED = (
    "api",
    "choose-anchor-link",
    "choose-email-link",
    "choose-external-link",
    "choose-page",
    "choose-phone-link",
    "collections",
    "documents",
    "failwhale",
    "groups",
    "images",
    "pages",
    "reports",
    "test404",
    "users",
    "workflows",
)


def missing(request: HttpRequest, rest: str = "") -> HttpResponse:
    raise Missing(request.path)


urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    path("ready/", ready, name="ready"),
    # Wagtail's own form takes a password without limits, without a second step and from unproved addresses.
    path("staff/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    *[path(f"staff/{name}/<path:rest>", missing) for name in UNUSED],
    *[path(f"staff/{name}/", missing) for name in UNUSED],
    path("staff/", include(wagtailadmin_urls)),
    path("accounts/", include("allauth.urls")),
    path("members/", include("korzo.members.urls")),
    path("groups/", include("korzo.groups.urls")),
    path("media/", include("korzo.media.urls")),
    path("writing/", include("korzo.writing.urls")),
    path("talk/", include("korzo.discussions.urls")),
    path("tags/", include("korzo.discussions.tag_urls")),
    path("reviews/", include("korzo.reviews.urls")),
    path("comments/", include("korzo.comments.urls")),
    path("contests/", include("korzo.contests.urls")),
    path("notices/", include("korzo.notifications.urls")),
    path("reactions/", include("korzo.reactions.urls")),
    path("sent/", include("korzo.attention.urls")),
    path("report/", include("korzo.moderation.urls")),
    path("points/", include("korzo.loyalty.urls")),
    path("trust/", include("korzo.trust.urls")),
    path("polls/", include("korzo.polls.urls")),
    path("surveys/", include("korzo.polls.survey_urls")),
    path("", include("korzo.web.urls")),
    # Behind everything else: addresses of the community from which people and talk were brought.
    path("", include("korzo.exchange.urls")),
]

if settings.DEBUG:
    urlpatterns.insert(0, path("ui/", include("korzo.ui.urls")))
