"""Addresses of answering. Every page is reached in three ways: by the personal link, signed in, and by the office for another."""

from __future__ import annotations

from django.urls import path

from samordner.mapping.answering.views import files, front, handing, receipts, sections, sending
from samordner.mapping.answering.views.ways import by_account, by_link, by_office

PAGES = (
    ("", "", front.front),
    ("del/<str:section>/", "_section", sections.section),
    ("del/<str:section>/lagre/", "_save", sections.saved_as_typed),
    ("oversikt/", "_overview", sending.overview),
    ("gi-videre/", "_hand_on", handing.handing),
    ("kvittering/", "_receipt", receipts.receipt),
    ("kvittering.pdf", "_receipt_pdf", receipts.receipt_pdf),
    ("fil/<int:attachment>/", "_file", files.file),
)
WAYS = (
    ("kartlegging/svar/<str:secret>/", "answer", by_link),
    ("kartlegging/mitt-svar/<int:pk>/", "own", by_account),
    ("kartlegging/svar-for/<int:pk>/", "answer_for", by_office),
)
urlpatterns = [
    path(f"{way}{place}", reached(view), name=f"{name}{page}")
    for way, name, reached in WAYS
    for place, page, view in PAGES
]
