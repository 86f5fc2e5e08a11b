"""Addresses of participation: contacts, and what heirs take over."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from samordner.participation import views

app_name = "participation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("kontakter/", include("samordner.participation.contacts.urls")),
    path("arv/", views.inheritances, name="inheritances"),
    path("arv/<slug:programme>/<str:old>/<str:heir>/", views.inheritance, name="inheritance"),
    path("arv/<slug:programme>/<str:old>/<str:heir>/avgjer/", views.decision, name="decision"),
]
