"""Addresses of divisions."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "divisions"
urlpatterns: list[URLPattern] = []
