"""The package alone: built, installed with what its lock names, started in an empty folder."""

import os
import shutil
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from pathlib import Path

import pytest

from korzo import __version__
from tests.installation import Place, wait_for

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.once


def uv() -> str:
    found = (
        shutil.which(str(ROOT / ".venv" / "tools" / "bin" / "uv"))
        or shutil.which("uv")
        or shutil.which(str(Path(sys.executable).with_name("uv")))
    )
    assert found, "make test puts uv into .venv/tools"
    return found


def run(*command: str, **more: str) -> str:
    done = subprocess.run(command, env=os.environ | more, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def page(url: str, cookie: str = "") -> str:
    request = urllib.request.Request(url, headers={"Cookie": cookie})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
        text: str = answer.read().decode()
        return text


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(uv(), "build", "--quiet", "--wheel", "--out-dir", str(folder), str(ROOT))
    return next(folder.glob("korzo-*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the package and what its lock names, and nothing else."""
    folder = tmp_path_factory.mktemp("venv")
    run(uv(), "venv", "--quiet", "--python", sys.executable, str(folder))
    python = folder / "bin" / "python"
    run(uv(), "pip", "sync", "--quiet", "--python", str(python), "--require-hashes", str(ROOT / "requirements.lock"))
    run(uv(), "pip", "install", "--quiet", "--python", str(python), "--no-deps", "--offline", str(wheel))
    return python


def test_it_holds_what_runs_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "korzo/project/settings.py" in names
    assert any(name.startswith("korzo/ui/static/") for name in names)
    assert any(name.startswith("korzo/project/templates/") for name in names)
    assert [name for name in names if "/tests/" in name or name.endswith((".po", ".pyc"))] == []
    assert [name for name in names if not name.startswith(("korzo/", f"korzo-{__version__}.dist-info/"))] == []


def test_all_it_imports_is_in_its_lock(python: Path) -> None:
    told = run(uv(), "pip", "check", "--python", str(python))
    assert "conflict" not in told.lower()
    assert run(str(python.with_name("korzo")), "version").strip() == f"Korzo {__version__}"


def test_the_demo_comes_up_in_an_empty_folder(python: Path, tmp_path: Path) -> None:
    """Where nothing of the repository is in sight, and nothing from outside can be asked for."""
    here = Place(tmp_path / "here")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "KORZO_DATA": str(here.data), "KORZO_URL": here.url,
        "KORZO_BIND": f"127.0.0.1:{here.port}",
        "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "no_proxy": "127.0.0.1",
    }  # fmt: skip
    with (here.folder / "log").open("w", encoding="utf-8") as log:
        korzo = subprocess.Popen(
            [python.with_name("korzo"), "demo"], env=environment, cwd=here.folder, stdout=log, stderr=log
        )
    try:
        wait_for(lambda: "Ready: " in here.log() or korzo.poll() is not None, "the line `Ready:`", seconds_max=900)
        assert korzo.poll() is None, here.log()
        found = wait_for(here.health, "health")
        assert found["status"] == "ready"
        english, persian = page(here.url), page(here.url, "korzo_language=fa")
        assert "Kamzo Club" in english
        assert 'dir="rtl"' in persian
        assert "خانه" in persian
        assert "layer" in page(f"{here.url}/static/ui/css/korzo.css")
    finally:
        korzo.terminate()
        assert korzo.wait(35) == 0
    assert sorted(path.name for path in here.folder.iterdir()) == ["data", "log", "queue.toml", "work"]


def test_the_locks_are_fresh_and_carry_no_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "find-links" not in text
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower().replace("_", "-")
    names = [line.split(">")[0].split("[")[0].split("=")[0].strip() for line in project["project"]["dependencies"]]
    assert [name for name in names if f"\n{name.lower().replace('_', '-')}==" not in f"\n{locked}"] == []
