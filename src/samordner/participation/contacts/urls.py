"""Addresses of contacts, included under those of participation."""

from __future__ import annotations

from django.urls import path

from samordner.participation.contacts import views

urlpatterns = [
    path("", views.contacts, name="contacts"),
    path("kommune/<int:participation>/", views.municipality, name="municipality_contacts"),
    path("kommune/<int:participation>/ny/", views.add, name="add_contact"),
    path("<int:pk>/endre/", views.change, name="change_contact"),
    path("<int:pk>/slutt/", views.end, name="end_contact"),
    path("<int:pk>/slett/", views.erase, name="erase_contact"),
]
