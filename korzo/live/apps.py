from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "korzo.live"
    label = "live"
