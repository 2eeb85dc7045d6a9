"""Run a command with a PostgreSQL server of its own: `python -m tests.postgres pytest -q`.

The server lives in a temporary folder and listens on a socket and one local port; it is gone afterwards. Where no
PostgreSQL is installed the command is skipped with a line that says so, except in CI, where that is a failure.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Speed for a server whose data nobody will miss.
OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 "
    "-c shared_buffers=128MB -c autovacuum=on"
)


def binaries() -> Path | None:
    """The folder with `initdb`: on PATH, or where Debian puts the newest version."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else None


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server, for KORZO_DATABASE."""
    folder = binaries()
    if folder is None:
        raise FileNotFoundError("initdb")
    with tempfile.TemporaryDirectory(prefix="korzo-pg-") as name:
        data = Path(name) / "data"
        user = _server_user(Path(name))
        port = _free_port()
        _run(user, folder / "initdb", "-D", data, "-U", "korzo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"{OPTIONS} -p {port} -k {name} -h 127.0.0.1"
        _run(user, folder / "pg_ctl", "-D", data, "-w", "-l", f"{name}/log", "-o", options, "start")
        try:
            yield f"postgres://korzo@127.0.0.1:{port}/postgres"
        finally:
            _run(user, folder / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _server_user(folder: Path) -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then it runs as the user that its package made, else as nobody."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    folder.chmod(0o755)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return user


def _run(user: pwd.struct_passwd | None, *command: object) -> None:
    words = [str(word) for word in command]
    if user is None:
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        return
    subprocess.run(
        words, check=True, stdout=subprocess.DEVNULL, user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main(command: list[str]) -> int:
    if binaries() is None:
        print("PostgreSQL is not installed here: this half of the suite is SKIPPED.")  # noqa: T201
        return 1 if os.environ.get("CI") else 0
    with server() as address:
        environment = {**os.environ, "KORZO_DATABASE": address}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
