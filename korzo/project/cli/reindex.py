import argparse
import sys

from tqdm import tqdm

from korzo.project.preparation import prepare
from korzo.search import queries as search
from korzo.search.actions import rebuild
from korzo.search.models import Rebuilding

LABEL = "Building the index"


def run(options: argparse.Namespace) -> int:
    """Whatever happens to this process, what is done is done, and the next call goes on from there."""
    prepare()
    before = search.progress()
    goes_on = before is not None and before.finished_at is None and not options.anew
    if goes_on and before is not None:
        sys.stdout.write(f"Going on behind {before.done} of {before.total}.\n")
    with tqdm(desc=LABEL, unit="things", dynamic_ncols=True, mininterval=0.5) as bar:

        def tell(run: Rebuilding) -> None:
            bar.total = max(run.total, run.done)
            bar.update(run.done - bar.n)

        done = rebuild(progress=tell, anew=options.anew)
    sys.stdout.write(f"The index is complete: {done.done} things were looked at.\n")
    return 0
