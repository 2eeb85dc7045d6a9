from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "korzo.web"
    label = "web"
