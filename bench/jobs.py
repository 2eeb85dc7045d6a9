"""Jobs a second, beside a bare loop of INSERT and UPDATE on the same database: `python -m bench.jobs`."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

JOBS = 1_000
INSIDE_SECONDS_MAX = 600.0


@dataclass(frozen=True)
class JobsSpeed:
    """Taken one after the other in the same run: jobs a second by the clock, and CPU milliseconds of the process a job.

    The clock is only worth something on a machine that does nothing else; what PostgreSQL itself uses is not counted.
    """

    database: str
    jobs: int
    # One INSERT and one UPDATE, each with a commit of its own: the least that any queue in a database can do.
    bare_per_second: float
    # Asked for one by one, and many at once.
    enqueue_per_second: float
    enqueue_many_per_second: float
    # Taken, done and ticked off by one worker with the threads of the settings.
    drain_per_second: float
    bare_cpu_ms: float
    enqueue_cpu_ms: float
    enqueue_many_cpu_ms: float
    drain_cpu_ms: float

    @property
    def share(self) -> float:
        """Asked for one by one and done, as a share of the bare loop."""
        seconds = 1 / self.enqueue_per_second + 1 / self.drain_per_second
        return 1 / seconds / self.bare_per_second

    @property
    def share_many(self) -> float:
        """The same where many are asked for at once."""
        seconds = 1 / self.enqueue_many_per_second + 1 / self.drain_per_second
        return 1 / seconds / self.bare_per_second


def measure(data: Path, *, address: str = "", jobs: int = JOBS) -> JobsSpeed:
    """In a fresh data folder; with an address of PostgreSQL there, else on SQLite."""
    environment = {**os.environ, "KORZO_DATA": str(data), "KORZO_DATABASE": address}
    prepare = [sys.executable, "-m", "korzo.project.cli", "prepare"]
    subprocess.run(prepare, env=environment, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-m", "bench.jobs_inside", str(jobs)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=INSIDE_SECONDS_MAX,
    )
    return JobsSpeed(**json.loads(done.stdout))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="korzo-bench-") as folder:
        speed = measure(Path(folder) / "data", address=os.environ.get("KORZO_DATABASE", ""))
    sys.stdout.write(f"{speed}\nshare {speed.share:.3f}, many at once {speed.share_many:.3f}\n")


if __name__ == "__main__":
    main()
