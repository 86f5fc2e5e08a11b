"""Addresses of plans and their registers."""

from __future__ import annotations

from typing import Any

from django.urls import path, register_converter

from samordner.plans.registers import Register, register_at
from samordner.plans.views import chapters, filling, fronts, gaps, measures, registers, rows, sheets


class RegisterConverter:
    """A register by its address; any other word is no register."""

    regex = "[a-z-]+"

    def to_python(self, value: str) -> Register[Any]:
        try:
            return register_at(value)
        except KeyError as error:
            raise ValueError(value) from error

    def to_url(self, value: Register[Any] | str) -> str:
        return value if isinstance(value, str) else value.address


register_converter(RegisterConverter, "register")

app_name = "plans"
urlpatterns = [
    path("", fronts.index, name="index"),
    path("ny/", fronts.begin, name="begin"),
    path("<int:plan_id>/", fronts.show, name="plan"),
    path("<int:plan_id>/gap/", gaps.show, name="gaps"),
    path("<int:plan_id>/tiltak/", measures.show, name="measures"),
    path("<int:plan_id>/mine/", filling.own, name="own"),
    path("<int:plan_id>/forside/", fronts.change, name="front"),
    path("<int:plan_id>/forside/tidligere/", fronts.earlier, name="front_earlier"),
    path("<int:plan_id>/forside/tidligere/<int:earlier_id>/", fronts.bring_back, name="front_bring_back"),
    path("<int:plan_id>/kapittel/<int:chapter_id>/", chapters.show, name="chapter"),
    path("<int:plan_id>/kapittel/<int:chapter_id>/endre/", chapters.change, name="chapter_change"),
    path("<int:plan_id>/kapittel/<int:chapter_id>/tidligere/", chapters.earlier, name="chapter_earlier"),
    path(
        "<int:plan_id>/kapittel/<int:chapter_id>/tidligere/<int:earlier_id>/",
        chapters.bring_back,
        name="chapter_bring_back",
    ),
    path("<int:plan_id>/<register:register>/", registers.show, name="register"),
    path("<int:plan_id>/<register:register>/eksport/<slug:format>/", registers.export, name="export"),
    path("<int:plan_id>/<register:register>/ark/", sheets.index, name="sheets"),
    path("<int:plan_id>/<register:register>/ark/hent/", sheets.fetch, name="sheet_fetch"),
    path("<int:plan_id>/<register:register>/ark/<int:sheet_id>/", sheets.preview, name="sheet"),
    path("<int:plan_id>/<register:register>/ark/<int:sheet_id>/angre/", sheets.undo, name="sheet_undo"),
    path("<int:plan_id>/<register:register>/fyller-ut/", filling.divide, name="divide"),
    path("<int:plan_id>/<register:register>/ny/", rows.add, name="add"),
    path("<int:plan_id>/<register:register>/<int:row_id>/", rows.row, name="row"),
    path("<int:plan_id>/<register:register>/<int:row_id>/endre/", rows.change, name="change"),
    path("<int:plan_id>/<register:register>/<int:row_id>/flytt/", rows.move, name="move"),
    path("<int:plan_id>/<register:register>/<int:row_id>/fjern/", rows.remove, name="remove"),
    path("<int:plan_id>/<register:register>/<int:row_id>/angre/", rows.restore, name="restore"),
    path("<int:plan_id>/<register:register>/<int:row_id>/bekreft/", rows.confirm, name="confirm"),
    path("<int:plan_id>/<register:register>/<int:row_id>/tidligere/", rows.earlier, name="earlier"),
    path(
        "<int:plan_id>/<register:register>/<int:row_id>/tidligere/<int:earlier_id>/",
        rows.bring_back,
        name="bring_back",
    ),
]
