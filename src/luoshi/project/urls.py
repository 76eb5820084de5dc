"""Every address, noun by noun."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

# Stand-ins for rooms being built: their owners put an include in their place.
_LATER = {"front": "", "inbox": "inbox", "search": "search", "units": "units"}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("luoshi.web.account.urls")),
    path("", include("luoshi.web.documents.urls")),
    path("", include("luoshi.web.tasks.urls")),
    *(path(where, RedirectView.as_view(pattern_name="tasks"), name=name) for name, where in _LATER.items()),
]
