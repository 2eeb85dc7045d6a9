"""Where this installation keeps its data and where it answers, read without Django for the small processes."""

from dataclasses import dataclass
from pathlib import Path

from korzo.kit import env

# Which part of the house a process is; the settings give each part its own time-outs.
PART_VARIABLE = "KORZO_PART"
WEB_PROCESSES_MAX = 32


@dataclass(frozen=True)
class Installation:
    data: Path
    bind: tuple[str, int]
    url: str
    web_processes: int = 1

    @property
    def own_address(self) -> tuple[str, int]:
        """Where we reach ourselves: "all addresses" is one to listen at, not one to call."""
        host, port = self.bind
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port  # noqa: S104 (compared, not listened at)

    @property
    def host_header(self) -> str:
        return self.url.split("://", 1)[-1].split("/", 1)[0]


def this_installation() -> Installation:
    """From the same variables, with the same defaults, as the settings."""
    host, port = env.address("KORZO_BIND", "127.0.0.1:8000")
    shown = "localhost" if host == "127.0.0.1" else host
    return Installation(
        data=Path(env.text("KORZO_DATA", "var")).resolve(),
        bind=(host, port),
        url=env.text("KORZO_URL", f"http://{shown}:{port}").rstrip("/"),
        web_processes=env.number("KORZO_WEB_PROCESSES", 1, least=1, most=WEB_PROCESSES_MAX),
    )
