"""A member's own pages. Their public page belongs to the web room, which can fill it from all others."""

from django.urls import path

from korzo.members import views

app_name = "members"

urlpatterns = [
    path("settings/", views.profile, name="settings"),
    path("settings/picture/", views.avatar, name="avatar"),
    path("settings/muted/", views.muted, name="muted"),
    path("privacy/", views.privacy, name="privacy"),
    path("privacy/export/", views.export, name="export"),
    path("privacy/erasure/", views.erasure, name="erasure"),
]
