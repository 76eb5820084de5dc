"""Settings: one file, driven by the environment; unclear values refuse to start."""

import os
from pathlib import Path
from zoneinfo import available_timezones

from luoshi.project import environment
from luoshi.project.sqlite import use_safe_sqlite

SQLITE_VERSION = use_safe_sqlite()

HOME = environment.home()
DEBUG = environment.flag("LUOSHI_DEBUG", default=False)
SECRET_KEY = environment.secret_key(HOME)
ALLOWED_HOSTS = [
    h.strip() for h in (os.environ.get("LUOSHI_HOSTS") or "127.0.0.1,localhost,[::1]").split(",")
]
CSRF_TRUSTED_ORIGINS = environment.addresses("LUOSHI_ORIGINS")
DATABASES = {"default": environment.database(HOME)}
SAMPLE = False  # `luoshi serve --sample` says so: the sign-in page offers the sample's people
ORIGINALS = HOME / "originals"  # files as received, by hash
LARGEST_UPLOAD = environment.whole_number("LUOSHI_LARGEST_UPLOAD_MB", default=60) * 1_000_000

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "luoshi.store",
    "luoshi.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "luoshi.web.policy.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "luoshi.web.viewer.ViewerMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "luoshi.project.urls"
WSGI_APPLICATION = "luoshi.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [Path(__file__).resolve().parents[1] / "web" / "pages"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "luoshi.web.jinja.environment",
            "context_processors": ["luoshi.web.desk.unread.unread"],
        },
    },
]
AUTH_USER_MODEL = "store.Person"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "front"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "luoshi.followup.registry.first_hash.FirstPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.one_of(
    "LUOSHI_TIME_ZONE",
    available_timezones(),
    default="Asia/Shanghai",
    wanted="a name as Asia/Shanghai is needed",
)

STATIC_URL = "/static/"
STATIC_ROOT = None  # whitenoise serves them from where the packages keep them
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": ORIGINALS}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
BEHIND_TLS = environment.flag("LUOSHI_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_SSL_REDIRECT = BEHIND_TLS
# Other names under the same domain are not ours to bind to HTTPS (W005), nor is a preload list (W021).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "luoshi.web.faults.form_too_old"

EMAIL_HOST = os.environ.get("LUOSHI_SMTP_HOST", "")
EMAIL_PORT = environment.port("LUOSHI_SMTP_PORT", default=587)
EMAIL_HOST_USER = os.environ.get("LUOSHI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LUOSHI_SMTP_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465  # TLS from the first byte: RFC 8314
EMAIL_USE_TLS = environment.flag("LUOSHI_SMTP_TLS", default=True) and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 20  # seconds: a mail server that hangs must not hold up the other work
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("LUOSHI_MAIL_FROM", "luoshi@localhost")

SITE_ADDRESS = environment.addresses("LUOSHI_ADDRESS", "http://127.0.0.1:8470")[0]  # in mails
TASKS = {
    "default": {"BACKEND": "luoshi.followup.work.backend.LeasedBackend", "QUEUES": ["default", "outside"]}
}

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_LEVEL = environment.one_of(
    "LUOSHI_LOG_LEVEL", _LEVELS, default="WARNING", wanted=f"one of {', '.join(_LEVELS)} is needed"
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
