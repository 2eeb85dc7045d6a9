"""Towns that are built once and kept: a data folder each, and on PostgreSQL a database each."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import postgres

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = "bench.settings"
# What is new today and who helped lately is part of some pages, so an old town looks emptier than it was.
KEPT_DAYS_MAX = 7
# Whatever changes the rows of a town makes it anew.
RECIPE = ("bench/towns.py", "bench/crowds.py", "bench/bulk.py", "bench/words.py", "korzo/project/demo/texts.py")


@dataclass(frozen=True)
class Site:
    """`database` is an address; empty for SQLite."""

    posts: int
    data: Path
    database: str
    build_seconds: float

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KORZO_")}
        return {
            **kept,
            "KORZO_DATA": str(self.data),
            "KORZO_DATABASE": self.database,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PYTHONPATH": str(ROOT),
            "TQDM_DISABLE": "1",
        }

    @property
    def served(self) -> Path:
        """What stands here when it is first asked for is served as a static file (`bench.settings`)."""
        return self.data / "served" / "bench" / "page.html"

    def ask(self, name: str, *words: object) -> Any:
        """What only a process of this installation can say (`bench.inside`)."""
        command = [sys.executable, "-P", "-m", "bench.inside", name, *(str(word) for word in words)]
        done = subprocess.run(command, env=self.environment(), check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        return json.loads(done.stdout.strip().splitlines()[-1])


def folder() -> Path:
    return Path(os.environ.get("BENCH_DATA", "var/bench")).resolve()


def town(posts: int, server: "postgres.Server | None" = None) -> Site:
    """From the last run, or built now; on this server, or on SQLite."""
    kind = "postgres" if server else "sqlite"
    data = folder() / f"{kind}-{posts}"
    note = data / "town.json"
    address = server.address(f"town_{posts}") if server else ""
    known = json.loads(note.read_text()) if note.is_file() else {}
    is_fresh = time.time() - known.get("built_at", 0.0) < KEPT_DAYS_MAX * 86_400
    if is_fresh and known.get("recipe") == recipe():
        return Site(posts, data, address, known["seconds"])
    shutil.rmtree(data, ignore_errors=True)
    if posts:
        # The tables of all towns are made once.
        shutil.copytree(town(0, server).data, data)
    else:
        data.mkdir(parents=True)
    if server:
        server.create(f"town_{posts}", template="town_0" if posts else "template1")
    seconds = Site(posts, data, address, 0.0).ask("towns", posts)
    note.write_text(json.dumps({"recipe": recipe(), "built_at": time.time(), "seconds": seconds}))
    return Site(posts, data, address, seconds)


def recipe() -> str:
    """A digest of how towns are made, tables included."""
    found = hashlib.blake2b(digest_size=12)
    migrations = sorted(ROOT.glob("korzo/*/migrations/0*.py"))
    for path in [*(ROOT / name for name in RECIPE), *migrations]:
        found.update(path.read_bytes())
    return found.hexdigest()


@contextmanager
def copy_of(site: Site, name: str, server: "postgres.Server | None" = None) -> Iterator[Site]:
    """The same town to write in, gone afterwards."""
    data = folder() / f"copy-{name}"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(site.data, data)
    database = f"copy_{name}"
    if server:
        server.create(database, template=f"town_{site.posts}")
    try:
        yield Site(site.posts, data, server.address(database) if server else "", site.build_seconds)
    finally:
        if server:
            server.drop(database)
        shutil.rmtree(data, ignore_errors=True)
