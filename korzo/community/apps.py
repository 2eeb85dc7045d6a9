from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "korzo.community"
    label = "community"
