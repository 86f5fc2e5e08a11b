"""Addresses of cooperation."""

from __future__ import annotations

from django.urls import path

from samordner.cooperation.views import agreements, arenas, contacts, partners, visits

app_name = "cooperation"
OF = "partnere/<slug:office>/<path:key>"
"""A partner of an office by its key, which may hold strokes: what is done stands after it."""

urlpatterns = [
    path("", partners.index, name="partners"),
    path("partnere/ny/", partners.new, name="new_partner"),
    path(f"{OF}/oppfolging/", partners.settled, name="settle"),
    path(f"{OF}/mote/", partners.met, name="meet"),
    path(f"{OF}/kontakt/", contacts.add, name="add_contact"),
    path(f"{OF}/", partners.show, name="partner"),
    path("oppfolging/<int:pk>/fjern/", partners.take_away, name="remove_partner"),
    path("oppfolging/<int:pk>/hent-tilbake/", partners.bring_back, name="restore_partner"),
    path("kontakter/", contacts.index, name="contacts"),
    path("kontakter/<int:pk>/endre/", contacts.change, name="change_contact"),
    path("kontakter/<int:pk>/fjern/", contacts.take_away, name="remove_contact"),
    path("kontakter/<int:pk>/hent-tilbake/", contacts.bring_back, name="restore_contact"),
    path("kontakter/<int:pk>/slett/", contacts.erase, name="erase_contact"),
    path("avtaler/", agreements.index, name="agreements"),
    path("avtaler/ny/", agreements.new, name="new_agreement"),
    path("avtaler/fra-planen/<int:row>/", agreements.from_plan, name="from_plan"),
    path("avtaler/<int:pk>/", agreements.show, name="agreement"),
    path("avtaler/<int:pk>/endre/", agreements.change, name="change_agreement"),
    path("avtaler/<int:pk>/forny/", agreements.renewed, name="renew"),
    path("avtaler/<int:pk>/avslutt/", agreements.ended, name="terminate"),
    path("avtaler/<int:pk>/angre-avslutning/", agreements.not_ended, name="undo_termination"),
    path("avtaler/<int:pk>/fjern/", agreements.take_away, name="remove_agreement"),
    path("avtaler/<int:pk>/hent-tilbake/", agreements.bring_back, name="restore_agreement"),
    path("arenaer/", arenas.index, name="arenas"),
    path("arenaer/ny/", arenas.new, name="new_arena"),
    path("arenaer/<int:pk>/", arenas.show, name="arena"),
    path("arenaer/<int:pk>/endre/", arenas.change, name="change_arena"),
    path("arenaer/<int:pk>/fjern/", arenas.take_away, name="remove_arena"),
    path("arenaer/<int:pk>/hent-tilbake/", arenas.bring_back, name="restore_arena"),
    path("arenaer/<int:pk>/dag/", visits.new, name="new_visit"),
    path("dager/", visits.index, name="visits"),
    path("dager/<int:pk>/", visits.show, name="visit"),
    path("dager/<int:pk>/endre/", visits.change, name="change_visit"),
    path("dager/<int:pk>/avlys/", visits.called_off, name="call_off"),
    path("dager/<int:pk>/ta-opp/", visits.taken_up, name="take_up"),
    path("dager/<int:pk>/fjern/", visits.take_away, name="remove_visit"),
    path("dager/<int:pk>/hent-tilbake/", visits.bring_back, name="restore_visit"),
    path("dager/<int:pk>/behov/", visits.need, name="raise_there"),
]
