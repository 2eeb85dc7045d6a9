"""compose.yaml cannot be started here, but it can be read: it says nothing that the house does not understand."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from korzo.project.cli import HELP

ROOT = Path(__file__).resolve().parent.parent
READ = re.compile(r"env\.(text|secret|secret_words|flag|number|words|address)\(\s*\"(KORZO_[A-Z_]+)\"")
GIVEN = re.compile(r"\$\{([A-Z_]+)(?::[?-][^}]*)?\}")
# Set by our own processes for each other.
OWN = {"KORZO_PART"}
ASK = """
import json
from korzo.project import settings
print(json.dumps({
    "databases": {name: one["HOST"] for name, one in settings.DATABASES.items()},
    "cache": settings.CACHES["default"]["BACKEND"], "files": settings.STORAGES["default"]["OPTIONS"],
    "routers": settings.DATABASE_ROUTERS, "middleware": settings.MIDDLEWARE,
}))
"""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return found


def variables() -> dict[str, bool]:
    """All variables that the house reads, and whether they are secrets, which may also come from a file."""
    found: dict[str, bool] = {}
    for path in (ROOT / "korzo").rglob("*.py"):
        if "tests" not in path.parts:
            for kind, name in READ.findall(path.read_text(encoding="utf-8")):
                found[name] = found.get(name, False) or kind.startswith("secret")
    return found


def ours(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: one for name, one in compose["services"].items() if one["image"] == "korzo"}


def test_it_sets_only_what_the_house_reads(compose: dict[str, Any]) -> None:
    known = variables()
    known |= {f"{name}_FILE": True for name, is_secret in known.items() if is_secret}
    unknown = {name for one in ours(compose).values() for name in one["environment"] if name not in known}
    assert unknown == set()


def test_every_variable_is_told(compose: dict[str, Any]) -> None:
    pages = [ROOT / "docs" / "operating.md", *(ROOT / "docs" / "operating").glob("*.md")]
    told = " ".join(path.read_text(encoding="utf-8") for path in pages)
    # A family is told in one line: `KORZO_MAIL_HOST`, `_PORT`, …
    missing = [name for name in sorted(variables()) if name not in told and f"`_{name.rsplit('_', 1)[1]}`" not in told]
    assert [name for name in missing if name not in OWN] == []


def test_its_parts_are_commands_of_ours(compose: dict[str, Any]) -> None:
    commands = {name: one["command"] for name, one in ours(compose).items()}
    assert commands == {"prepare": "prepare", "web": "web", "worker": "worker"}
    assert set(commands.values()) <= set(HELP)
    assert {name for name in compose["services"] if name not in commands} == {
        "balancer", "database", "replica", "redis", "files", "bucket",
    }  # fmt: skip


def test_whatever_it_names_is_there(compose: dict[str, Any]) -> None:
    for name, one in compose["services"].items():
        assert set(one.get("depends_on", [])) <= set(compose["services"]), name
        mounted = [volume.partition(":")[0] for volume in one.get("volumes", [])]
        assert set(mounted) <= set(compose["volumes"]), name
        assert {config["source"] for config in one.get("configs", [])} <= set(compose["configs"]), name


def test_its_environment_opens_the_house(compose: dict[str, Any], tmp_path: Path) -> None:
    given = {name: GIVEN.sub(r"x\1", value) for name, value in ours(compose)["web"]["environment"].items()}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KORZO_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**clean, **given, "KORZO_DATA": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["databases"] == {"default": "database", "replica1": "replica"}
    assert found["cache"] == "korzo.project.shared_cache.SharedCache"
    assert (found["files"]["bucket_name"], found["files"]["endpoint_url"]) == ("korzo", "http://files:8333")
    assert found["routers"][-1] == "korzo.project.replicas.ReplicaRouter"
    assert found["middleware"].index("korzo.project.replicas.reads_from_replicas") == 1


def test_the_image_begins_with_our_command() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert 'ENTRYPOINT ["korzo"]' in lines
    command = next(json.loads(line.removeprefix("CMD ")) for line in lines if line.startswith("CMD "))
    assert set(command) <= set(HELP)
    copied = {word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]}
    assert [name for name in copied if not (ROOT / name).exists()] == []
    # What the image is made of must not be kept from it.
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    assert [name for name in copied if f"!{name.removeprefix('./')}" not in let_in] == []
