"""Addresses of asks."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "asks"
urlpatterns: list[URLPattern] = []
