from django.urls import path

from korzo.loyalty import views

app_name = "loyalty"

urlpatterns = [path("", views.points, name="points")]
