import argparse

from korzo.project import worker


def run(_options: argparse.Namespace) -> int:
    return worker.run()
