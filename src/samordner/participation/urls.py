"""Addresses of participation: contacts, and what heirs take over."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "participation"
urlpatterns: list[URLPattern] = []
