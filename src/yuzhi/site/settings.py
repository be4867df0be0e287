"""Django's settings, derived from the environment and from the list of open rooms."""

import os
from pathlib import Path

from yuzhi.kernel.errors import Refused
from yuzhi.site.database import database
from yuzhi.site.rooms import ROOMS
from yuzhi.site.secret import kept_secret, passing_secret

SITE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("YUZHI_HOME", ".yuzhi")).resolve()
"""The data folder: database, archive, lake, index, secret."""


def _secret_key() -> str:
    """The deployment's secret: from the environment or from the data folder, which looking at settings never makes."""
    if given := os.environ.get("YUZHI_SECRET_KEY"):
        return given
    try:
        return kept_secret(HOME) if HOME.is_dir() else passing_secret()
    except OSError as fault:
        raise Refused(f"数据目录 {HOME} 不能读写（{fault.strerror}），没有启动。请检查目录的权限，或用 YUZHI_HOME 另指一个。") from fault


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("YUZHI_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("YUZHI_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
SECURE = os.environ.get("YUZHI_HTTPS") == "1"
SECOND_FACTOR = os.environ.get("YUZHI_SECOND_FACTOR", "staff") != "off"
"""Whether people who work for the city must have a second factor; demo accounts of a made-up city never need one."""
MADE_UP = (HOME / "made_up").exists()
"""True for a deployment that holds the sample city: then demo accounts exist and every page says so."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "yuzhi.records.evidence.apps.EvidenceConfig",
    "yuzhi.records.accounts.apps.AccountsConfig",
    "yuzhi.records.parties.apps.PartiesConfig",
    "yuzhi.records.rights.apps.RightsConfig",
    "yuzhi.records.clocks.apps.ClocksConfig",
    "yuzhi.records.messages.apps.MessagesConfig",
    "yuzhi.records.datasets.apps.DatasetsConfig",
    "yuzhi.records.observations.apps.ObservationsConfig",
    *(f"yuzhi.rooms.{room.name}.apps.{room.name.capitalize()}Config" for room in ROOMS),
]
AUTH_USER_MODEL = "accounts.User"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "yuzhi.site.wiring.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yuzhi.site.look.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yuzhi.site.wiring.tools",
    "yuzhi.site.signin.session_limits",
    "yuzhi.site.factor.second_factor",
    "yuzhi.site.uploads.uploads",
    "yuzhi.site.wiring.plain_errors",
    "yuzhi.site.api.strict",
]
ROOT_URLCONF = "yuzhi.site.urls"
WSGI_APPLICATION = "yuzhi.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["yuzhi.site.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yuzhi.site.wiring.everywhere",
                "yuzhi.site.look.look",
            ],
        },
    },
]
DATABASES = {"default": database(os.environ.get("YUZHI_DATABASE", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [SITE / "locale", SITE.parent / "packs/locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH: list[str] = []

STATIC_URL = "/static/"
STATICFILES_DIRS = [SITE / "static"]
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "app.css").exists()
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
_HOST = "__Host-" if SECURE else ""
"""Binds a cookie to this host and to HTTPS: browsers refuse that name from anybody else."""
SESSION_COOKIE_NAME = f"{_HOST}sessionid"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_HOST}django_language"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
