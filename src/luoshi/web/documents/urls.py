"""Addresses of documents."""

from django.urls import path

from luoshi.web.documents import files, lessons, similar, views

urlpatterns = [
    path("documents", views.documents, name="documents"),
    path("documents/units", views.units, name="document_units"),
    path("documents/lessons", lessons.lessons, name="lessons"),
    path("documents/lessons/<int:pk>/forget", lessons.forgotten, name="lesson_forget"),
    path("documents/<int:pk>", views.document, name="document"),
    path("documents/<int:pk>/decide", views.decide, name="document_decide"),
    path("documents/<int:pk>/rows/<int:row>", views.save, name="document_row"),
    path("documents/<int:pk>/similar", similar.similar, name="document_similar"),
    path("documents/<int:pk>/similar/<int:other>", similar.side_by_side, name="document_beside"),
    path("documents/<int:pk>/again", files.again, name="document_again"),
    path("documents/<int:pk>/withdraw", files.withdrawn, name="document_withdraw"),
    path("documents/<int:pk>/originals/<str:sha256>", files.original, name="document_original"),
    path("documents/<int:pk>/annotations", files.annotations, name="document_annotations"),
]
