"""What is made from other rows and not carried: once these are in place, it is made anew.

Imported only when the house is open, because rooms are asked to do it.
"""

from collections.abc import Callable

from django.core.management import call_command

from korzo.project.carry.progress import Progress
from korzo.search.actions import rebuild
from korzo.search.models import Rebuilding


def index_for_all(progress: Progress) -> None:
    """What everybody finds. Its words stand in tables that each database keeps in its own way."""
    with progress.bar("Building the index", 0, "thing") as tell:
        done = 0

        def step(run: Rebuilding) -> None:
            nonlocal done
            tell(run.done - done)
            done = run.done

        rebuild(progress=step, anew=True)


def index_for_staff(_progress: Progress) -> None:
    """What the back office finds among its pictures and documents."""
    call_command("wagtail_update_index", verbosity=0)


# One after the other, in the new database. A room that keeps what differs between the databases adds its own here.
REBUILDERS: tuple[Callable[[Progress], None], ...] = (index_for_all, index_for_staff)


def rebuild_all(progress: Progress) -> None:
    for each in REBUILDERS:
        each(progress)
