"""Addresses of the front page and the inbox."""

from django.urls import path

from luoshi.web.desk import views

urlpatterns = [
    path("", views.front, name="front"),
    path("sign", views.sign, name="front_sign"),
    path("inbox", views.inbox, name="inbox"),
    path("inbox/read", views.read, name="inbox_read"),
    path("inbox/<int:pk>", views.open_notice, name="inbox_open"),
]
