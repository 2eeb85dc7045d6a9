"""The community's own settings, and one static file more: the bytes of a page, to serve them as a file as well."""

from korzo.project.settings import *  # noqa: F403
from korzo.project.settings import KORZO_DATA

STATICFILES_DIRS = [KORZO_DATA / "served"]
