"""The queue's own loops, made ready to run inside a process of ours."""

from dj_queue.runtime.supervisor import AsyncSupervisor


def queue_runner() -> AsyncSupervisor:
    """Workers, dispatcher and scheduler as threads of this process; whoever starts it also minds the signals."""
    return AsyncSupervisor.from_backend_config(standalone=False)
