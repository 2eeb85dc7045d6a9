from django.urls import path

from korzo.web.views import home, preferences

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
]
