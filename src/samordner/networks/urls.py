"""Addresses of networks and learning networks."""

from __future__ import annotations

from django.urls import include, path

from samordner.networks.learning.urls import urlpatterns as learning
from samordner.networks.views import listing, meeting, members, offering, one

app_name = "networks"
urlpatterns = [
    path("nettverk/", listing.index, name="index"),
    path("nettverk/nytt/", one.new, name="new"),
    path("nettverk/fra-plan/<int:row>/", listing.from_plan, name="from_plan"),
    path("nettverk/<int:pk>/", one.show, name="network"),
    path("nettverk/<int:pk>/endre/", one.change, name="change"),
    path("nettverk/<int:pk>/plan/", one.beside_plan, name="beside_plan"),
    path("nettverk/<int:pk>/avslutt/", one.ended, name="end"),
    path("nettverk/<int:pk>/gjenoppta/", one.resumed, name="resume"),
    path("nettverk/<int:pk>/fjern/", one.take_away, name="remove"),
    path("nettverk/<int:pk>/tilbake/", one.bring_back, name="restore"),
    path("nettverk/<int:pk>/medlemmer/", members.take_in, name="take_in"),
    path("nettverk/<int:pk>/medlemmer/angre/", members.not_taken_in, name="undo_join"),
    path("nettverk/<int:pk>/medlemmer/utenfor/", members.outside, name="outside"),
    path("nettverk/medlemmer/<int:pk>/", members.change, name="member"),
    path("nettverk/medlemmer/<int:pk>/ut/", members.out, name="leave"),
    path("nettverk/medlemmer/<int:pk>/inn/", members.in_again, name="undo_leave"),
    path("nettverk/medlemmer/<int:pk>/fjern/", members.take_away, name="remove_member"),
    path("nettverk/medlemmer/<int:pk>/tilbake/", members.bring_back, name="restore_member"),
    path("nettverk/medlemmer/<int:pk>/slett/", members.erase, name="erase_member"),
    path("nettverk/<int:pk>/tilbud/", offering.offer, name="offer"),
    path("nettverk/<int:pk>/tilbud/angre/", offering.not_offered, name="undo_offers"),
    path("nettverk/tilbud/<int:pk>/", offering.answer, name="answer"),
    path("nettverk/tilbud/<int:pk>/angre/", offering.not_answered, name="undo_answer"),
    path("nettverk/tilbud/<int:pk>/fjern/", offering.take_away, name="remove_offer"),
    path("nettverk/tilbud/<int:pk>/tilbake/", offering.bring_back, name="restore_offer"),
    path("nettverk/<int:pk>/moter/nytt/", meeting.plan, name="plan"),
    path("nettverk/<int:pk>/moter/", meeting.attached, name="attach"),
    path("nettverk/<int:pk>/moter/<int:meeting>/losne/", meeting.detached, name="detach"),
    path("nettverk/", include(learning)),
]
