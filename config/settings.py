"""The settings, all from the environment; ``docs/settings.md`` lists the variables."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import environment, places

BASE_DIR = places.PACKAGES
VAR_DIR = places.data_folder()

DEBUG = environment.flag("CHANCERY_DEBUG")
SECRET_KEY = environment.secret_key(VAR_DIR)
ALLOWED_HOSTS = environment.words("CHANCERY_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = environment.flag("CHANCERY_HTTPS")
#: How many proxies are in front of the server; see ``archive.web.client``.
PROXIES = environment.number("CHANCERY_PROXIES", 0, most=10)
CSRF_TRUSTED_ORIGINS = environment.words("CHANCERY_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "archive.apps.ArchiveConfig",
    "archive.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "reversion",
]

MIDDLEWARE = [
    "archive.web.tracing.TracingMiddleware",
    "archive.web.replicas.ReplicasMiddleware",
    "archive.views.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Before the one that answers for static files, so that these carry the policy, too.
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "archive.web.sending.Compression",
    "archive.web.rate_limit.RateLimitMiddleware",
    "archive.web.page_cache.PageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive.web.language.ReaderLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "archive.desk.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "archive.web.paths.CleanPathMiddleware",
    "archive.views.reading_time.ReadingTimeMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [places.RESOURCES / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["archive.templatetags.form_tags"],
        },
    }
]

# --- Database -------------------------------------------------------------------------------------------------------

#: Django's backend, which opens what is there only; ``archive.sql.sqlite`` explains it.
_SQLITE = "archive.sql.sqlite"
_ENGINES = {"django.db.backends.sqlite3": _SQLITE, "django.db.backends.postgresql": "django.db.backends.postgresql"}


def _database(variable: str, url: str) -> dict:
    """Return the database that an address of this variable names."""
    try:
        found = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
        found["ENGINE"] = _ENGINES[found["ENGINE"]]
    except (ValueError, KeyError, dj_database_url.UnknownSchemeError) as error:
        raise ImproperlyConfigured(f"{variable} is not understood: {error}") from error
    # Several servers, as PostgreSQL writes them: ?host=one,two&port=5432,5433&target_session_attrs=read-write
    for name in ("host", "port"):
        if name in found.get("OPTIONS", ()):
            found[name.upper()] = str(found["OPTIONS"].pop(name))
    found["DISABLE_SERVER_SIDE_CURSORS"] = _POOLED
    return found


#: Whether a pool between Chancery and PostgreSQL gives a connection for one transaction at a time.
_POOLED = environment.flag("CHANCERY_POOLED")
_DATABASE_URL = environment.text("DATABASE_URL")
DATABASES = {"default": {"ENGINE": _SQLITE, "NAME": VAR_DIR / "chancery.sqlite3"}}
if _DATABASE_URL:
    DATABASES["default"] = _database("DATABASE_URL", _DATABASE_URL)
#: The databases that public pages are read from; ``archive.web.replicas`` chooses.
REPLICAS = []
for _url in environment.words("CHANCERY_REPLICAS"):
    REPLICAS.append(f"replica-{len(REPLICAS) + 1}")
    # A connection is not tried before it is used: a page that a replica can't make is made by another server.
    DATABASES[REPLICAS[-1]] = _database("CHANCERY_REPLICAS", _url) | {"CONN_HEALTH_CHECKS": False}
if REPLICAS:
    # Whoever does not answer is noticed within seconds, also where the network says nothing.
    _SECONDS = {"connect_timeout": 2, "keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 3}
    for _each in DATABASES.values():
        if _each["ENGINE"] == _SQLITE:
            raise ImproperlyConfigured("SQLite has no replicas: CHANCERY_REPLICAS is for PostgreSQL")
        _each["OPTIONS"] = _SECONDS | {"tcp_user_timeout": 5000} | _each.get("OPTIONS", {})

if DATABASES["default"]["ENGINE"] == _SQLITE:
    _name = str(DATABASES["default"]["NAME"])
    if _name != ":memory:" and not Path(_name).is_absolute():
        # A relative name would mean a different database in every folder that a command is run from.
        DATABASES["default"]["NAME"] = (BASE_DIR if places.IS_CHECKOUT else VAR_DIR) / _name
    # Opening and configuring the file for every request costs more than most queries.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    # Tests run in memory; by themselves they would know that of Django's own backend only.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: a commit is on the disk before anybody hears of it. docs/decisions/sqlite.md says why, and why nothing is mapped.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384;",
        }
    )

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FIXTURE_DIRS = [places.RESOURCES / "fixtures"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

#: For the parts of templates that are the same on every page (``{% cache %}``); nothing is cached in debug mode.
CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}"}}

# --- Accounts and security ------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
#: Seconds for which an administrator's link for a new password is valid: a day.
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
LOGIN_URL = "admin:login"

# Failed logins lock a name at one address only, so that nobody can lock out a colleague or a whole reading room; ``Guard`` has two
# wider limits against many names from one address and one name from many.
AXES_HANDLER = "archive.desk.guessing.Guard"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "archive.web.client.client_address"
AXES_LOCKOUT_CALLABLE = "archive.desk.guessing.locked_out"
AXES_VERBOSE = False

OTP_TOTP_ISSUER = "Chancery"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "archive.views.errors.untrusted"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    # Browsers accept such a cookie from this host only, and over HTTPS only.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS and PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "German")]
LOCALE_PATHS = [BASE_DIR / "archive" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- The archive ----------------------------------------------------------------------------------------------------

#: Requests of one address to the interfaces for programs in a minute; 0 for any number.
API_RATE_LIMIT = environment.number("CHANCERY_API_RATE_LIMIT", 600, most=1_000_000)
LIMITED_PATHS = ("/api/",)
#: Where ``import_volume ID`` fetches volumes from; ``/volumes/ID.xml`` is added.
FRUS_BASE = environment.address("CHANCERY_FRUS_BASE", "https://raw.githubusercontent.com/HistoryAtState/frus/master")
VOLUME_CACHE = VAR_DIR / "volumes"

#: Whom harvesters may write to. Empty: the web master of the host that they asked.
CONTACT_EMAIL = environment.text("CHANCERY_EMAIL")

#: The folder of the scans of volumes, ``VOLUME/FACS.jpg``, if there is one, and the folder of their tiles.
SCANS = Path(environment.text("CHANCERY_SCANS")) if environment.text("CHANCERY_SCANS") else None
SCAN_TILES = VAR_DIR / "tiles"
#: The images of originals that were attached to papers at the desk, and their tiles.
ORIGINALS = VAR_DIR / "originals"
ORIGINAL_TILES = VAR_DIR / "original_tiles"

#: Where the publisher shows the image of a page, with ``{volume}`` and ``{facs}`` in it; ``""`` for no link.
PUBLISHED_SCANS = environment.pattern("CHANCERY_PUBLISHED_SCANS", "volume", "facs")

#: The files of /data/, and the licence that they are under: its name or its address.
DATA_DIR = VAR_DIR / "data"
DATA_LICENCE = environment.text("CHANCERY_LICENCE")

#: The files that jobs make for whoever began them, and for how many days they are kept.
RESULTS = VAR_DIR / "results"
RESULT_DAYS = environment.number("CHANCERY_RESULT_DAYS", 7, least=1, most=1000)

#: Whether somebody may publish an edit of their own.
PUBLISH_OWN_EDITS = environment.flag("CHANCERY_PUBLISH_OWN_EDITS")

#: How long one query of a public page may take, in milliseconds, before the page shows a partial result.
QUERY_TIME_LIMIT = environment.number("CHANCERY_QUERY_TIME_LIMIT", 2000, least=1, most=600_000)

#: How long a request may go on reading texts, in milliseconds, before it is refused and what was typed is given back.
READING_TIME_LIMIT = environment.number("CHANCERY_READING_TIME_LIMIT", 10000, least=100, most=600_000)

#: The same for the preview of an uploaded file.
UPLOAD_TIME_LIMIT = environment.number("CHANCERY_UPLOAD_TIME_LIMIT", 120000, least=100, most=3_600_000)

#: How much memory each process uses to cache pages until something in the database changes; 0 turns the cache off.
PAGE_CACHE_BYTES = environment.number("CHANCERY_PAGE_CACHE", 64, most=65_536) * 1024 * 1024

# --- For whoever runs it --------------------------------------------------------------------------------------------

#: What a monitor shows to read /metrics; without one, only programs on the same machine may.
METRICS_TOKEN = environment.text("CHANCERY_METRICS_TOKEN")
#: The folder of backups, and after what time the silence of each is an alarm; 0 for never.
BACKUPS = Path(environment.text("CHANCERY_BACKUPS")) if environment.text("CHANCERY_BACKUPS") else None
BACKUP_HOURS = environment.number("CHANCERY_BACKUP_HOURS", 26, most=10_000)
DRILL_DAYS = environment.number("CHANCERY_DRILL_DAYS", 8, most=1000)
#: 0, since most archives have no continuous copy.
COPY_HOURS = environment.number("CHANCERY_COPY_HOURS", 0, most=10_000)
FIXITY_DAYS = environment.number("CHANCERY_FIXITY_DAYS", 8, most=1000)
JOB_HOURS = environment.number("CHANCERY_JOB_HOURS", 6, most=1000)

_LOG_FORMAT = environment.choice("CHANCERY_LOG_FORMAT", "text", "text", "json")
_LOG_LEVEL = environment.choice("CHANCERY_LOG_LEVEL", "WARNING", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"text": {"()": "archive.web.logs.TextFormatter"}, "json": {"()": "archive.web.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": _LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": _LOG_LEVEL},
    # It warns whenever a request waits for a thread.
    "loggers": {"waitress.queue": {"level": "ERROR"}},
}
if _LOG_FORMAT == "json":
    # Otherwise gunicorn writes its own lines in its own way.
    LOGGING["loggers"]["gunicorn.error"] = {"handlers": [], "propagate": True}
