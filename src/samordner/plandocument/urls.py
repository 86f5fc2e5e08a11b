"""Addresses of the plan as a document."""

from __future__ import annotations

from django.urls import path, re_path

from samordner.plandocument.views import claims, deciding, documents, evaluation, readings, renewing

app_name = "plandocument"
urlpatterns = [
    path("les-inn/", readings.readings, name="readings"),
    path("les-inn/eksport/<slug:format>/", readings.export, name="readings_export"),
    path("les-inn/<int:pk>/", readings.reading, name="reading"),
    path("les-inn/<int:pk>/rett/", readings.correct, name="correct"),
    path("les-inn/<int:pk>/ny-rad/", readings.row_from_text, name="row_from_text"),
    path("les-inn/<int:pk>/godta/", deciding.accept, name="accept"),
    path("les-inn/<int:pk>/plan/", deciding.choose, name="choose"),
    path("les-inn/<int:pk>/sammenlign/", deciding.compare, name="compare"),
    path("les-inn/<int:pk>/angre/", deciding.undo, name="undo"),
    path("les-inn/<int:pk>/legg-bort/", readings.drop, name="drop"),
    path("les-inn/<int:pk>/dokument/", readings.original, name="original"),
    path("planer/<int:pk>/dokument/", documents.document, name="document"),
    re_path(
        r"^planer/(?P<pk>\d+)/dokument\.(?P<ending>pdf|docx|html|json)$",
        documents.document_file,
        name="document_file",
    ),
    path("planer/<int:pk>/neste/", renewing.following, name="following"),
    path("planer/<int:pk>/evaluering/", evaluation.evaluation, name="evaluation"),
    path("planer/<int:pk>/evaluering/eksport/<slug:format>/", evaluation.export, name="evaluation_export"),
    path("planer/<int:pk>/tall/", claims.claims, name="claims"),
    path("planer/tall/<int:pk>/", claims.claim, name="claim"),
]
