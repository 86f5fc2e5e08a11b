"""A municipality in a table."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from samordner.documents.columns import Column, Row
from samordner.places.models import Municipality


def municipality_columns(
    of: Callable[[Row], Municipality], *, names_row: bool = True
) -> tuple[Column[Row], Column[Row]]:
    """The number and the name of a row's municipality. `names_row`: the name is what tells the rows apart."""
    return (
        Column(key="code", title=_("Municipality number"), value=lambda row: of(row).code),
        Column(
            key="municipality", title=_("Municipality"), value=lambda row: str(of(row)), names_row=names_row
        ),
    )
