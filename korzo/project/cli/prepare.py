import argparse

from korzo.project.preparation import prepare


def run(_options: argparse.Namespace) -> int:
    prepare()
    return 0
