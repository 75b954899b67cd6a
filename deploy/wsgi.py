"""WSGI entry, served by gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
application = get_wsgi_application()
# The pages' modules now, once for all workers, instead of at the first request of each.
resolve("/")
# All of that stays for good: the collector need not look two hundred thousand objects over again
# in the midst of an answer, which took it more than a tenth of a second.
gc.collect()
gc.freeze()
