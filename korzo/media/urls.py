"""Addresses of pictures and of their files, below MEDIA_URL."""

from django.urls import path

from korzo.media import views

app_name = "media"

urlpatterns = [
    path("pictures/", views.pictures, name="pictures"),
    path("pictures/<int:pk>/", views.picture, name="picture"),
    path("pictures/<int:pk>/removal/", views.removal, name="removal"),
    path("<path:path>", views.file, name="file"),
]
