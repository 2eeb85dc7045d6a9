"""The database that the running test writes to, seen from another process."""

import os

from korzo.project.settings_test import *  # noqa: F403
from korzo.project.settings_test import DATABASES

DATABASES["default"]["NAME"] = os.environ["LIVE_HOUSE_DATABASE"]
