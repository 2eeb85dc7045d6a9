import argparse
import sys

from korzo import __version__


def run(_options: argparse.Namespace) -> int:
    sys.stdout.write(f"Korzo {__version__}\n")
    return 0
