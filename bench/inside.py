"""Questions that only a process of the installation can answer: `python -m bench.inside towns 1000`.

The module's `answer` gets the words and gives what JSON can hold.
"""

import importlib
import json
import os
import sys
from pathlib import Path

import django


def main(name: str, *words: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    Path(os.environ["KORZO_DATA"], "served").mkdir(parents=True, exist_ok=True)
    django.setup()
    answer = importlib.import_module(f"bench.{name}").answer(*words)
    sys.stdout.write(f"{json.dumps(answer)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
