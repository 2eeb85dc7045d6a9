from django.apps import AppConfig


class EdgeConfig(AppConfig):
    name = "korzo.edge"
    label = "edge"
