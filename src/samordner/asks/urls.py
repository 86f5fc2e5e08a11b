"""Addresses of asks."""

from __future__ import annotations

from django.urls import path

from samordner.asks.views import listing, one, pressing, writing

app_name = "asks"
urlpatterns = [
    path("", listing.index, name="index"),
    path("belastning/", listing.burden, name="load"),
    path("belastning/varsel/", pressing.warning, name="warning"),
    path("ny/", writing.new, name="new"),
    path("<int:pk>/", one.show, name="ask"),
    path("<int:pk>/endre/", writing.change, name="change"),
    path("<int:pk>/utsett/", one.later, name="postpone"),
    path("<int:pk>/mottakere/", one.mark, name="mark"),
    path("<int:pk>/sla-sammen/", pressing.join, name="merge"),
    path("<int:pk>/skill/", pressing.separate, name="part"),
    path("<int:pk>/flere/", one.more, name="more"),
]
