"""Address of the search."""

from django.urls import path

from luoshi.web.search.views import search

urlpatterns = [path("search", search, name="search")]
