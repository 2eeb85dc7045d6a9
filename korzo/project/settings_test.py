"""Settings of the test suite: the same house, with cheap password hashes and data in a folder of its own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault(
    "KORZO_DATA",
    str(Path(tempfile.gettempdir()) / f"korzo-test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-{os.getuid()}"),
)
os.environ.setdefault("KORZO_SECRET_KEY", "a-key-for-tests-only-that-protects-nothing-at-all-0123456789")

from korzo.project.settings import *  # noqa: F403
from korzo.project.settings import DATABASES, KORZO_DATA

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
KORZO_DATA.mkdir(parents=True, exist_ok=True)
ALLOWED_HOSTS = ["*"]
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # On disk, so that threads and other processes of a test meet the same data as in real life.
    DATABASES["default"]["TEST"] = {"NAME": str(KORZO_DATA / "test.sqlite3")}
