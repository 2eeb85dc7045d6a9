"""The style guide, for developers: mounted in DEBUG only."""

from django.urls import path

from korzo.ui.styleguide import style_guide

app_name = "ui"

urlpatterns = [path("", style_guide, name="style-guide")]
