"""Where choices are sent. The pages that list them belong to the web room."""

from django.urls import path

from korzo.reactions import views

app_name = "reactions"

urlpatterns = [
    path("bookmarks/", views.bookmark, name="bookmark"),
    path("follows/", views.follow, name="follow"),
]
