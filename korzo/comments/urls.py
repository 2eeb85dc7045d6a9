"""Addresses of comments. The list itself stands on the page of whatever is commented on."""

from django.urls import path

from korzo.comments.views import commenting, guests, single, yours

app_name = "comments"

urlpatterns = [
    path("on/<str:label>/<int:pk>/", commenting.on, name="on"),
    path("yours/", yours.yours, name="yours"),
    path("<int:pk>/", single.comment, name="comment"),
    path("<int:pk>/edit/", single.edit, name="edit"),
    path("<int:pk>/removal/", single.removal, name="removal"),
    path("confirmation/<str:token>/", guests.confirmation, name="confirmation"),
    path("guest-removal/<str:token>/", guests.removal, name="guest_removal"),
]
