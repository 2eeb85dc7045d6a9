"""What the owner may choose about watching, read from the environment for the settings."""

from typing import Any

from korzo.kit import env
from korzo.kit.env import WrongSetting

PLAIN, JSON = "plain", "json"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# Figures are for programs of this machine unless somebody says otherwise.
OWN_MACHINE = "127.0.0.1"


def metrics_bind() -> tuple[str, int] | None:
    """KORZO_METRICS_BIND: a port of this machine, or host:port; None while nobody collects figures."""
    value = env.text("KORZO_METRICS_BIND")
    if not value:
        return None
    if value.isdigit():
        return OWN_MACHINE, env.number("KORZO_METRICS_BIND", 0, least=1, most=65535)
    return env.address("KORZO_METRICS_BIND", value)


def logging_settings() -> dict[str, Any]:
    """Django's LOGGING. Lines for programs tell of every request; a person is told of what went wrong."""
    form, level = env.text("KORZO_LOG_FORMAT") or PLAIN, env.text("KORZO_LOG_LEVEL") or "WARNING"
    if form not in {PLAIN, JSON}:
        raise WrongSetting(f"Unexpected value KORZO_LOG_FORMAT={form}. Use plain or json.")
    if level not in LEVELS:
        raise WrongSetting(f"Unexpected value KORZO_LOG_LEVEL={level}. Use one of {', '.join(LEVELS)}.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            PLAIN: {"()": "korzo.project.watch.lines.PlainLines"},
            JSON: {"()": "korzo.project.watch.lines.JsonLines"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django's own handlers would write each line once more, in their own words.
            "django": {"handlers": [], "level": "NOTSET", "propagate": True},
            # These name addresses, in which there are people's handles; each request has a line of its own, by route.
            "django.request": {"level": "ERROR"},
            # Whoever knocks with a wrong name is answered; telling of each would let anybody fill the disk.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "korzo.requests": {"level": "INFO" if form == JSON else level},
        },
    }
