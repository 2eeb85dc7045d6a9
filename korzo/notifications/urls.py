from django.urls import path

from korzo.notifications import views
from korzo.notifications.views import devices, settings

app_name = "notifications"

urlpatterns = [
    path("", views.notices, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("<int:pk>/read/", views.read, name="read"),
    path("settings/", settings.wishes, name="settings"),
    path("settings/manner/", settings.manner, name="manner"),
    path("devices/", devices.sign_up, name="devices"),
    path("devices/renewal/", devices.renew, name="device_renewal"),
    path("devices/<int:pk>/goodbye/", devices.forget, name="device_goodbye"),
    path("worker.js", devices.worker, name="worker"),
    path("unsubscribe/<str:token>/", settings.unsubscribe, name="unsubscribe"),
]
