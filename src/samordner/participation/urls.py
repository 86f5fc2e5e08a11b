"""Addresses of participation: contacts, and what heirs take over."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "participation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("kontakter/", include("samordner.participation.contacts.urls")),
]
