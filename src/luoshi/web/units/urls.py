"""Addresses of units and accounts."""

from django.urls import path

from luoshi.web.units import keeper_views, list_views, views

urlpatterns = [
    path("units", views.units, name="units"),
    path("units/list", list_views.units_list, name="unit_list"),
    path("units/list/empty", list_views.empty, name="unit_list_empty"),
    path("units/make", keeper_views.make_top, name="unit_make_top"),
    path("units/offer", keeper_views.offer, name="unit_named"),
    path("units/<int:pk>/newcomer", keeper_views.newcomer, name="unit_newcomer"),
    path("units/<int:pk>", views.unit, name="unit"),
    path("units/<int:pk>/below", views.below, name="unit_below"),
    path("units/<int:pk>/charts", views.charts, name="unit_charts"),
    path("units/<int:pk>/<str:name>", keeper_views.act, name="unit_act"),
    path("people", keeper_views.people, name="people"),
    path("people/make", keeper_views.make, name="person_make"),
    path("people/<int:pk>/<str:name>", keeper_views.person_act, name="person_act"),
]
