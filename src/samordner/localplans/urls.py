"""Addresses of municipalities' own plans."""

from __future__ import annotations

from django.urls import path

from samordner.localplans import views

app_name = "localplans"
urlpatterns = [
    path("", views.plans, name="plans"),
    path("horinger/", views.hearings, name="hearings"),
    path("ny/", views.begin, name="begin"),
    path("<int:pk>/", views.plan, name="plan"),
    path("<int:pk>/endre/", views.change, name="change"),
    path("<int:pk>/fjern/", views.remove, name="remove"),
    path("<int:pk>/hent-tilbake/", views.bring_back, name="bring_back"),
    path("<int:pk>/forankring/<slug:programme>/", views.anchoring, name="anchoring"),
    path("<int:pk>/uttalelse/", views.add_statement, name="add_statement"),
    path("uttalelser/<int:pk>/", views.change_statement, name="change_statement"),
]
