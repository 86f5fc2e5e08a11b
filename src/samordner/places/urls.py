"""Addresses of places."""

from __future__ import annotations

from django.urls import path

from samordner.places import views

app_name = "places"
urlpatterns = [
    path("", views.groupings, name="groupings"),
    path("<int:pk>/", views.grouping, name="grouping"),
    path("<int:pk>/nytt-medlem/", views.enter, name="join"),
    path("medlemskap/<int:pk>/slutt/", views.end, name="leave"),
]
