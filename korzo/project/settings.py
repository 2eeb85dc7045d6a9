"""All settings. What an owner may change comes from `KORZO_…` variables through typed readers; the rest is ours."""

from pathlib import Path
from typing import Any

import django.conf.locale
from django.utils.translation import gettext_lazy as _

from korzo.kit import env
from korzo.notifications.incoming.doorway import doorway
from korzo.project.database import databases
from korzo.project.profile import cache, files, redis_address
from korzo.project.secrets import secret_key
from korzo.project.watch.choices import logging_settings, metrics_bind
from korzo.ui.csp import TRIX_STYLE_HASHES
from korzo.writing.providers import FRAME_ORIGINS

PACKAGE = Path(__file__).resolve().parent.parent

# Where and how

KORZO_DATA = Path(env.text("KORZO_DATA", "var")).resolve()
KORZO_BIND = env.address("KORZO_BIND", "127.0.0.1:8000")
KORZO_URL = env.text(
    "KORZO_URL", f"http://{'localhost' if KORZO_BIND[0] == '127.0.0.1' else KORZO_BIND[0]}:{KORZO_BIND[1]}"
)
KORZO_DEMO = env.flag("KORZO_DEMO", default=True)
KORZO_TRUSTED_PROXIES = env.number("KORZO_TRUSTED_PROXIES", 0, least=0, most=5)
KORZO_PRIVATE_ADDRESSES = env.flag("KORZO_PRIVATE_ADDRESSES", default=False)
KORZO_THREADS = env.number("KORZO_THREADS", 4, least=1, most=64)
HTTPS = KORZO_URL.startswith("https://")

DEBUG = env.flag("KORZO_DEBUG", default=False)
SECRET_KEY = secret_key(KORZO_DATA)
SECRET_KEY_FALLBACKS = env.words("KORZO_OLD_SECRET_KEYS")
_HOST = KORZO_URL.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
ALLOWED_HOSTS = [_HOST, *env.words("KORZO_HOSTS"), *(["localhost", "127.0.0.1", "[::1]"] if not HTTPS else [])]
CSRF_TRUSTED_ORIGINS = [KORZO_URL] if HTTPS else []

# Rooms, lowest last: a template or a text of an upper room wins over one below. Members first, because the user
# model must not share its migrations with Wagtail's pages.

ROOMS = [
    "korzo.members",
    "korzo.project",
    "korzo.web",
    "korzo.exchange",
    "korzo.loyalty",
    "korzo.trust",
    "korzo.notifications",
    "korzo.reviews",
    "korzo.discussions",
    "korzo.comments",
    "korzo.contests",
    "korzo.reactions",
    "korzo.moderation",
    "korzo.media",
    "korzo.writing",
    "korzo.polls",
    "korzo.attention",
    "korzo.groups",
    "korzo.shop",
    "korzo.community",
    "korzo.activity",
    "korzo.edge",
    "korzo.jobs",
    "korzo.live",
    "korzo.search",
    "korzo.ui",
    "korzo.kit",
]

INSTALLED_APPS = [
    *[room for room in ROOMS if (PACKAGE / room.removeprefix("korzo.") / "apps.py").is_file()],
    "wagtail.users",
    "wagtail.admin",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "dj_queue",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "korzo.project.watch.requests.watched",
    "django.middleware.security.SecurityMiddleware",
    "korzo.project.middleware.security_headers",
    "korzo.edge.sharing.sharing",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "korzo.project.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "korzo.members.gate.gate",
    "korzo.project.middleware.refusals",
    "korzo.edge.sharing.personal_parts",
]

ROOT_URLCONF = "korzo.project.urls"
WSGI_APPLICATION = "korzo.project.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "korzo.project.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "korzo.ui.templatetags.ui"],
        },
    },
]

# Data

DATABASES = databases(
    env.secret("KORZO_DATABASE"), env.secret_words("KORZO_DATABASE_REPLICAS"), KORZO_DATA, env.text("KORZO_PART")
)
DATABASE_ROUTERS = ["dj_queue.routers.DjQueueRouter"]
if len(DATABASES) > 1:
    DATABASE_ROUTERS = [*DATABASE_ROUTERS, "korzo.project.replicas.ReplicaRouter"]
    # Before whatever asks the database.
    MIDDLEWARE.insert(1, "korzo.project.replicas.reads_from_replicas")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
KORZO_REDIS = redis_address(env.secret("KORZO_REDIS"))
KORZO_REDIS_PREFIX = env.text("KORZO_REDIS_PREFIX", "korzo")
# Rate limits count here, so all processes must share it.
CACHES = {"default": cache(KORZO_REDIS, KORZO_REDIS_PREFIX, KORZO_DATA)}
MEDIA_ROOT = KORZO_DATA / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = KORZO_DATA / "static"
KORZO_FILES = env.text("KORZO_FILES")
STORAGES: dict[str, dict[str, Any]] = {
    **files(KORZO_FILES, env.secret("KORZO_FILES_KEY"), env.secret("KORZO_FILES_SECRET")),
    "staticfiles": {"BACKEND": "korzo.edge.static.ReleaseStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# Background work

TASKS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "dj_queue.backend.DjQueueBackend",
        "QUEUES": [],
        "OPTIONS": {
            "mode": "async",
            # Bulk work may hold two threads; the third is always there for what should not wait. Nothing is taken in
            # advance, so that a worker that stops leaves what it has not begun to others.
            "workers": [
                {"queues": "default", "threads": 1, "prefetch_multiplier": 1, "polling_interval": 0.5},
                {"queues": "*", "threads": 2, "prefetch_multiplier": 1, "polling_interval": 0.5},
            ],
            "process_heartbeat_interval": 10,
            "process_alive_threshold": 30,
            "shutdown_timeout": 30,
            "clear_failed_jobs_after": 30 * 24 * 3600,
            "clear_recurring_executions_after": 24 * 3600,
            # Beside those that are declared with their tasks.
            "recurring": {
                "forget-live-events": {"task_path": "korzo.live.tasks.forget_events", "schedule": "27 * * * *"},
                "forget-abandoned-pictures": {
                    "task_path": "korzo.media.tasks.forget_abandoned_pictures",
                    "schedule": "27 3 * * *",
                },
                "checkpoint": {"task_path": "korzo.project.tasks.checkpoint", "schedule": "7 4 * * *"},
                "check-ratings": {"task_path": "korzo.reviews.tasks.check_totals", "schedule": "41 3 * * *"},
                "discard-old-parcels": {
                    "task_path": "korzo.shop.staff.tasks.discard_old_parcels",
                    "schedule": "47 3 * * *",
                },
                "fetch-product-pictures": {"task_path": "korzo.shop.tasks.fetch_pictures", "schedule": "7 * * * *"},
                "forget-rejected-rows": {
                    "task_path": "korzo.shop.tasks.forget_rejected_rows",
                    "schedule": "37 3 * * *",
                },
            },
        },
    },
}

# People

AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["korzo.members.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "handle")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "korzo.members.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "korzo.members.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Only a new account could change it, so offering it would tell which addresses are known.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_USER_CODE_FORMAT = {"numeric": True}
ALLAUTH_TRUSTED_PROXY_COUNT = KORZO_TRUSTED_PROXIES
USERSESSIONS_TRACK_ACTIVITY = False
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp"]

# Mail: shown to staff and written to files until an owner names a server.

MAIL_HOST = env.text("KORZO_MAIL_HOST")
MAIL_FOLDER = KORZO_DATA / "mail"
_MAILER: dict[str, Any] = (
    {
        "through": "korzo.notifications.incoming.backends.SmtpBackend",
        "options": {
            "host": MAIL_HOST,
            "port": env.number("KORZO_MAIL_PORT", 587, least=1, most=65535),
            "username": env.text("KORZO_MAIL_USER"),
            "password": env.secret("KORZO_MAIL_PASSWORD"),
            "use_tls": env.flag("KORZO_MAIL_STARTTLS", default=True),
            "timeout": 20,
        },
    }
    if MAIL_HOST
    else {"through": "korzo.notifications.backends.FolderBackend", "options": {"folder": MAIL_FOLDER}}
)
# Whoever sends it, nothing leaves without the gate.
MAILERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "korzo.attention.backends.GatedBackend", "OPTIONS": _MAILER}
}
# The services through which browsers are told. Any other address that a browser names is refused.
KORZO_PUSH_HOSTS = env.words("KORZO_PUSH_HOSTS") or [
    "fcm.googleapis.com",
    "*.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
]
DEFAULT_FROM_EMAIL = env.text("KORZO_MAIL_FROM", f"community@{_HOST}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Replies by mail: off until an owner names a mailbox.
KORZO_DOORWAY = doorway(
    env.secret("KORZO_MAIL_IN"),
    env.text("KORZO_MAIL_IN_ADDRESS", f"reply@{DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}"),
    env.text("KORZO_MAIL_IN_AUTHSERV"),
)

# Spam

# Off without a key. The address is for a server that speaks the same language.
KORZO_AKISMET_KEY = env.secret("KORZO_AKISMET_KEY")
KORZO_AKISMET_URL = env.text("KORZO_AKISMET_URL", "https://rest.akismet.com/1.1")

# Languages

django.conf.locale.LANG_INFO.setdefault("gu", {"bidi": False, "code": "gu", "name": "Gujarati", "name_local": "ગુજરાતી"})
LANGUAGES = [
    ("en", _("English")),
    ("sk", _("Slovak")),
    ("gu", _("Gujarati")),
    ("fa", _("Persian")),
    ("it", _("Italian")),
    ("uk", _("Ukrainian")),
    ("es", _("Spanish")),
]
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "korzo_language"
THEME_COOKIE_NAME = "korzo_theme"
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE / "locale_vendor"]
FORMAT_MODULE_PATH = ["korzo.project.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("KORZO_TIME_ZONE", "Europe/Bratislava")

# The back office

WAGTAIL_SITE_NAME = "Korzo"
WAGTAILADMIN_BASE_URL = KORZO_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_USAGE_COUNT_ENABLED = False

# Safety in the browser

SESSION_ENGINE = "korzo.edge.sessions"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "korzo_session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "korzo_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("KORZO_HSTS_SUBDOMAINS", default=False)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if KORZO_TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
PAGE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'", *TRIX_STYLE_HASHES],
    "img-src": ["'self'", "data:", "blob:"],
    "media-src": ["'self'"],
    # Films and songs that a person chose to play here; nothing of theirs is loaded before.
    "frame-src": FRAME_ORIGINS,
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "worker-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
# Wagtail's date fields write inline scripts, so the back office alone has a wider policy.
STAFF_CSP = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
}

# Passed over knowingly: the redirect to https is the proxy's, HSTS for subdomains is the owner's choice, a trial at
# home runs on plain http, and framing is refused by the policy above.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W008", "security.W005", "security.W021"] + (
    [] if HTTPS else ["security.W004", "security.W012", "security.W016"]
)

# Watching

KORZO_METRICS_BIND = metrics_bind()
KORZO_SLOW_QUERY_MS = env.number("KORZO_SLOW_QUERY_MS", 100, least=1, most=60_000)
LOGGING = logging_settings()
