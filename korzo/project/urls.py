"""Every address of the house, by room."""

from django.conf import settings
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver
from wagtail.admin import urls as wagtailadmin_urls

from korzo.project.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    path("staff/", include(wagtailadmin_urls)),
    path("accounts/", include("allauth.urls")),
    path("members/", include("korzo.members.urls")),
    path("media/", include("korzo.media.urls")),
    path("talk/", include("korzo.discussions.urls")),
    path("reviews/", include("korzo.reviews.urls")),
    path("notices/", include("korzo.notifications.urls")),
    path("points/", include("korzo.loyalty.urls")),
    path("", include("korzo.web.urls")),
]

if settings.DEBUG:
    urlpatterns.insert(0, path("ui/", include("korzo.ui.urls")))
