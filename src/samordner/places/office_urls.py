"""Addresses of what belongs to an office itself."""

from __future__ import annotations

from django.urls import path

from samordner.places import views

app_name = "offices"
urlpatterns = [
    path("<slug:key>/utseende/", views.look, name="look"),
    path("<slug:key>/utseende/standard/", views.standard_look, name="standard_look"),
]
