from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "korzo.project"
    label = "project"
