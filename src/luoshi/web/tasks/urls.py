"""Addresses of the ledger and of tasks."""

from django.urls import path

from luoshi.web.tasks import bulk_views, cascade_views, month_views, views
from luoshi.web.tasks.one import views as one
from luoshi.web.tasks.sheets import views as sheets

urlpatterns = [
    path("cascade", cascade_views.overview, name="cascades"),
    path("tasks", views.ledger, name="tasks"),
    path("tasks/bulk", bulk_views.ask, name="tasks_bulk"),
    path("tasks/bulk/do", bulk_views.do, name="tasks_bulk_do"),
    path("tasks/calendar", month_views.month, name="tasks_calendar"),
    path("tasks/csv", sheets.as_csv, name="tasks_csv"),
    path("tasks/ics", sheets.as_ics, name="tasks_ics"),
    path("tasks/timeline", month_views.timeline, name="tasks_timeline"),
    path("tasks/units", one.offer, name="unit_offer"),
    path("tasks/views", views.save, name="task_view_save"),
    path("tasks/views/<int:pk>/delete", views.delete, name="task_view_delete"),
    path("tasks/xlsx", sheets.xlsx, name="tasks_xlsx"),
    path("tasks/<str:code>", one.show, name="task"),
    path("tasks/<str:code>/cascade", cascade_views.of_task, name="task_cascade"),
    path("tasks/<str:code>/evidence/<int:pk>", one.file, name="task_evidence"),
    path("tasks/<str:code>/<str:name>", one.act, name="task_act"),
]
