import argparse
import sys

from django.core.management.base import CommandError

from korzo.project.cli import EXIT_FAILED, EXIT_FINE
from korzo.project.preparation import prepare


def run(_options: argparse.Namespace) -> int:
    try:
        prepare()
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_FAILED
    return EXIT_FINE
