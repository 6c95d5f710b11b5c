"""Settings of a small project; the database is that of DATABASE_URL."""

import os
from urllib.parse import urlsplit

_there = urlsplit(os.environ["DATABASE_URL"])
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": _there.hostname,
        "PORT": _there.port,
        "USER": _there.username,
        "PASSWORD": _there.password,
        "NAME": _there.path.lstrip("/"),
    }
}
INSTALLED_APPS = ["registry"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
