from django.urls import path

from korzo.attention import views

app_name = "attention"

urlpatterns = [
    path("", views.sent, name="sent"),
    path("limits/", views.limits, name="limits"),
    path("time-zone/", views.time_zone, name="time_zone"),
]
