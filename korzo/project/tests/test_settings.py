"""What an owner's environment makes of the settings, each in a process of its own; and promises of the house."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from korzo.kit import slots

ASKED = (
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DEBUG", "KORZO_URL", "MAILERS", "SECRET_KEY",
    "SECURE_PROXY_SSL_HEADER", "DEFAULT_FROM_EMAIL",
)  # fmt: skip
READ = f"""
import json, sys
from korzo.project import settings
print(json.dumps({{name: getattr(settings, name) for name in {ASKED!r}}}, default=str))
"""


def run(folder: Path, *command: str, **given: str) -> "subprocess.CompletedProcess[str]":
    """With this environment and no other word about us."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KORZO_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *command],
        env={**clean, "KORZO_DATA": str(folder), **given},
        capture_output=True,
        text=True,
        check=False,
    )


def read(folder: Path, **given: str) -> dict[str, Any]:
    done = run(folder, "-c", READ, **given)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_trial_at_home_works_without_any_word(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found["KORZO_URL"], found["DEBUG"], found["SECURE_HSTS_SECONDS"]) == ("http://localhost:8000", False, 0)
    assert (found["SESSION_COOKIE_NAME"], found["SESSION_COOKIE_SECURE"]) == ("korzo_session", False)
    assert found["SESSION_COOKIE_HTTPONLY"] is True
    assert found["ALLOWED_HOSTS"] == ["localhost", "localhost", "127.0.0.1", "[::1]"]
    assert "smtp" not in found["MAILERS"]["default"]["BACKEND"]
    assert found["SECURE_PROXY_SSL_HEADER"] is None
    # The secret is made once and kept for its owner alone.
    kept = tmp_path / "secret-key"
    assert (found["SECRET_KEY"], kept.stat().st_mode & 0o777) == (kept.read_text(), 0o600)
    assert len(found["SECRET_KEY"]) >= 50
    assert read(tmp_path)["SECRET_KEY"] == found["SECRET_KEY"]


def test_a_house_on_the_network_is_strict(tmp_path: Path) -> None:
    found = read(
        tmp_path, KORZO_URL="https://klub.kamzo.example", KORZO_TRUSTED_PROXIES="1", KORZO_MAIL_HOST="mail.example"
    )
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("__Host-session", "__Host-csrf")
    assert (found["SESSION_COOKIE_SECURE"], found["CSRF_COOKIE_SECURE"]) == (True, True)
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["ALLOWED_HOSTS"] == ["klub.kamzo.example"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://klub.kamzo.example"]
    assert found["MAILERS"]["default"]["OPTIONS"]["through"].endswith("SmtpBackend")
    assert found["DEFAULT_FROM_EMAIL"] == "community@klub.kamzo.example"
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_a_strict_house_passes_the_checks_for_deployment(tmp_path: Path) -> None:
    done = run(
        tmp_path, "-m", "django", "check", "--deploy", DJANGO_SETTINGS_MODULE="korzo.project.settings",
        KORZO_URL="https://klub.kamzo.example", PYTHONPATH=str(Path.cwd()),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # Framing is refused by the policy of every answer, which browsers of today ask first.
    assert set(re.findall(r"\w+\.W\d+", done.stderr)) <= {"security.W002"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KORZO_DEBUG", "perhaps"),
        ("KORZO_THREADS", "0"),
        ("KORZO_TRUSTED_PROXIES", "-1"),
        ("KORZO_BIND", "everywhere"),
        ("KORZO_MAIL_PORT", "smtp"),
    ],
)
def test_a_wrong_word_stops_the_start_with_a_sentence(tmp_path: Path, name: str, value: str) -> None:
    done = run(tmp_path, "-c", READ, **{"KORZO_MAIL_HOST": "mail.example", name: value})
    assert done.returncode != 0
    assert "WrongSetting" in done.stderr
    assert f"{name}={value}" in done.stderr


def test_a_secret_is_not_said_aloud(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        "-c",
        READ,
        KORZO_MAIL_HOST="mail.example",
        KORZO_MAIL_PASSWORD="x",
        KORZO_MAIL_PASSWORD_FILE="/nothing",
    )
    assert found.returncode != 0
    assert "Both KORZO_MAIL_PASSWORD and KORZO_MAIL_PASSWORD_FILE are set" in found.stderr


def test_members_pages_run_no_script_but_ours() -> None:
    policy = settings.PAGE_CSP
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    words = {word for sources in policy.values() for word in sources}
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"} & words


def test_passwords_are_long_and_hashed_slowly() -> None:
    validators: Any = settings.AUTH_PASSWORD_VALIDATORS
    names = {one["NAME"].rpartition(".")[2]: one.get("OPTIONS", {}) for one in validators}
    assert names["MinimumLengthValidator"] == {"min_length": 12}
    assert {"CommonPasswordValidator", "UserAttributeSimilarityValidator"} <= names.keys()
    assert settings.ACCOUNT_PREVENT_ENUMERATION is True


def test_every_slot_that_is_filled_is_shown() -> None:
    assert slots.undeclared() == set()


def test_nobody_moves_a_middleware_past_another() -> None:
    order = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    for earlier, later in (
        ("SecurityMiddleware", "SessionMiddleware"),
        ("sharing", "SessionMiddleware"),
        ("MessageMiddleware", "personal_parts"),
        ("refusals", "personal_parts"),
        ("SessionMiddleware", "AuthenticationMiddleware"),
        ("language", "CommonMiddleware"),
        ("CsrfViewMiddleware", "AuthenticationMiddleware"),
        ("AuthenticationMiddleware", "refusals"),
    ):
        assert order.index(earlier) < order.index(later), (earlier, later)
