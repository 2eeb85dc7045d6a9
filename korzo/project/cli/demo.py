import argparse

from korzo.project.cli import call
from korzo.project.installation import this_installation
from korzo.project.supervisor import own_command, up


def run(options: argparse.Namespace) -> int:
    """The loading happens in a process of its own, so that the one that stays is small."""
    if options.no_up:
        return call("fill", options)
    return up(this_installation(), first=own_command("demo", "--no-up"))
