"""Every address, noun by noun."""

from django.urls import URLPattern, URLResolver, include, path

from luoshi.web.sheet import sheet

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("luoshi.web.account.urls")),
    path("", include("luoshi.web.desk.urls")),
    path("", include("luoshi.web.documents.urls")),
    path("", include("luoshi.web.search.urls")),
    path("", include("luoshi.web.setup.urls")),
    path("sheet/<str:language>/<str:day>.css", sheet, name="sheet"),
    path("", include("luoshi.web.tasks.urls")),
    path("", include("luoshi.web.units.urls")),
]

handler400 = "luoshi.web.faults.unclear"
handler403 = "luoshi.web.faults.forbidden"
handler404 = "luoshi.web.faults.missing"
handler500 = "luoshi.web.faults.failed"
