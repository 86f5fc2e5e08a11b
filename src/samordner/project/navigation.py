"""The menu: what there is, for those who have its right."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.pages.context import Group, Place

NAVIGATION: tuple[Group, ...] = (
    Group(
        _("Status"),
        (
            Place(_("Status board"), "boards:board", "observation.read", "boards:"),
            Place(_("Figures"), "boards:figures", "observation.read", "boards:figure"),
            Place(_("Divisions"), "divisions:index", "division.read", "divisions:"),
            Place(
                _("After border changes"), "participation:inheritances", "inheritance.read", "participation:"
            ),
        ),
    ),
    Group(
        _("Municipalities"),
        (
            Place(_("Needs and help"), "support:needs", "need.read", "support:"),
            Place(_("Silence"), "support:silence", "need.read", "support:silence"),
            Place(_("Grants"), "support:grants", "grant.read", "support:grant"),
            Place(_("Requests and load"), "asks:index", "ask.read", "asks:"),
            Place(_("Letters"), "letters:index", "letter.read", "letters:"),
            Place(_("The municipalities' plans"), "localplans:plans", "localplan.read", "localplans:"),
            Place(_("Contacts"), "participation:contacts", "contact.read", "participation:contact"),
            Place(_("Groupings"), "places:groupings", "grouping.read", "places:"),
        ),
    ),
    Group(
        _("Mapping"),
        (
            Place(_("Mapping rounds"), "mapping:index", "mapping.read", "mapping:", also=("findings:",)),
            Place(_("Questionnaires"), "questionnaires:index", "questionnaire.read", "questionnaires:"),
        ),
    ),
    Group(
        pgettext_lazy("menu", "Plan"),
        (
            Place(_("Plans"), "plans:index", "plan.read", "plans:", also=("plandocument:", "revisions:")),
            Place(
                _("Read in"),
                "plandocument:readings",
                "plan.readin",
                "plandocument:reading",
                also=(
                    "plandocument:compare",
                    "plandocument:undo",
                    "plandocument:correct",
                    "plandocument:row_from",
                ),
            ),
            Place(
                _("Plans sent"),
                "revisions:submitted",
                "plan.read",
                "revisions:submitted",
                also=("revisions:receipt",),
            ),
            Place(_("Cooperation with others"), "cooperation:partners", "cooperation.read", "cooperation:"),
        ),
    ),
    Group(
        _("Meetings"),
        (
            Place(_("Meetings"), "meetings:index", "meeting.read", "meetings:", also=("minutes:",)),
            Place(_("Invitations"), "invitations:index", "invitation.read", "invitations:"),
            Place(
                _("Participants' data"), "invitations:personal", "participant.erase", "invitations:personal"
            ),
            Place(
                _("Tasks from meetings"),
                "minutes:tasks",
                "minutes.read",
                "minutes:task",
            ),
            Place(_("Decisions"), "minutes:decisions", "minutes.read", "minutes:decisions"),
            Place(_("What is offered"), "offers:index", "offer.read", "offers:"),
            Place(_("Calendar"), "calendars:month", "calendar.read", "calendars:"),
        ),
    ),
    Group(
        _("Networks"),
        (
            Place(_("Networks"), "networks:index", "network.read", "networks:"),
            Place(
                _("Learning networks"),
                "networks:cohorts",
                "network.read",
                "networks:cohort",
                also=("networks:team", "networks:gathering"),
            ),
            Place(_("Indicators"), "measurement:index", "measurement.read", "measurement:"),
            Place(_("Improvement projects"), "improvement:index", "improvement.read", "improvement:"),
            Place(_("Experiences"), "improvement:experiences", "experience.read", "improvement:experience"),
            Place(_("Following up teams"), "facilitation:index", "facilitation.read", "facilitation:"),
        ),
    ),
    Group(_("Reports"), (Place(_("Reports"), "reports:index", "report.read", "reports:"),)),
    Group(_("Administration"), (Place(_("Accounts"), "people", "people.read", "people"),)),
)
