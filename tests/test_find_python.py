"""`make run` finds a Python on machines where names on PATH promise what they do not keep."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

OLD = """#!/bin/sh
case "$2" in *platform*) echo "The python3 here is 3.9.2. " ;; *) exit 1 ;; esac
"""
SHIM = """#!/bin/sh
echo "pyenv: python3.13: command not found" >&2
exit 127
"""
GOOD = f"""#!/bin/sh
exec "{sys.executable}" "$@"
"""


def put(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script)
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine whose only `python3` is an old one, with pyenv's empty promise beside it."""
    put(tmp_path / "bin" / "python3", OLD)
    put(tmp_path / "bin" / "python3.13", SHIM)
    return tmp_path


def find(machine: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    environment = {"PATH": str(machine / "bin"), "HOME": str(machine / "home"), **more}
    return subprocess.run(
        ["/bin/sh", str(ROOT / "bin" / "find-python")], env=environment, capture_output=True, text=True, check=False
    )


def real(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 0, done.stderr
    return os.path.realpath(done.stdout.strip())


def test_it_takes_the_first_that_runs(machine: Path) -> None:
    put(machine / "bin" / "python3.12", GOOD)
    assert real(find(machine)) == os.path.realpath(sys.executable)


def test_it_looks_into_the_folders_of_pyenv(machine: Path) -> None:
    put(machine / "home" / ".pyenv" / "versions" / "3.12.1" / "bin" / "python", GOOD)
    put(machine / "home" / ".pyenv" / "versions" / "3.13.0" / "bin" / "python", SHIM)
    put(machine / "home" / ".pyenv" / "versions" / "3.9.18" / "bin" / "python", OLD)
    assert real(find(machine)) == os.path.realpath(sys.executable)


def test_it_follows_pyenv_root(machine: Path) -> None:
    put(machine / "elsewhere" / "versions" / "3.13.0" / "bin" / "python", GOOD)
    assert real(find(machine, PYENV_ROOT=str(machine / "elsewhere"))) == os.path.realpath(sys.executable)


def test_it_takes_the_one_it_is_told(machine: Path) -> None:
    mine = put(machine / "mine" / "python", GOOD)
    assert real(find(machine, KORZO_PYTHON=str(mine))) == os.path.realpath(sys.executable)


def test_it_refuses_the_one_it_is_told_when_that_is_too_old(machine: Path) -> None:
    old = put(machine / "old" / "python", OLD)
    done = find(machine, KORZO_PYTHON=str(old))
    assert (done.returncode, done.stdout) == (1, "")
    assert "is no Python 3.12 or newer" in done.stderr


def test_it_says_what_to_do_when_there_is_none(machine: Path, tmp_path: Path) -> None:
    folders = [*Path("/usr/local/bin").glob("python3*"), *Path("/opt").glob("*/bin/python3*")]
    if any(subprocess.run([path, "-c", "import sys; sys.exit(sys.version_info < (3, 12))"], check=False).returncode == 0
           for path in folders):  # fmt: skip
        pytest.skip("this machine has a new Python in a folder that is always looked at")
    done = find(machine)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Korzo needs Python 3.12 or newer. The python3 here is 3.9.2." in done.stderr
    assert "apt install python3 python3-venv" in done.stderr
