"""What is typed in the four steps of a cycle."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.improvement.forms.fields import choose, day_field, long_field, short_field
from samordner.improvement.models import Act, Cycle, Driver
from samordner.improvement.operations.cycles import Decision, Done, Planned


class PlanForm(forms.Form):
    """What a cycle is to try."""

    question = short_field(
        _("What do you want to find out?"), required=True, longest=300,
        help_text=_("As small as can be: one day, one shift, three people"),
    )  # fmt: skip
    idea = forms.ChoiceField(label=_("Which change idea?"), required=False)
    prediction = long_field(
        _("What do you expect to happen?"), rows=2,
        help_text=_("Write it before you try: what you learn is the difference"),
    )  # fmt: skip
    plan = long_field(_("What is to be done?"))
    who = short_field(_("Who does it?"), help_text=_("Functions, not names: the evening shift, the kitchen"))
    where = short_field(_("Where?"))
    begins = day_field(_("From the day"))
    ends = day_field(_("To the day"))
    follows = forms.ChoiceField(label=_("Builds on"), required=False)
    ramp = short_field(
        _("Name of the series"), help_text=_("Cycles of one name are shown as a series, one after the other")
    )

    def __init__(self, ideas: Iterable[Driver], before: Iterable[Cycle], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ideas = {str(one.pk): one for one in ideas}
        self.before = {str(one.pk): one for one in before}
        choose(self, "idea", [("", "–"), *((pk, one.text) for pk, one in self.ideas.items())])
        choose(
            self, "follows",
            [("", "–"), *((pk, f"{one.number}. {one.question}") for pk, one in self.before.items())],
        )  # fmt: skip
        if not self.ideas:
            del self.fields["idea"]
        if not self.before:
            del self.fields["follows"]

    @property
    def more(self) -> list[forms.BoundField]:
        """What is folded away until it is needed."""
        return [self[name] for name in ("who", "where", "follows", "ramp") if name in self.fields]

    @property
    def shows_more(self) -> bool:
        return any(bound.errors or bound.value() for bound in self.more)

    def planned(self) -> Planned:
        typed = self.cleaned_data
        return Planned(
            **typed
            | {
                "idea": self.ideas.get(typed.get("idea", "")),
                "follows": self.before.get(typed.get("follows", "")),
            }
        )


def plan_typed(said: Planned | Cycle) -> dict[str, Any]:
    """A plan as the form begins with it."""
    found = {name: getattr(said, name) for name in Planned.__slots__}
    keys = {name: str(found[name].pk) if found[name] else "" for name in ("idea", "follows")}
    return found | keys


class DoneForm(forms.Form):
    """What happened. Empty: nothing yet."""

    text = long_field(
        _("What happened?"), rows=4,
        help_text=_("What you did and saw, also what you did not expect. To take it back, empty it."),
    )  # fmt: skip
    begins = day_field(_("From the day"))
    ends = day_field(_("To the day"), help_text=_("Empty: it goes on"))

    def done(self) -> Done:
        return Done(**self.cleaned_data)


def done_typed(row: Cycle) -> dict[str, Any]:
    return {"text": row.done, "begins": row.begins, "ends": row.ends}


class StudyForm(forms.Form):
    """What was learned. Empty: nothing yet."""

    text = long_field(
        _("What did you learn?"), rows=4,
        help_text=_("Hold what happened up against what you expected. To take it back, empty it."),
    )  # fmt: skip


def study_typed(row: Cycle) -> dict[str, Any]:
    return {"text": row.study}


class DecideForm(forms.Form):
    act = forms.ChoiceField(
        label=_("What do you do with the change?"),
        choices=[
            (Act.ADOPT, _("Adopt: it worked, make it how we work")),
            (Act.ADAPT, _("Adapt: change something and try again")),
            (Act.ABANDON, _("Abandon: it was not the way, try something else")),
        ],
        widget=forms.RadioSelect,
    )
    on = day_field(_("Decided on"), required=True)
    next_step = long_field(
        _("What happens next?"), rows=2, help_text=_("The next cycle begins with what you write here")
    )

    def decision(self) -> Decision:
        return Decision(**self.cleaned_data)


def decided_typed(row: Cycle) -> dict[str, Any]:
    return {"act": row.act, "on": row.decided_on, "next_step": row.next_step}
