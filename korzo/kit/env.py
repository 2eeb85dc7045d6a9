"""Typed readers for the environment. A wrong value stops the start with a sentence; it is never guessed at."""

import os
from pathlib import Path


class WrongSetting(Exception):
    """A variable of the environment has a value that we cannot use."""


def text(name: str, default: str = "") -> str:
    """An empty value is none: an empty KORZO_DATA would fill whatever folder we were started in."""
    return os.environ.get(name) or default


def secret(name: str, default: str = "") -> str:
    """A secret, or the content of the file that `NAME_FILE` points at (the way of container secrets)."""
    file_name = os.environ.get(f"{name}_FILE")
    if file_name is None:
        return os.environ.get(name, default)
    if name in os.environ:
        raise WrongSetting(f"Both {name} and {name}_FILE are set. Keep one of them.")
    try:
        return Path(file_name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WrongSetting(f"{name}_FILE points at {file_name}, which cannot be read: {error.strerror}.") from error


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if value in {"1", "true", "True", "yes", "on"}:
        return True
    if value in {"0", "false", "False", "no", "off"}:
        return False
    raise WrongSetting(f"Unexpected value {name}={value}. Use 1 or 0.")


def number(name: str, default: int, *, least: int, most: int) -> int:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    try:
        result = int(value)
    except ValueError:
        raise WrongSetting(f"Unexpected value {name}={value}. Use a whole number.") from None
    if not least <= result <= most:
        raise WrongSetting(f"{name}={value} is out of range. Use a number from {least} to {most}.")
    return result


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list; empty parts are dropped."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def secret_words(name: str) -> list[str]:
    """Several secrets, with commas or spaces between them; also from a file."""
    return secret(name).replace(",", " ").split()


def address(name: str, default: str) -> tuple[str, int]:
    """`host:port`, with square brackets round an IPv6 host."""
    value = os.environ.get(name) or default
    host, colon, port = value.rpartition(":")
    if not colon or not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise WrongSetting(f"Unexpected value {name}={value}. Use host:port, for example 127.0.0.1:8000.")
    return host.strip("[]"), int(port)
