"""The board, its cells and numbers, and registering. The first page stands in the root."""

from __future__ import annotations

from django.urls import path

from samordner.boards.views import board, registering

app_name = "boards"
urlpatterns = [
    path("", board.plain, name="board"),
    path("tall/", board.number, name="number"),
    path("registrer/", registering.many, name="many"),
    path("registrer/en/", registering.one, name="one"),
    path("<int:participation>/<slug:subject>/", registering.cell, name="cell"),
    path("<int:participation>/<slug:subject>/<slug:item>/", registering.cell, name="cell"),
]
