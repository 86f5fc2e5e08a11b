"""Addresses of mapping rounds, and of answering them."""

from __future__ import annotations

from django.urls import include, path

from samordner.mapping.rounds.views import listing, one, planning

app_name = "mapping"

urlpatterns = [
    path("kartlegging/", listing.index, name="index"),
    path("kartlegging/ny/", planning.new, name="new"),
    path("kartlegging/<int:pk>/", one.show, name="round"),
    path("kartlegging/<int:pk>/endre/", planning.change, name="change"),
    path("kartlegging/<int:pk>/hvem/", planning.asking, name="whom"),
    path("kartlegging/<int:pk>/apne/", planning.opening, name="open"),
    path("kartlegging/<int:pk>/frist/", one.later, name="later"),
    path("kartlegging/<int:pk>/minn-om/", one.reminding, name="remind"),
    path("kartlegging/<int:pk>/flere/", one.more, name="more"),
    path("kartlegging/<int:pk>/lukk/", one.closing, name="close"),
    path("kartlegging/<int:pk>/avlys/", one.cancelling, name="cancel"),
    path("kartlegging/den-som-svarer/<int:pk>/", one.respondent, name="respondent"),
    path("", include("samordner.mapping.answering.urls")),
]
