import argparse
import sys
from typing import Any

from tqdm import tqdm

from korzo.project.demo.load import load_demo
from korzo.project.demo.people import PASSWORD
from korzo.project.preparation import prepare

LOGINS = f"""The demo community is in place. Everybody's password is {PASSWORD}
  mira@kamzo.example   owns the shop; her desk is at /staff/
  ivo@kamzo.example    moderates
  tea@kamzo.example    is a member
"""


class Progress:
    """One bar for each step of the loading."""

    def __init__(self) -> None:
        self.bar: tqdm[Any] | None = None
        self.label = ""

    def __call__(self, label: str, done: int, total: int) -> None:
        if self.bar is None or label != self.label:
            self.close()
            self.label = label
        bar = self.bar = self.bar or tqdm(total=total, desc=label, dynamic_ncols=True, mininterval=0.5)
        bar.update(done - bar.n)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
            self.bar = None


def run(_options: argparse.Namespace) -> int:
    prepare()
    progress = Progress()
    try:
        load_demo(progress=progress)
    finally:
        progress.close()
    sys.stdout.write(LOGINS)
    return 0
