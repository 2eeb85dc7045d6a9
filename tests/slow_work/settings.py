"""The settings of a real installation, with the test room in it."""

from korzo.project.settings import *  # noqa: F403
from korzo.project.settings import INSTALLED_APPS

INSTALLED_APPS = ["tests.slow_work.apps.SlowWorkConfig", *INSTALLED_APPS]
ROOT_URLCONF = "tests.slow_work.urls"
