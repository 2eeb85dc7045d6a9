"""Addresses of the talk."""

from django.urls import path

from korzo.discussions.views import care, ideas, mentions, posts, spaces, topics

app_name = "discussions"

urlpatterns = [
    path("", spaces.spaces, name="spaces"),
    path("mentions/", mentions.mentions, name="mentions"),
    path("t/<int:pk>/", topics.topic, name="topic_by_id"),
    path("t/<int:pk>/posts/", topics.single_posts, name="single_posts"),
    path("t/<int:pk>/replies/", topics.replies, name="reply"),
    path("t/<int:pk>/vote/", ideas.vote, name="vote"),
    path("t/<int:pk>/care/", care.care, name="care"),
    path("t/<int:pk>/care/closure/", care.closure, name="closure"),
    path("t/<int:pk>/care/pin/", care.pin, name="pin"),
    path("t/<int:pk>/care/feature/", care.feature, name="feature"),
    path("t/<int:pk>/care/move/", care.move, name="move"),
    path("t/<int:pk>/care/merge/", care.merge, name="merge"),
    path("t/<int:pk>/care/split/", care.split, name="split"),
    path("t/<int:pk>/care/schedule/", care.schedule, name="schedule"),
    path("t/<int:pk>/care/tags/", care.tags, name="topic_tags"),
    path("t/<int:pk>/care/idea/", care.idea_state, name="idea_state"),
    path("t/<int:pk>/<str:slug>/", topics.topic, name="topic"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/edit/", posts.edit, name="edit_post"),
    path("posts/<int:pk>/acceptance/", posts.acceptance, name="acceptance"),
    path("posts/<int:pk>/reaction/", posts.reaction, name="reaction"),
    path("posts/<int:pk>/removal/", posts.removal, name="removal"),
    path("<slug:slug>/", spaces.space, name="space"),
    path("<slug:slug>/new/", topics.new, name="new_topic"),
]
