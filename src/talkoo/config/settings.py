"""Settings: read from the environment (docs/host/settings.md lists every one); the defaults are safe."""

import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

HOUSE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("TALKOO_DATA", HOUSE.parent.parent / "var")).resolve()
DEMO = os.environ.get("TALKOO_DEMO") == "1"
DEBUG = os.environ.get("TALKOO_DEBUG") == "1"
PLAIN_HTTP = DEMO and os.environ.get("TALKOO_HTTPS") != "1"  # only the demo may do without https


def key(name: str) -> str:
    """A secret: from the environment, or from a file of its own beside the data (`manage.py make_keys` writes it)."""
    given = os.environ.get(f"TALKOO_{name.upper()}_KEY", "")
    kept = Path(os.environ.get("TALKOO_KEYS", DATA / "keys")) / name
    if given or kept.exists():
        return given or kept.read_text().strip()
    raise ImproperlyConfigured(
        f"No {name} key. Run bin/keys once, or set TALKOO_{name.upper()}_KEY. Keep it apart from the database."
    )


SECRET_KEY = key("secret")
BRIDGE_KEY = key("bridge")  # joins people to participants; never in the database or its backup
VAULT_KEY = key("vault")  # seals the addresses that people gave; never in the database or its backup
ALLOWED_HOSTS = os.environ.get("TALKOO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in {"*", "localhost"}]
PUBLIC_ADDRESS = os.environ.get("TALKOO_ADDRESS", "")  # what is printed on cards, e.g. https://talkoo.example
LEAVE_ADDRESS = os.environ.get("TALKOO_LEAVE", "https://www.wikipedia.org/")
RUN_BY = os.environ.get("TALKOO_RUN_BY", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "talkoo",
]
MIDDLEWARE = [
    "talkoo.core.http.private_answers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "talkoo.core.http.words_for_empty_answers",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "talkoo.core.http.language_link",
    "django.middleware.locale.LocaleMiddleware",
    "talkoo.core.http.not_too_large",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "talkoo.accounts.http.person_of_request",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "talkoo.config.urls"
WSGI_APPLICATION = "talkoo.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HOUSE, HOUSE / "core/templates", HOUSE / "accounts/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["talkoo.core.tags", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "talkoo.core.http.page_facts",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ----------------------------------------------------------------------------------------------- data
# SQLite 3.7.0 to 3.51.2 can corrupt a write-ahead log that several connections write to (fixed in 3.51.3): below that
# version the rollback journal is used. It is slower and was never in that bug. `make doctor` says which one is in use.
SQLITE_HAS_SAFE_WAL = sqlite3.sqlite_version_info >= (3, 51, 3)
SQLITE_JOURNAL = ("WAL", "FULL") if SQLITE_HAS_SAFE_WAL else ("DELETE", "EXTRA")
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA / 'talkoo.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": (
            f"PRAGMA journal_mode={SQLITE_JOURNAL[0]};PRAGMA synchronous={SQLITE_JOURNAL[1]};PRAGMA foreign_keys=ON;"
            "PRAGMA secure_delete=ON;"  # not trusted_schema=OFF: it refuses the check that a JSON column holds JSON
        ),
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Nobody waits for a lock longer than SQLite would; what is left open in the middle is undone.
    limits = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=120s"
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = f"{limits} {options.get('options', '')}".strip()
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --------------------------------------------------------------------------------------------- people
AUTH_USER_MODEL = "talkoo.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "talkoo.accounts.vault.CardHasher"]
CARD_HASHER = "argon2_card"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "talkoo.accounts.forms.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "talkoo.accounts.forms.passwords.UnlikeOneself", "OPTIONS": {"user_attributes": ("name", "email")}},
    {"NAME": "talkoo.accounts.forms.passwords.NotFigures"},
    {"NAME": "talkoo.accounts.forms.passwords.NotRow"},
    {"NAME": "talkoo.accounts.forms.passwords.NotCommon"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "now"
ACCOUNT_ADAPTER = "talkoo.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# A room of thirty shares one address, and nobody may be kept out of their own sign-in for long by somebody else.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "120/m/ip,10/m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("TALKOO_BEHIND_PROXY") == "1" else 0  # who may say X-Forwarded-For
MFA_ADAPTER = "talkoo.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLAIN_HTTP

# ------------------------------------------------------------------------------- doors, cookies, headers
HOST_PREFIX = "" if PLAIN_HTTP else "__Host-"  # browsers refuse __Host- cookies on plain http
SESSION_COOKIE_NAME = f"{HOST_PREFIX}s"
CSRF_COOKIE_NAME = f"{HOST_PREFIX}c"
LANGUAGE_COOKIE_NAME = f"{HOST_PREFIX}l"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None  # the default leaves a trace on the device for a year
CSRF_FAILURE_VIEW = "talkoo.core.views.csrf_failed"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 30 * 60
SESSION_NOTED_EVERY = timedelta(minutes=1)  # the half hour counts from the last page, to the minute
SESSION_AT_MOST = timedelta(hours=8)
SESSION_AT_MOST_SHARED = timedelta(minutes=20)
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("TALKOO_BEHIND_PROXY") == "1" else None
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" makes every form over https fail
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": [CSP.NONE],
}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie would stay on the device

# ------------------------------------------------------------------------------------ words and numbers
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fi", "Suomi")]
LOCALE_PATHS = [HOUSE / "locale"]
FORMAT_MODULE_PATH = ["talkoo.config.formats"]
TIME_ZONE = os.environ.get("TALKOO_TIME_ZONE", "Europe/Helsinki")
USE_TZ = True

# ---------------------------------------------------------------------------------------- files and mail
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATICFILES_DIRS = [(folder.parent.name, folder) for folder in sorted(HOUSE.glob("*/static"))]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
MOST_TAKEN_IN = 64 * 1024 * 1024  # the whole of a form with its files; each form says its own, lower, limit in words
MAIL_HOST = os.environ.get("TALKOO_MAIL_HOST", "")
MAIL_IS_SET_UP = bool(MAIL_HOST)
DEFAULT_FROM_EMAIL = os.environ.get("TALKOO_MAIL_FROM", "talkoo@localhost")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": MAIL_HOST or "localhost",
            "port": int(os.environ.get("TALKOO_MAIL_PORT", "587")),
            "username": os.environ.get("TALKOO_MAIL_USER", ""),
            "password": os.environ.get("TALKOO_MAIL_PASSWORD", ""),
            "use_tls": os.environ.get("TALKOO_MAIL_TLS", "1") == "1",
            "timeout": 20,
        },
    }
}
# Only faults are logged, without the request: no address, no form, no path of a person.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"short": {"format": "%(levelname)s %(name)s %(message)s"}},
    "filters": {"nobody": {"()": "talkoo.core.http.Nobody"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "short", "filters": ["nobody"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        "weasyprint": {"level": "CRITICAL"},
    },
}
