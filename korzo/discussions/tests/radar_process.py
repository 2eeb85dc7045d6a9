"""A process that looks after questions as a worker does: `python -m korzo.discussions.tests.radar_process DATABASE`.

DATABASE is the name of the test's own database, or its file.
"""

import sys

import django
from django.conf import settings


def main(database: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from korzo.discussions.tasks import look_after_questions  # noqa: PLC0415 (needs models)

    look_after_questions.call()


if __name__ == "__main__":
    main(sys.argv[1])
