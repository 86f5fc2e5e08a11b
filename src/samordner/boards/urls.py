"""The board, its cells and numbers, and registering. The first page stands in the root."""

from __future__ import annotations

from django.urls import path

from samordner.boards.views import board, figures, importing, municipality, registering

app_name = "boards"
urlpatterns = [
    path("", board.plain, name="board"),
    path("tall/", board.number, name="number"),
    path("figurer/", figures.figures, name="figures"),
    path("registrer/", registering.many, name="many"),
    path("registrer/en/", registering.one, name="one"),
    path("registrer/fil/", importing.imports, name="import"),
    path("registrer/fil/mal/", importing.template, name="import_template"),
    path("registrer/fil/<int:pk>/", importing.preview, name="import_preview"),
    path("kommune/<slug:code>/", municipality.municipality, name="municipality"),
    path("<int:participation>/<slug:subject>/", registering.cell, name="cell"),
    path("<int:participation>/<slug:subject>/<slug:item>/", registering.cell, name="cell"),
]
