"""Where choices are sent. The pages that list them belong to the web room."""

from django.urls import path

from korzo.reactions import buttons, views

app_name = "reactions"

urlpatterns = [
    path("bookmarks/", views.bookmark, name="bookmark"),
    path("follows/", views.follow, name="follow"),
    path("below/<str:label>/", buttons.press, name="buttons"),
    path("below/<str:label>/<int:pk>/menu/", buttons.menu, name="menu"),
]
