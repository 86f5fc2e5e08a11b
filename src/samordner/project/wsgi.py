"""The door that the web server knocks on."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samordner.project.settings")
application = get_wsgi_application()

# What a process has in memory once it has read its code stays there: the collector of cycles need not walk through
# it on every large page. Pages make tens of thousands of short-lived objects, few of them in cycles.
get_resolver().check()
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
