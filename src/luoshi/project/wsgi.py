"""The WSGI application (ASGI costs synchronous Django 6 to 8 times the CPU a request)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.project.settings")
application = get_wsgi_application()
