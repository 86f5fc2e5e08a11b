"""Every address of the site. A URL whose view is not marked with a right must be named in RIGHTS."""

from __future__ import annotations

from django.urls import include, path

from samordner.boards.views.first import first
from samordner.people import urls as people
from samordner.project import views
from samordner.project.beginnings import at_root

urlpatterns = [
    path("", first, name="first"),
    path("tavle/", include("samordner.boards.urls")),
    path("hvem-kan-hva/", views.policy, name="policy"),
    at_root("samordner.people.urls"),
    at_root("samordner.plandocument.urls"),
    at_root("samordner.revisions.urls"),
    at_root("samordner.minutes.urls"),
    at_root("samordner.invitations.urls"),
    at_root("samordner.mapping.urls"),
    at_root("samordner.findings.urls"),
    at_root("samordner.networks.urls"),
    at_root("samordner.improvement.urls"),
    at_root("samordner.measurement.urls"),
    at_root("samordner.facilitation.urls"),
    path("kalender/", include("samordner.calendars.urls")),
    path("planer/", include("samordner.plans.urls")),
    path("samarbeid/", include("samordner.cooperation.urls")),
    path("kommuneplaner/", include("samordner.localplans.urls")),
    path("behov/", include("samordner.support.urls")),
    path("henvendelser/", include("samordner.asks.urls")),
    path("moter/", include("samordner.meetings.urls")),
    path("tilbud/", include("samordner.offers.urls")),
    path("brev/", include("samordner.letters.urls")),
    path("kartlegging/skjema/", include("samordner.questionnaires.urls")),
    path("inndelinger/", include("samordner.divisions.urls")),
    path("rapporter/", include("samordner.reports.urls")),
    path("status/", include("samordner.participation.urls")),
    path("grupperinger/", include("samordner.places.urls")),
    path("embeter/", include("samordner.places.office_urls")),
]

handler400 = "samordner.pages.problems.bad_request"
handler403 = "samordner.pages.problems.forbidden"
handler404 = "samordner.pages.problems.not_found"
handler500 = "samordner.pages.problems.broken"

# Views that are not ours, by the name of their URL
RIGHTS = {**people.RIGHTS}
