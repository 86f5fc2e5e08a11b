"""Addresses of support."""

from __future__ import annotations

from django.urls import path

from samordner.support.views import giving, grants, needs, silence, summary

app_name = "support"
urlpatterns = [
    path("", needs.needs, name="needs"),
    path("nytt/", needs.raised, name="raise"),
    path("oversikt/", summary.summary, name="summary"),
    path("stille/", silence.quiet, name="silence"),
    path("hjelp/", giving.given, name="given"),
    path("hjelp/ny/", giving.log, name="log"),
    path("hjelp/<int:pk>/", giving.one, name="help"),
    path("hjelp/<int:pk>/fjern/", giving.remove_help, name="remove-help"),
    path("hjelp/<int:pk>/hent-tilbake/", giving.restore_help, name="restore-help"),
    path("tilskudd/", grants.grants, name="grants"),
    path("tilskudd/nytt/", grants.new, name="new-grant"),
    path("tilskudd/<int:pk>/", grants.grant, name="grant"),
    path("tilskudd/<int:pk>/fjern/", grants.remove_grant, name="remove-grant"),
    path("tilskudd/<int:pk>/hent-tilbake/", grants.restore_grant, name="restore-grant"),
    path("<int:pk>/", needs.need, name="need"),
    path("<int:pk>/endre/", needs.change, name="change"),
    path("<int:pk>/<slug:deed>/", needs.do, name="deed"),
]
