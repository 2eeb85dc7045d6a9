"""Addresses of tags, below /tags/."""

from django.urls import path

from korzo.discussions.views import feeds, tags

app_name = "tags"

urlpatterns = [
    path("<str:slug>/", tags.tag, name="tag"),
    path("<str:slug>/feed.atom", feeds.tag, name="feed"),
    path("<str:slug>/feed.rss", feeds.tag, name="rss"),
]
