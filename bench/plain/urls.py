"""The page at the address where ours is, and the few that its links need."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from bench.plain.views import topic


def here(_request: HttpRequest, **_names: str) -> HttpResponse:
    return HttpResponse("here")


discussions = [
    path("t/<int:pk>/<str:slug>/", topic, name="topic"),
    path("posts/<int:pk>/", here, name="post"),
    path("posts/<int:pk>/edit/", here, name="edit_post"),
    path("posts/<int:pk>/heart/", here, name="heart"),
    path("posts/<int:pk>/removal/", here, name="removal"),
    path("t/<int:pk>/replies/", here, name="reply"),
    path("<slug:slug>/", here, name="space"),
]
urlpatterns = [
    path("plain/", here, name="plain"),
    path("", include(([path("members/<str:handle>/", here, name="member")], "web"))),
    path("talk/", include((discussions, "discussions"))),
]
