from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "korzo.kit"
    label = "kit"
