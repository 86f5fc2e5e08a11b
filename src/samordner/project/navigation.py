"""The menu: what there is, for those who have its right."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
            Place(_("The municipalities' plans"), "localplans:plans", "localplan.read", "localplans:"),
            Place(_("Contacts"), "participation:contacts", "contact.read", "participation:contact"),
            Place(_("Groupings"), "places:groupings", "grouping.read", "places:"),
        ),
    ),
    Group(
        _("Regional plan"),
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
        ),
    ),
    Group(_("Reports"), (Place(_("Reports"), "reports:index", "report.read", "reports:"),)),
    Group(_("Administration"), (Place(_("Accounts"), "people", "people.read", "people"),)),
)
