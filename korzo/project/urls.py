"""Every address of the house, by room."""

from django.conf import settings
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("staff/", include(wagtailadmin_urls)),
    path("accounts/", include("allauth.urls")),
    path("members/", include("korzo.members.urls")),
    path("", include("korzo.web.urls")),
]

if settings.DEBUG:
    urlpatterns.insert(0, path("ui/", include("korzo.ui.urls")))
