"""Addresses of localplans."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "localplans"
urlpatterns: list[URLPattern] = []
