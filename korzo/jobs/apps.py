from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "korzo.jobs"
    label = "jobs"
