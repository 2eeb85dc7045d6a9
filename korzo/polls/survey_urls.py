"""Addresses of surveys."""

from django.urls import path

from korzo.polls.views import surveys

app_name = "surveys"

urlpatterns = [
    path("by-id/<int:pk>/", surveys.by_id, name="by_id"),
    path("<slug:slug>/", surveys.survey, name="survey"),
]
