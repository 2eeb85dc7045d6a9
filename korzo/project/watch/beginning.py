"""What a process does about watching when it starts, by the part that it is."""

from korzo.kit import meters, trace
from korzo.project.watch.metrics import serve_for_this_host, serve_where_no_worker_is
from korzo.project.watch.requests import observed_work

# Also lets a process that has nothing else to count be seen.
STARTED = meters.counter("korzo_process_starts", "How often web servers and workers were started.", "process")


def begin() -> None:
    role = trace.process_role()
    if role == "worker":
        trace.observe_work(observed_work)
        serve_for_this_host()
    elif role == "web":
        serve_where_no_worker_is()
    else:
        return
    STARTED.add(role)
