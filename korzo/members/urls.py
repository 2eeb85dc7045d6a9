"""Addresses of members."""

from django.urls import path

from korzo.members import views

app_name = "members"

urlpatterns = [
    path("<str:handle>/", views.profile, name="profile"),
]
