"""Addresses of a plan's revisions."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "revisions"
urlpatterns: list[URLPattern] = []
