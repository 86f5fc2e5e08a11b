"""What is typed in a driver diagram."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.improvement.forms.fields import choose, short_field
from samordner.improvement.models import Driver
from samordner.improvement.queries.drivers import Box, every_box

DRIVER, IDEA = "driver", "idea"


def _under(boxes: Sequence[Box], *, within: int | None = None) -> list[tuple[str, str]]:
    """What something can hang under: the aim, and every driver, each set in by its depth. `within`: not there."""
    hidden = {one.driver.pk for box in every_box(boxes) if box.driver.pk == within for one in box.all}
    steps = {Driver.Kind.PRIMARY: "", Driver.Kind.SECONDARY: "– "}
    return [
        (str(one.driver.pk), steps[Driver.Kind(one.driver.kind)] + one.driver.text)
        for one in every_box(boxes)
        if one.driver.kind != Driver.Kind.IDEA and one.driver.pk not in hidden
    ]


class AddDriverForm(forms.Form):
    """A driver or a change idea, and what it hangs under."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (DRIVER, _("A driver: what decides whether the aim is reached")),
            (IDEA, _("A change idea: something that can be tried")),
        ],
        widget=forms.RadioSelect,
        initial=DRIVER,
    )
    parent = forms.ChoiceField(label=_("Under"), required=False)
    text = short_field(_("In a few words"), required=True, longest=300)

    def __init__(self, boxes: Sequence[Box], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drivers = {str(one.driver.pk): one.driver for one in every_box(boxes)}
        choose(self, "parent", [("", _("The aim")), *_under(boxes)])

    @property
    def under(self) -> Driver | None:
        return self.drivers.get(self.cleaned_data["parent"])

    @property
    def kind_there(self) -> str:
        """The kind in its place: a driver under the aim is a primary one."""
        if self.cleaned_data["kind"] == IDEA:
            return Driver.Kind.IDEA
        return Driver.Kind.PRIMARY if self.under is None else Driver.Kind.SECONDARY


class DriverForm(forms.Form):
    """Say it otherwise, and hang it elsewhere."""

    text = short_field(_("In a few words"), required=True, longest=300)
    parent = forms.ChoiceField(label=_("Under"), required=False)

    def __init__(self, row: Driver, boxes: Sequence[Box], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drivers = {str(one.driver.pk): one.driver for one in every_box(boxes)}
        top = [] if row.kind == Driver.Kind.IDEA else [("", _("The aim"))]
        choose(self, "parent", [*top, *_under(boxes, within=row.pk)])

    @property
    def under(self) -> Driver | None:
        return self.drivers.get(self.cleaned_data["parent"])


def driver_typed(row: Driver) -> dict[str, Any]:
    return {"text": row.text, "parent": str(row.parent_id or "")}
