"""The menu: what there is, for those who have its right."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samordner.pages.context import Place

NAVIGATION: tuple[Place, ...] = (
    Place(_("Status board"), "boards:board", "observation.read", "boards:"),
    Place(_("Plans"), "plans:index", "plan.read", "plans:"),
    Place(_("Read in"), "plandocument:readings", "plan.readin", "plandocument:reading"),
    Place(_("Groupings"), "places:groupings", "grouping.read", "places:"),
    Place(_("Accounts"), "people", "people.read", "people"),
)
