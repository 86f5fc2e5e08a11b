"""Addresses of the plan as a document."""

from __future__ import annotations

from django.urls import path, re_path

from samordner.plandocument import views

app_name = "plandocument"
urlpatterns = [
    path("les-inn/", views.readings, name="readings"),
    path("les-inn/<int:pk>/", views.reading, name="reading"),
    path("les-inn/<int:pk>/rett/", views.correct, name="correct"),
    path("les-inn/<int:pk>/ny-rad/", views.row_from_text, name="row_from_text"),
    path("les-inn/<int:pk>/godta/", views.accept, name="accept"),
    path("les-inn/<int:pk>/legg-bort/", views.drop, name="drop"),
    path("les-inn/<int:pk>/dokument/", views.original, name="original"),
    path("planer/<int:pk>/dokument/", views.document, name="document"),
    re_path(
        r"^planer/(?P<pk>\d+)/dokument\.(?P<ending>docx|html|json)$",
        views.document_file,
        name="document_file",
    ),
    path("planer/<int:pk>/tall/", views.claims, name="claims"),
    path("planer/tall/<int:pk>/", views.claim, name="claim"),
]
