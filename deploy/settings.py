"""Django settings. The environment is read here and in deploy/instance.py, once; the worker and
the backup put DATABASE_DIRECT_URL in the place of DATABASE_URL before that.

| variable | meaning | default |
|---|---|---|
| VAR_DIR, DATABASE_URL, HOST, PORT | the instance (deploy/instance.py) | var/ on 127.0.0.1:8000 |
| CITY_CODE, CITY_NAME | the city: its 行政区划代码 and its name | 510400, 攀枝花市 |
| DATABASE_DIRECT_URL | the same database past PgBouncer: worker and backup | DATABASE_URL |
| DEBUG | developer's pages and reload; on a loopback HOST without a proxy only | 0 |
| SECRET_KEY | signing key | made once, kept in VAR_DIR/secret-key |
| ALLOWED_HOSTS | names the site answers to, comma-separated | loopback names and HOST |
| CSRF_TRUSTED_ORIGINS | https origins, comma-separated | none |
| BASEMAPS | a TOML file that declares base maps (layers/basemaps/declared.py) | none |
| BEHIND_HTTPS | a proxy in front ends TLS and sets X-Forwarded-Proto | 0 |
| SCAN_COMMAND | a virus scanner's command, run on every paper and photo | none |
| AUDIT_HASH | what the audit log is sealed with: sha256, or sm3 where OpenSSL has it | sha256 |
| AUDIT_MONTHS | how long the audit log is kept, 6 at least | 36 |
| SSO_FILE | a TOML file that declares an OpenID Connect provider or a CAS server | none |
| CODE_ROLES | roles that must sign in with one-time codes, e.g. sysadmin,secadmin | none |
| SEPARATED_ADMINISTRATORS | 三员分立: the three administrators are three people | 0 |
| IDLE_MINUTES | a browser left alone for so long is signed out | 30 |
| PASSWORD_DAYS | a password lives for so long | 90 |
| SEVEN_PARAMETERS_FILE | the owner's own parameters of 北京54 and 西安80, JSON | none |
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path

import pghistory
from csp.constants import NONCE, SELF

from deploy.environment import (
    database,
    env_bool,
    env_city,
    env_hash,
    env_int,
    env_list,
    env_months,
    env_origins,
    env_toml,
    own_parameters,
)
from deploy.instance import INSTANCE
from deploy.sign_on import env_sign_on

ROOT = Path(__file__).resolve().parent.parent


def kept_secret_key(path):
    """The instance's own key, made at its first start."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


#: The city whose streets the demo knows (`registry.seed`), and the one that the reserve is of.
DEMO_CITY = ("510400", "攀枝花市")
CITY_CODE, CITY_NAME = env_city("CITY_CODE", "CITY_NAME", default=DEMO_CITY)
DEBUG = env_bool("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret_key(INSTANCE.var_dir / "secret-key")
BEHIND_HTTPS = env_bool("BEHIND_HTTPS")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", {"127.0.0.1", "localhost", "[::1]", INSTANCE.host})
CSRF_TRUSTED_ORIGINS = env_origins("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "registry",
    "layers",
    "deploy",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.gis",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_filters",
    "django_htmx",
    "leaflet",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "registry.views.health.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "registry.views.compressing.CompressionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "registry.views.caching.PrivateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "registry.views.tokens.TokenMiddleware",
    "registry.views.kiosks.KioskMiddleware",
    "registry.views.accounts.AccountMiddleware",
    "registry.views.errors.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "registry.views.doors.DoorMiddleware",
    "registry.views.errors.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

MESSAGE_STORAGE = "registry.views.notices.NoticeStorage"

ROOT_URLCONF = "deploy.urls"
WSGI_APPLICATION = "deploy.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "registry.views.context.instance",
                "registry.views.context.doors",
            ]
        },
    }
]

DATABASES = {"default": database(INSTANCE.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "registry.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
#: 三员分立: the three administrators are three people, and a superuser holds nothing.
SEPARATED_ADMINISTRATORS = env_bool("SEPARATED_ADMINISTRATORS")
#: Of passwords: after so many days a new one, and none of the last few.
PASSWORD_DAYS = env_int("PASSWORD_DAYS", 90)
PASSWORDS_REMEMBERED = 5
AUTH_PASSWORD_VALIDATORS = [
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
    ),
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "registry.accounts.passwords.Mixed", "OPTIONS": {"classes": 3}},
    {
        "NAME": "registry.accounts.passwords.NotUsedBefore",
        "OPTIONS": {"remembered": PASSWORDS_REMEMBERED},
    },
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
#: Single sign-on where a provider is declared: by CAS if it names a server_url, or OpenID Connect.
SSO = env_sign_on("SSO_FILE")
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_RP_SCOPES = "openid profile"
OIDC_USE_PKCE = True
LOGIN_REDIRECT_URL_FAILURE = "/accounts/login/"
if "server_url" in SSO:
    AUTHENTICATION_BACKENDS.append("registry.accounts.single.TicketSignOn")
elif SSO:
    AUTHENTICATION_BACKENDS.append("registry.accounts.single.SingleSignOn")
    OIDC_RP_CLIENT_ID, OIDC_RP_CLIENT_SECRET = SSO["client_id"], SSO["client_secret"]
    OIDC_OP_AUTHORIZATION_ENDPOINT = SSO["authorization_endpoint"]
    OIDC_OP_TOKEN_ENDPOINT, OIDC_OP_USER_ENDPOINT = SSO["token_endpoint"], SSO["userinfo_endpoint"]
    OIDC_OP_JWKS_ENDPOINT = SSO["jwks_endpoint"]
#: So long may a signed-in browser be left alone.
IDLE_SECONDS = env_int("IDLE_MINUTES", 30) * 60
#: Roles whose holders must set up one-time codes; anybody may.
CODE_ROLES = env_list("CODE_ROLES")
OTP_TOTP_ISSUER = "焕新图"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "registry.views.sign_in.tried_name"
AXES_CLIENT_IP_CALLABLE = "registry.audit.address_of"
AXES_LOCKOUT_CALLABLE = "registry.views.sign_in.locked_out"
AXES_NEVER_LOCKOUT_GET = True  # what comes back from single sign-on names no account here
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the audit log has it
AXES_VERBOSE = False
#: Of what was sent with a wrong password, these are not kept.
AXES_SENSITIVE_PARAMETERS = [
    *("username", "ip_address", "code", "proof"),
    *("old_password", "new_password1", "new_password2"),
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "layers:map"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = INSTANCE.var_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
MEDIA_ROOT = INSTANCE.uploads_dir
FILE_UPLOAD_HANDLERS = [
    "registry.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
#: A change set of the drawing page; files are bounded on their own.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20
#: An import's conflicts are a form of 200 rows, each with up to 23 choices (`ConflictForm`).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

#: Of one file that is brought in, as it is sent.
UPLOAD_LIMIT_BYTES = 1 * 2**30
#: Of what somebody sends who has not signed in: the sign-in form is a hundredth of it.
STRANGERS_BODY_BYTES = 1 * 2**20
#: What reading one file may cost its own process: see `gis.readers.sandbox.Limits`.
READER_LIMITS = {
    "memory_bytes": 2 * 2**30,
    "cpu_seconds": 600,
    "wall_seconds": 900,
    "file_bytes": 8 * 2**30,
    "rows": 5_000_000,
}
#: Of one paper or photo.
PAPER_LIMIT_BYTES = 100 * 2**20
#: What looking at one may cost its own process, and how much of it is shown.
PAPER_LOOK_LIMITS = {
    "memory_bytes": 1 * 2**30,
    "cpu_seconds": 30,
    "wall_seconds": 45,
    "file_bytes": 256 * 2**20,
}
#: A telephone of 108 megapixels is let through.
PICTURE_PIXELS = 120_000_000
PREVIEW_PAGES = 5
#: A virus scanner: see `registry.papers.scanning`.
SCAN_COMMAND = os.environ.get("SCAN_COMMAND", "")
SCAN_SECONDS = 60
#: Secret by law, so never in the repository: see `gis.crs.SevenParameters`.
SEVEN_PARAMETERS = {}
if _parameters := os.environ.get("SEVEN_PARAMETERS_FILE"):
    SEVEN_PARAMETERS = own_parameters(_parameters)
#: What uploads and exports leave free on the disk: the database lives on it too.
LEAST_FREE_BYTES = 500 * 2**20
#: How long the file of an export can be downloaded; its record stays for good.
EXPORT_DAYS = 7
#: The audit log: 网络安全法 wants six months at least, and the database refuses less.
AUDIT_MONTHS = env_months("AUDIT_MONTHS", default=36, least=6)
AUDIT_HASH = env_hash("AUDIT_HASH", default="sha256")
#: Copies of its seals, out of reach of whoever can change the database.
AUDIT_SEALS = INSTANCE.var_dir / "log" / "audit-seals.txt"
#: How long an upload that was never written is kept.
UPLOAD_DAYS = 30
#: How long a person may take back his own last move of a project.
UNDO_HOURS = 24
#: How long a project may wait for a review before the queue calls it late.
REVIEW_DAYS = 7
#: Jobs of each queue that one worker does side by side: long ones leave room for the upkeep.
JOBS_AT_ONCE = {"files": 2, "upkeep": 2}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {
    "delete_jobs": "always",  # what came of a job stands in registry's own Job
    "fetch_job_polling_interval": 1.0,  # NOTIFY wakes it; this is for jobs behind a lock
    "shutdown_graceful_timeout": 5.0,
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SESSION_COOKIE_AGE = 8 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_SSL_REDIRECT = BEHIND_HTTPS
#: Asked on this machine, past the proxy: a redirect would say that all is well.
SECURE_REDIRECT_EXEMPT = ["^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "worker-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}

BASEMAPS = env_toml("BASEMAPS")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "basemaps": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": INSTANCE.var_dir / "basemaps",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

#: Where no outline is loaded yet: of any other city the whole country is shown.
FIRST_VIEW = {"DEFAULT_CENTER": (36, 104), "DEFAULT_ZOOM": 5}
if DEMO_CITY[0] == CITY_CODE:
    FIRST_VIEW = {"DEFAULT_CENTER": (26.58, 101.72), "DEFAULT_ZOOM": 10}

LEAFLET_CONFIG = {
    "TILES": [],
    "ATTRIBUTION_PREFIX": False,
    **FIRST_VIEW,
    "MIN_ZOOM": 5,
    "MAX_ZOOM": 20,
    "RESET_VIEW": False,
    "DEFAULT_PRECISION": 9,
    "NO_GLOBALS": False,
}

PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True
#: What the old rows refer to is never asked the other way round: each index costs every update.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# Django's own GDAL never meets a user's file: those go through pyogrio's (gis.readers).
# An account is locked by its name wherever the tries come from: no rotating address gets past it.
SILENCED_SYSTEM_CHECKS = ["gis.W001", "axes.W006"]
