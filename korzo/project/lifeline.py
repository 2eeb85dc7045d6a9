"""How web and worker notice that the process that started them is gone, so that nothing runs on without it."""

import os

SUPERVISOR_VARIABLE = "KORZO_SUPERVISOR_PID"
LOOK_INTERVAL_SECONDS = 2.0


def supervisor_pid() -> int | None:
    """The process of `korzo up`; None where web or worker was started by itself."""
    value = os.environ.get(SUPERVISOR_VARIABLE, "")
    return int(value) if value.isdigit() else None


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
