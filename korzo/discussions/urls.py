"""Addresses of the talk."""

from django.urls import path

from korzo.discussions.views import mentions, posts, spaces, topics

app_name = "discussions"

urlpatterns = [
    path("", spaces.spaces, name="spaces"),
    path("mentions/", mentions.mentions, name="mentions"),
    path("t/<int:pk>/", topics.topic, name="topic_by_id"),
    path("t/<int:pk>/posts/", topics.single_posts, name="single_posts"),
    path("t/<int:pk>/replies/", topics.replies, name="reply"),
    path("t/<int:pk>/<str:slug>/", topics.topic, name="topic"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/edit/", posts.edit, name="edit_post"),
    path("posts/<int:pk>/acceptance/", posts.acceptance, name="acceptance"),
    path("posts/<int:pk>/heart/", posts.heart, name="heart"),
    path("posts/<int:pk>/removal/", posts.removal, name="removal"),
    path("<slug:slug>/", spaces.space, name="space"),
    path("<slug:slug>/new/", topics.new, name="new_topic"),
]
