import argparse

from korzo.project.installation import this_installation
from korzo.project.supervisor import up


def run(_options: argparse.Namespace) -> int:
    return up(this_installation())
