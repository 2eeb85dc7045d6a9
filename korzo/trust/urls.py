from django.urls import path

from korzo.trust import views

app_name = "trust"

urlpatterns = [path("", views.how, name="how")]
