"""Addresses of the ledger and of tasks."""

from django.urls import path

from luoshi.web.tasks import views

urlpatterns = [
    path("tasks", views.ledger, name="tasks"),
    path("tasks/<str:code>", views.task, name="task"),
]
