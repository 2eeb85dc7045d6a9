from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "korzo.search"
    label = "search"
