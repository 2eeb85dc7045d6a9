"""Addresses of tags, below /tags/."""

from django.urls import path

from korzo.discussions.views import tags

app_name = "tags"

urlpatterns = [path("<str:slug>/", tags.tag, name="tag")]
