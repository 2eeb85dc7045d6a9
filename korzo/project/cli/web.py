import argparse
import os
from dataclasses import replace

from korzo.kit.env import WrongSetting
from korzo.project.installation import WEB_PROCESSES_MAX, this_installation
from korzo.project.lifeline import SUPERVISOR_VARIABLE
from korzo.project.supervisor import child_environment, web_command


def run(options: argparse.Namespace) -> int:
    """Become the web server: signals then reach it without anybody between."""
    installation = this_installation()
    if options.workers is not None:
        if not 1 <= options.workers <= WEB_PROCESSES_MAX:
            raise WrongSetting(
                f"--workers {options.workers} is out of range. Use a number from 1 to {WEB_PROCESSES_MAX}."
            )
        installation = replace(installation, web_processes=options.workers)
    command = web_command(installation)
    environment = child_environment()
    # Nobody supervises it: whoever started this process minds it.
    environment.pop(SUPERVISOR_VARIABLE)
    os.execve(command[0], command, environment)  # noqa: S606 (the command is our own, and no shell is wanted)
