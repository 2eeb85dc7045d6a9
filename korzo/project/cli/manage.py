import argparse
import os

from django.core.management import execute_from_command_line


def run(options: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korzo.project.settings")
    execute_from_command_line(["korzo manage", *options.rest])
    return 0
