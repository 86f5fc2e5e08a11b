"""Addresses of whoever leads a learning network."""

from __future__ import annotations

from django.urls import path

from samordner.facilitation.views import calls, changes, comparing, gatherings, panels, report

app_name = "facilitation"
OF = "nettverk/puljer/<int:pk>/oppfolging"
urlpatterns = [
    path("nettverk/oppfolging/", calls.index, name="index"),
    path(f"{OF}/", calls.calls, name="calls"),
    path(f"{OF}/diagrammer/", panels.panels, name="panels"),
    path(f"{OF}/samlet/", comparing.together, name="together"),
    path(f"{OF}/endringer/", changes.changes, name="changes"),
    path(f"{OF}/samling/", gatherings.chosen, name="gatherings"),
    path("nettverk/samlinger/<int:pk>/hefte/", gatherings.handout, name="handout"),
    path(f"{OF}/rapport/", report.report, name="report"),
    path("nettverk/team/<int:pk>/samtale/", calls.note, name="note"),
    path("nettverk/samtaler/<int:pk>/endre/", calls.change, name="change_call"),
    path("nettverk/samtaler/<int:pk>/fjern/", calls.take_away, name="remove_call"),
    path("nettverk/samtaler/<int:pk>/hent-tilbake/", calls.bring_back, name="restore_call"),
]
