"""Addresses of divisions."""

from __future__ import annotations

from django.urls import path

from samordner.divisions.views import making, showing

app_name = "divisions"
urlpatterns = [
    path("", showing.index, name="index"),
    path("ny/", making.new, name="new"),
    path("<int:pk>/", showing.show, name="division"),
    path("<int:pk>/dokument/", showing.document, name="document"),
]
