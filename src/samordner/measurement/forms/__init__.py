"""What a person types about an indicator, its measurements and its chart: shape and types only."""

from samordner.measurement.forms.deciding import (
    ExcludeForm,
    KeepForm,
    NoteForm,
    PhaseForm,
    SplitForm,
    WithCycles,
)
from samordner.measurement.forms.defining import DefineForm, DescribeForm, GoalForm, defined_of, described_of
from samordner.measurement.forms.entering import BringForm, MeasureForm, measured_of
from samordner.measurement.forms.fields import NumberField, NumbersField

__all__ = [
    "BringForm",
    "DefineForm",
    "DescribeForm",
    "ExcludeForm",
    "GoalForm",
    "KeepForm",
    "MeasureForm",
    "NoteForm",
    "NumberField",
    "NumbersField",
    "PhaseForm",
    "SplitForm",
    "WithCycles",
    "defined_of",
    "described_of",
    "measured_of",
]
