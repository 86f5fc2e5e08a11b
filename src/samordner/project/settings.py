"""The one settings file. Everything that differs between machines is read from the environment, here.

`SETTINGS` is the list an operator reads (printed as docs/generated/settings.md).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any, NamedTuple

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class Setting(NamedTuple):
    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting(
        "DATABASE_URL",
        "",
        "Which database; empty means SQLite in SAMORDNER_VAR. PostgreSQL: postgres://user@host/name.",
    ),
    Setting(
        "SAMORDNER_VAR", "var", "Folder for what the product writes: the SQLite file and the secret key."
    ),
    Setting(
        "SAMORDNER_HOST",
        "127.0.0.1",
        "Address to listen on. Anything but loopback refuses demonstration data.",
    ),
    Setting("SAMORDNER_PORT", "8000", "Port to listen on."),
    Setting("SAMORDNER_WORKERS", "2", "Number of web processes."),
    Setting(
        "SAMORDNER_HOSTS",
        "localhost 127.0.0.1 [::1]",
        "Host names that requests may ask for, separated by spaces.",
    ),
    Setting(
        "SAMORDNER_HTTPS",
        "",
        "1 when the site is reached over HTTPS through one proxy, which sets X-Forwarded-Proto and X-Forwarded-For: "
        "secure cookies, HSTS.",
    ),
    Setting(
        "SAMORDNER_ADDRESS",
        "",
        "Address that people reach the site at, for links in letters, such as https://samordner.example.no; empty means the "
        "first of SAMORDNER_HOSTS.",
    ),
    Setting(
        "SAMORDNER_SECRET_KEY",
        "",
        "Secret key; empty means one is made and kept in SAMORDNER_VAR/secret-key (mode 0600).",
    ),
    Setting("SAMORDNER_DEBUG", "", "1 shows tracebacks to the browser; refused on anything but loopback."),
    Setting("SAMORDNER_PROGRAMMES", "programmes", "Folder with the programmes as data."),
    Setting(
        "SAMORDNER_MAIL_HOST",
        "",
        "Mail server that letters are handed to; empty means that they stay in the outbox.",
    ),
    Setting("SAMORDNER_MAIL_PORT", "587", "Port of the mail server."),
    Setting(
        "SAMORDNER_MAIL_SECURITY",
        "starttls",
        "How the line to the mail server is kept secret: starttls, tls, or none (on this machine only).",
    ),
    Setting("SAMORDNER_MAIL_USER", "", "Whom to sign in to the mail server as; empty means not to sign in."),
    Setting("SAMORDNER_MAIL_PASSWORD", "", "The passphrase for the mail server."),
    Setting(
        "SAMORDNER_MAIL_FROM",
        "samordner@localhost",
        "Address that letters come from; the office's name is put before it. Its domain is also that of their Message-ID.",
    ),
    Setting(
        "SAMORDNER_MAIL_FOLDER",
        "",
        "Maildir that mail to SAMORDNER_MAIL_FROM arrives in: bounces and answers by calendar are read there, and nothing "
        "in it is changed; empty means that none are read.",
    ),
    Setting(
        "SAMORDNER_MAIL_KEPT_DAYS",
        "365",
        "Days after which names, addresses and texts of letters that are done with are erased.",
    ),
    Setting(
        "SAMORDNER_CHROMIUM", "", "Path of the browser for the stories; empty means the first one found."
    ),
)


def read(name: str) -> str:
    default = next(setting.default for setting in SETTINGS if setting.name == name)
    return os.environ.get(name, default)


def secret_key(folder: Path) -> str:
    """The secret key: from the environment, or made once and kept in a file only the owner may read."""
    if key := read("SAMORDNER_SECRET_KEY"):
        return key
    path = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()


ROOT = Path(__file__).resolve().parents[3]
VAR = ROOT / read("SAMORDNER_VAR")
BUILD = ROOT / "build"
PROGRAMMES_DIR = ROOT / read("SAMORDNER_PROGRAMMES")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
HOST, PORT = read("SAMORDNER_HOST"), int(read("SAMORDNER_PORT"))
WORKERS = int(read("SAMORDNER_WORKERS"))
HTTPS = read("SAMORDNER_HTTPS") == "1"
DEBUG = read("SAMORDNER_DEBUG") == "1"
if DEBUG and HOST not in LOOPBACK:
    raise ImproperlyConfigured("SAMORDNER_DEBUG=1 is refused on an address that others can reach.")

SECRET_KEY = secret_key(VAR)
ALLOWED_HOSTS = read("SAMORDNER_HOSTS").split()
SITE_ADDRESS = read("SAMORDNER_ADDRESS").rstrip("/") or (
    f"https://{ALLOWED_HOSTS[0]}" if HTTPS else f"http://{ALLOWED_HOSTS[0]}:{PORT}"
)

INSTALLED_APPS = [
    "samordner.project",
    "samordner.revisions",
    "samordner.plandocument",
    "samordner.boards",
    "samordner.reports",
    "samordner.calendars",
    "samordner.networks",
    "samordner.communications",
    "samordner.cooperation",
    "samordner.questionnaires",
    "samordner.mapping",
    "samordner.findings",
    "samordner.improvement",
    "samordner.measurement",
    "samordner.facilitation",
    "samordner.offers",
    "samordner.minutes",
    "samordner.invitations",
    "samordner.meetings",
    "samordner.plans",
    "samordner.localplans",
    "samordner.support",
    "samordner.letters",
    "samordner.asks",
    "samordner.divisions",
    "samordner.participation",
    "samordner.programmes",
    "samordner.people",
    "samordner.places",
    "samordner.pages",
    "samordner.files",
    "samordner.links",
    "samordner.happenings",
    "samordner.documents",
    "samordner.access",
    "samordner.journal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS
    if not app.startswith("samordner.") or (ROOT / "src" / app.replace(".", "/") / "apps.py").exists()
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samordner.pages.gate.Gate",
    "samordner.people.watch.Watch",
]

ROOT_URLCONF = "samordner.project.urls"
WSGI_APPLICATION = "samordner.project.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samordner.pages.context.page_context",
            ],
            "builtins": ["samordner.pages.templatetags.components", "django.templatetags.i18n"],
        },
    }
]

# Data: an acknowledged write is never lost (trust: SQLite WAL needs synchronous=FULL for that).
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(read("DATABASE_URL") or f"sqlite:///{VAR / 'samordner.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
    }
# A connection is kept by the thread that opened it, and with it what it has read of the schema and the data
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # A page asks the same questions over and over: what is put to the database in the same words is planned once
    DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=3)
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language and time
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Norwegian bokmål")), ("nn", _("Norwegian nynorsk")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "samordner_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Oslo"

# Static files: third-party ones are installed by `make setup` into build/vendor, never committed.
STATIC_URL = "static/"
AUTH_USER_MODEL = "people.User"

STATIC_ROOT = VAR / "static"  # collected by `samordner serve`, for this instance
STATICFILES_DIRS = [BUILD / "vendor"]
SERVING = (
    os.environ.get("SAMORDNER_SERVING") == "1"
)  # set by `samordner serve` after it has collected the files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if SERVING
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not SERVING
WHITENOISE_MIMETYPES = {".mjs": "text/javascript"}

# Security
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "samordner.pages.problems.csrf_failed"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "samordner_session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "samordner_csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "samordner.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600
if HTTPS:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024

# Sign-in (trust: argon2id by OWASP's figures, chosen so that a deadline morning fits on two cores)
PASSWORD_HASHERS = ["samordner.people.hashers.Argon2"]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "samordner.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "samordner.people.forms.LogInForm",
    "reauthenticate": "samordner.people.forms.ReauthenticateForm",
}
# The brake on passphrases is people.brake.try_once; allauth's own brakes the codes of the second factor.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
# Whom an address brake slows down: behind the proxy it is the peer that the proxy names last, not the proxy itself
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
MFA_ADAPTER = "samordner.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "samordner.people.forms.AuthenticateForm",
    "reauthenticate": "samordner.people.forms.ReauthenticateByCodeForm",
    "activate_totp": "samordner.people.forms.ActivateAppForm",
    "add_webauthn": "samordner.people.forms.AddPasskeyForm",
    "edit_webauthn": "samordner.people.forms.RenamePasskeyForm",
}
# Shared by all web processes, so that a used code is used everywhere
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Mail: letters leave by `samordner letters`, never while somebody waits for a page
EMAIL_HOST, EMAIL_PORT = read("SAMORDNER_MAIL_HOST"), int(read("SAMORDNER_MAIL_PORT"))
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = read("SAMORDNER_MAIL_USER"), read("SAMORDNER_MAIL_PASSWORD")
EMAIL_USE_TLS = read("SAMORDNER_MAIL_SECURITY") == "starttls"
EMAIL_USE_SSL = read("SAMORDNER_MAIL_SECURITY") == "tls"
if not (EMAIL_USE_TLS or EMAIL_USE_SSL or EMAIL_HOST in {"", *LOOPBACK}):
    raise ImproperlyConfigured(
        "SAMORDNER_MAIL_SECURITY=none is refused for a mail server on another machine."
    )
EMAIL_TIMEOUT = 30
MAIL_IS_SET_UP = bool(EMAIL_HOST)
EMAIL_BACKEND = (
    "samordner.letters.backends.Smtp" if MAIL_IS_SET_UP else "django.core.mail.backends.dummy.EmailBackend"
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("SAMORDNER_MAIL_FROM")
MAIL_FOLDER = read("SAMORDNER_MAIL_FOLDER")
MAIL_KEPT_DAYS = int(read("SAMORDNER_MAIL_KEPT_DAYS"))

# Where lower floors find what only the house knows
SAMORDNER_ACTOR = "samordner.people.queries.actor_of"
SAMORDNER_NAVIGATION = "samordner.project.navigation.NAVIGATION"
SAMORDNER_TASKS = "samordner.project.tasks.PROVIDERS"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
