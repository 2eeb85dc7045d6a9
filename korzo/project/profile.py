"""The settings that differ between one small server and many: where counts are shared and where files lie."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from korzo.kit.env import WrongSetting

CACHE_ENTRIES_MAX = 20_000
REDIS_SECONDS = 0.5


def redis_address(address: str) -> str:
    if address and urlsplit(address).scheme not in {"redis", "rediss", "unix"}:
        raise WrongSetting("KORZO_REDIS must begin with redis:// or rediss://, for example redis://10.0.0.5:6379/0.")
    return address


def cache(redis: str, prefix: str, data: Path) -> dict[str, Any]:
    """Django's settings for the cache: files of this host, or Redis for all of them."""
    folder = data / "cache"
    if not redis:
        return {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": folder,
            "OPTIONS": {"MAX_ENTRIES": CACHE_ENTRIES_MAX},
        }
    return {
        "BACKEND": "korzo.project.shared_cache.SharedCache",
        "LOCATION": redis,
        "KEY_PREFIX": prefix,
        "OPTIONS": {
            "folder": folder,
            "socket_timeout": REDIS_SECONDS,
            "socket_connect_timeout": REDIS_SECONDS,
            "retry": None,
        },
    }


def files(address: str, key: str, secret: str) -> dict[str, dict[str, Any]]:
    """Django's storages for what members and the team send in: on this disk, or in a store that speaks S3.

    `s3://bucket/folder?endpoint=https://…&region=…`; without an endpoint it is Amazon's own.
    """
    if not address:
        return {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    parts = urlsplit(address)
    given = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.netloc or set(given) - {"endpoint", "region"}:
        raise WrongSetting("KORZO_FILES must look like s3://bucket?endpoint=https://…&region=…, or stay empty.")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise WrongSetting("KORZO_FILES needs the extra for object stores: pip install korzo[s3]")
    if bool(key) != bool(secret):
        raise WrongSetting("KORZO_FILES_KEY and KORZO_FILES_SECRET belong together. Set both, or none of them.")
    folder = parts.path.strip("/")
    known = {
        "bucket_name": parts.netloc,
        "endpoint_url": given.get("endpoint"),
        "region_name": given.get("region"),
        "access_key": key or None,
        "secret_key": secret or None,
    }
    return {
        name: {
            "BACKEND": "korzo.project.object_storage.ObjectStorage",
            "OPTIONS": {**known, "location": "/".join(filter(None, [folder, place]))},
        }
        for name, place in (("default", "files"), ("quarantine", "quarantine"))
    }
