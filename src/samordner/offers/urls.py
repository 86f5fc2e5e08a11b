"""Addresses of what is offered."""

from __future__ import annotations

from django.urls import path

from samordner.offers.views import planning, reporting, showing

app_name = "offers"
urlpatterns = [
    path("", showing.index, name="index"),
    path("rapport/", reporting.of_meetings, name="meetings"),
    path("runder/<int:pk>/", planning.show, name="round"),
    path("runder/<int:pk>/angre/", planning.undo, name="undo"),
    path("<str:offer>/", showing.board, name="board"),
    path("<str:offer>/forslag/", planning.propose, name="propose"),
    path("<str:offer>/rapport/", reporting.of_offer, name="report"),
    path("<str:offer>/<str:code>/", showing.proof, name="proof"),
]
