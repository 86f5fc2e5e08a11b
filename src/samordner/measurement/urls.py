"""Addresses of measurement, and of a team's personal link."""

from __future__ import annotations

from django.urls import path

from samordner.measurement.views import (
    bringing,
    deciding,
    defining,
    entering,
    links,
    listing,
    reporting,
    showing,
    team,
)

app_name = "measurement"
urlpatterns = [
    path("maling/", listing.index, name="index"),
    path("maling/prosjekt/<int:pk>/ny/", defining.new, name="new"),
    path("maling/prosjekt/<int:pk>/skriv/", entering.of_project, name="enter_project"),
    path("maling/prosjekt/<int:pk>/rapport/", reporting.of_project, name="report"),
    path("maling/team/<int:pk>/lenker/", links.of_team, name="links"),
    path("maling/<int:pk>/", showing.indicator, name="indicator"),
    path("maling/<int:pk>/endre/", defining.change, name="change"),
    path("maling/<int:pk>/definisjon/", defining.define, name="define"),
    path("maling/<int:pk>/malverdi/", defining.goal, name="goal"),
    path("maling/malverdi/<int:pk>/fjern/", defining.drop, name="drop_goal"),
    path("maling/<int:pk>/skriv/", entering.of_indicator, name="enter"),
    path("maling/<int:pk>/tabell/", bringing.table, name="bring"),
    path("maling/<int:pk>/fjern/", showing.take_away, name="remove"),
    path("maling/<int:pk>/hent-tilbake/", showing.bring_back, name="restore"),
    path("maling/<int:pk>/ta-vare/", showing.keep_it, name="keep"),
    path("maling/kopi/<int:pk>/", showing.snapshot, name="snapshot"),
    path("maling/<int:pk>/punkt/<str:day>/", deciding.point, name="point"),
    path("maling/<int:pk>/punkt/<str:day>/fase/", deciding.split, name="split"),
    path("maling/<int:pk>/punkt/<str:day>/grunnlinje/", deciding.frozen, name="freeze"),
    path("maling/<int:pk>/punkt/<str:day>/utelat/", deciding.excluded, name="exclude"),
    path("maling/<int:pk>/punkt/<str:day>/merknad/", deciding.noted, name="annotate"),
    path("maling/fase/<int:pk>/", deciding.phase, name="phase"),
    path("maling/fase/<int:pk>/tin/", deciding.thawed, name="thaw"),
    path("maling/fase/<int:pk>/fjern/", deciding.remove_phase, name="remove_phase"),
    path("maling/fase/<int:pk>/hent-tilbake/", deciding.restore_phase, name="restore_phase"),
    path("maling/utelatt/<int:pk>/fjern/", deciding.include, name="include"),
    path("maling/utelatt/<int:pk>/hent-tilbake/", deciding.restore_exclusion, name="restore_exclusion"),
    path("maling/merknad/<int:pk>/", deciding.annotation, name="annotation"),
    path("maling/merknad/<int:pk>/fjern/", deciding.remove_annotation, name="remove_annotation"),
    path("maling/merknad/<int:pk>/hent-tilbake/", deciding.restore_annotation, name="restore_annotation"),
    path("team/<str:secret>/", team.front, name="team"),
    path("team/<str:secret>/skriv/<int:pk>/", team.entering, name="team_enter"),
    path("team/<str:secret>/diagram/<int:pk>/", team.chart, name="team_chart"),
    path("team/<str:secret>/sirkel/<int:pk>/", team.cycle, name="team_cycle"),
    path("team/<str:secret>/vurdering/", team.assessing, name="team_assess"),
]
