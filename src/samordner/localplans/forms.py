"""What is typed about a municipality's plan, where a programme stands in it, and a statement on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.localplans.models import LocalPlan, PlanAnchoring, Statement
from samordner.pages.inputs import DayInput
from samordner.places.models import Municipality
from samordner.programmes.definition import Definition

LONGEST = 10_000
"""Characters in a long text: a page or three."""
NEVER_HEALTH = _("Never anything about a person's health or private life")


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput(), help_text=help_text)


def year_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1990, max_value=2199)


class PlanForm(forms.Form):
    """All that is stored of a plan but whose it is."""

    kind = forms.ChoiceField(label=_("Kind of plan"), choices=LocalPlan.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    first_year = year_field(_("First year"))
    last_year = year_field(_("Last year"))
    announced_on = day_field(_("Announced"), _("When the work with the plan was made known"))
    hearing_from = day_field(_("On hearing from"))
    hearing_to = day_field(_("On hearing to"), _("The last day of the hearing"))
    deadline = day_field(_("Our deadline"), _("Only when we have another day than the hearing's last"))
    adopted_on = day_field(_("Adopted"))
    adopted_by = forms.CharField(label=_("Adopted by"), required=False, max_length=100)
    case_number = forms.CharField(label=_("Case number"), required=False, max_length=60)
    replaced_on = day_field(_("Replaced"), _("The first day that it no longer holds"))
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NEVER_HEALTH,
    )

    GROUPS = (
        (_("The plan"), ("municipality", "kind", "title", "first_year", "last_year", "link")),
        (_("Announced and on hearing"), ("announced_on", "hearing_from", "hearing_to", "deadline")),
        (_("Decision"), ("adopted_on", "adopted_by", "case_number", "replaced_on")),
        (_("Note"), ("note",)),
    )

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [
            (title, [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS
        ]


class NewPlanForm(PlanForm):
    """A plan of a municipality among those that the writer may write for."""

    municipality = forms.ChoiceField(label=_("Municipality"))

    def __init__(self, *args: Any, municipalities: Iterable[Municipality], **more: Any) -> None:
        super().__init__(*args, **more)
        self.municipalities = {row.code: row for row in municipalities}
        choices = [(code, str(row)) for code, row in self.municipalities.items()]
        self.fields["municipality"].choices = choices  # type: ignore[attr-defined]


def standing_plan(plan: LocalPlan) -> dict[str, Any]:
    """What stands in the form of a plan."""
    return {name: getattr(plan, name) for name in PlanForm.base_fields}


class AnchoringForm(forms.Form):
    """Whether a programme stands in a plan, and how."""

    holds = forms.ChoiceField(
        label=_("Is it anchored in the plan?"), choices=PlanAnchoring.Holds.choices, widget=forms.RadioSelect
    )
    solutions = forms.MultipleChoiceField(
        label=_("Solutions that the plan names"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("In which words, and where in the plan"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, definition: Definition, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(one.key, f"{one.key} {one.name}") for one in definition.solutions]
        if choices:
            self.fields["solutions"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["solutions"]


def standing_anchoring(said: PlanAnchoring) -> dict[str, Any]:
    return {"holds": said.holds, "solutions": said.solutions, "note": said.note}


class StatementForm(forms.Form):
    """The office's statement: asked for, given, and what came of it."""

    asked_on = day_field(_("Asked for"))
    deadline = day_field(_("Deadline"))
    given_on = day_field(_("Given"))
    case_number = forms.CharField(label=_("Case number"), required=False, max_length=60)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    summary = forms.CharField(
        label=_("What we said, in short"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on_programme = forms.CharField(
        label=_("What we said of the programme"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    followed_up = forms.ChoiceField(
        label=_("Was it followed up?"),
        required=False,
        choices=[("", _("not known yet")), *Statement.FollowedUp.choices],
    )


def standing_statement(statement: Statement) -> dict[str, Any]:
    return {name: getattr(statement, name) for name in StatementForm.base_fields}


class NarrowForm(forms.Form):
    """What a list of plans shows. Anything that is no choice shows all."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind of plan"), required=False, choices=[("", _("All kinds")), *LocalPlan.Kind.choices]
    )
    status = forms.ChoiceField(label=_("Status"), required=False)
    anchored = forms.ChoiceField(
        label=_("Anchored"),
        required=False,
        choices=[("", _("All")), *PlanAnchoring.Holds.choices, ("unknown", _("nobody has said"))],
    )

    def __init__(self, data: Mapping[str, Any], *, statuses: Iterable[tuple[str, Any]]) -> None:
        super().__init__({name: data.get(name, "") for name in self.base_fields})
        self.fields["status"].choices = [("", _("All")), *statuses]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """What was chosen; what is no choice is left out."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items()}
