"""Address of the first run."""

from django.urls import path

from luoshi.web.setup.views import setup

urlpatterns = [path("setup", setup, name="setup")]
