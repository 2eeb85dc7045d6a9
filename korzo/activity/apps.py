from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "korzo.activity"
    label = "activity"
