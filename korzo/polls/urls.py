"""Addresses of polls."""

from django.urls import path

from korzo.polls.views import opinions, polls

app_name = "polls"

urlpatterns = [
    path("opinion/", opinions.opinion, name="opinion"),
    path("<int:pk>/", polls.poll, name="poll"),
    path("<int:pk>/ballot/", polls.ballot, name="ballot"),
    path("<int:pk>/options/", polls.options, name="options"),
    path("<int:pk>/edit/", polls.edit, name="edit"),
    path("<int:pk>/closure/", polls.closure, name="closure"),
    path("<int:pk>/voters/", polls.voters, name="voters"),
]
