import argparse
import os

from korzo.project.installation import this_installation
from korzo.project.lifeline import SUPERVISOR_VARIABLE
from korzo.project.supervisor import child_environment, web_command


def run(_options: argparse.Namespace) -> int:
    """Become the web server: signals then reach it without anybody between."""
    command = web_command(this_installation())
    environment = child_environment()
    # Nobody supervises it: whoever started this process minds it.
    environment.pop(SUPERVISOR_VARIABLE)
    os.execve(command[0], command, environment)  # noqa: S606 (the command is our own, and no shell is wanted)
