"""Opens the house for commands that need Django. Others must not import this."""

import os

import django


def open_house() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korzo.project.settings")
    django.setup()
