"""Addresses of learning networks, under the networks' own."""

from __future__ import annotations

from django.urls import path

from samordner.networks.learning.views import cohorts, following, gatherings, members, teams

urlpatterns = [
    path("puljer/", cohorts.index, name="cohorts"),
    path("puljer/ny/", cohorts.new, name="new_cohort"),
    path("puljer/<int:pk>/", cohorts.show, name="cohort"),
    path("puljer/<int:pk>/endre/", cohorts.change, name="change_cohort"),
    path("puljer/<int:pk>/fjern/", cohorts.take_away, name="remove_cohort"),
    path("puljer/<int:pk>/hent-tilbake/", cohorts.bring_back, name="restore_cohort"),
    path("puljer/<int:pk>/samling/", gatherings.new, name="new_gathering"),
    path("puljer/<int:pk>/team/", teams.new, name="new_team"),
    path("samlinger/<int:pk>/", gatherings.show, name="gathering"),
    path("samlinger/<int:pk>/endre/", gatherings.change, name="change_gathering"),
    path("samlinger/<int:pk>/mote/", gatherings.meeting, name="gathering_meeting"),
    path("samlinger/<int:pk>/losne/", gatherings.detach, name="detach_meeting"),
    path("samlinger/<int:pk>/oppmote/", gatherings.attend, name="attend"),
    path("samlinger/<int:pk>/fjern/", gatherings.take_away, name="remove_gathering"),
    path("samlinger/<int:pk>/hent-tilbake/", gatherings.bring_back, name="restore_gathering"),
    path("team/", teams.index, name="teams"),
    path("team/<int:pk>/", teams.show, name="team"),
    path("team/<int:pk>/endre/", teams.change, name="change_team"),
    path("team/<int:pk>/fase/", teams.phase, name="set_phase"),
    path("team/<int:pk>/slutt/", teams.left, name="leave_cohort"),
    path("team/<int:pk>/kom-tilbake/", teams.returned, name="come_back"),
    path("team/<int:pk>/fjern/", teams.take_away, name="remove_team"),
    path("team/<int:pk>/hent-tilbake/", teams.bring_back, name="restore_team"),
    path("team/<int:pk>/sjekkliste/", following.tick, name="tick"),
    path("team/<int:pk>/vurdering/", following.own, name="assess_own"),
    path("team/<int:pk>/vurdering/veileder/", following.advise, name="assess_adviser"),
    path("team/<int:pk>/medlem/", members.new, name="new_team_member"),
    path("team/<int:pk>/veiledning/", following.new, name="new_guidance"),
    path("teammedlemmer/<int:pk>/endre/", members.change, name="change_team_member"),
    path("teammedlemmer/<int:pk>/fjern/", members.take_away, name="remove_team_member"),
    path("teammedlemmer/<int:pk>/hent-tilbake/", members.bring_back, name="restore_team_member"),
    path("teammedlemmer/<int:pk>/slett/", members.erase, name="erase_team_member"),
    path("veiledning/<int:pk>/endre/", following.change, name="change_guidance"),
    path("veiledning/<int:pk>/fjern/", following.take_away, name="remove_guidance"),
    path("veiledning/<int:pk>/hent-tilbake/", following.bring_back, name="restore_guidance"),
]
