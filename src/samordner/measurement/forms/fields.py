"""Inputs for numbers, as people write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from samordner.measurement.written import Unread, number_typed, read_number


class NumberField(forms.CharField):
    """A number as it is typed on a Norwegian keyboard; a telephone shows its keys for numbers."""

    def __init__(self, **more: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attributes), **more)

    def to_python(self, value: Any) -> Any:
        try:
            return read_number(super().to_python(value) or "")
        except Unread as unread:
            raise forms.ValidationError(unread.sentence) from unread

    def prepare_value(self, value: Any) -> Any:
        return number_typed(value) if isinstance(value, Decimal) else value

    def validate(self, value: Any) -> None:
        """Whether a number is needed depends on what else is said: that is a matter of the deed."""

    def run_validators(self, value: Any) -> None:
        """What is read is no text any more; its size is a matter of the deed."""


class NumbersField(forms.CharField):
    """Several numbers, each on a line of its own, or parted by semicolons or spaces."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            max_length=4000, widget=forms.Textarea(attrs={"rows": 4, "inputmode": "decimal"}), **more
        )

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        try:
            found = (read_number(one) for one in text.replace(";", " ").split())
            return tuple(one for one in found if one is not None)
        except Unread as unread:
            raise forms.ValidationError(unread.sentence) from unread

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "\n".join(number_typed(Decimal(str(one))) for one in value)
        return value

    def validate(self, value: Any) -> None:
        """As above."""

    def run_validators(self, value: Any) -> None:
        """As above."""
