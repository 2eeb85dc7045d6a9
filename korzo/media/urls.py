"""Addresses of pictures, of films on their way, and of their files, below MEDIA_URL."""

from django.urls import path

from korzo.media import film_views, views

app_name = "media"

urlpatterns = [
    path("pictures/", views.pictures, name="pictures"),
    path("pictures/<int:pk>/", views.picture, name="picture"),
    path("pictures/<int:pk>/removal/", views.removal, name="removal"),
    path("pictures/<int:pk>/captions/", film_views.captions, name="captions"),
    path("films/", film_views.films, name="films"),
    path("films/<int:pk>/", film_views.film, name="film"),
    path("<path:path>", views.file, name="file"),
]
