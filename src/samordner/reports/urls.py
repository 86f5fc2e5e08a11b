"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from samordner.reports.views import listing, sending, writing

app_name = "reports"
urlpatterns = [
    path("", listing.index, name="index"),
    path("begynn/", listing.begin, name="begin"),
    path("<int:pk>/", writing.show, name="report"),
    path("<int:pk>/svar/<slug:question>/", writing.answer, name="answer"),
    path("<int:pk>/innstillinger/", writing.settle, name="settings"),
    path("<int:pk>/slett/", writing.drop, name="drop"),
    path("<int:pk>/dokument/", sending.preview, name="preview"),
    path("<int:pk>/dokument/<slug:ending>/", sending.document, name="document"),
    path("<int:pk>/tall/<slug:ending>/", sending.numbers, name="numbers"),
    path("<int:pk>/sammenlign/", sending.compare, name="compare"),
    path("<int:pk>/send/", sending.send, name="send"),
    path("<int:pk>/kvittering/", sending.receipt, name="receipt"),
    path("<int:pk>/rett/", sending.replace, name="replace"),
]
