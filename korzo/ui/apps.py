from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "korzo.ui"
    label = "ui"
