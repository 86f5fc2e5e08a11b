"""What is typed when somebody invites, answers, registers, or notes who came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from samordner.invitations.models import MOST_DAYS, MOST_EACH, Answer, EventTerms, Invitation, Registration
from samordner.invitations.operations.answering import Coming
from samordner.invitations.operations.registering import Wish
from samordner.letters.composing import can_be_reached
from samordner.participation.models import Participation
from samordner.timeline.moments import NORWAY

LONG = 500


class MomentInput(forms.DateTimeInput):
    """A day and a time on Norwegian clocks."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, datetime):
            value = localtime(value, NORWAY) if value.tzinfo else value
        return super().format_value(value)


def moment_field(label: Any, help_text: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, required=False, widget=MomentInput(), help_text=help_text,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%Y-%m-%d"],
    )  # fmt: skip


class TermsForm(forms.Form):
    """On which terms people come."""

    deadline = moment_field(_("Deadline for answers"), _("Empty: until the meeting begins."))
    remind_days = forms.IntegerField(
        label=_("Remind those who have not answered, days before the deadline"), required=False, min_value=1,
        max_value=60, help_text=_("Empty: nobody is reminded by itself."),
    )  # fmt: skip
    max_each = forms.IntegerField(
        label=_("At most so many from each who is invited"), min_value=1, max_value=MOST_EACH
    )
    capacity = forms.IntegerField(
        label=_("Places"), required=False, min_value=1, max_value=100_000, help_text=_("Empty: no limit.")
    )
    waiting_list = forms.BooleanField(label=_("Keep a waiting list when it is full"), required=False)
    public = forms.BooleanField(label=_("Open to everybody: a public page to register at"), required=False)
    opens = moment_field(_("Registration opens"), _("Empty: at once."))
    asks_access = forms.BooleanField(label=_("Ask for needs of access"), required=False)
    asks_diet = forms.BooleanField(
        label=_("Ask for needs of diet"), required=False,
        help_text=_("Ask only when you need it. The answers are erased the day after the meeting."),
    )  # fmt: skip
    retention_days = forms.IntegerField(
        label=_("Erase names and addresses so many days after the meeting"), min_value=1, max_value=MOST_DAYS
    )


def standing_terms(row: EventTerms) -> dict[str, Any]:
    """What stands in the form of the terms."""
    return {name: getattr(row, name) for name in TermsForm.base_fields}


class AnswerForm(forms.Form):
    """An answer to an invitation. Nothing is chosen beforehand: a machine that only sends the form has answered nothing."""

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=Answer.choices, widget=forms.RadioSelect(),
        error_messages={"required": _("Choose whether you come.")},
    )  # fmt: skip
    names = forms.CharField(label=_("Who comes"), required=False, max_length=12_000, widget=forms.Textarea())
    why = forms.CharField(label=_("Why not, if you want to say it"), required=False, max_length=LONG)
    access = forms.CharField(label=_("Needs of access"), required=False, max_length=LONG)
    diet = forms.CharField(label=_("Needs of diet"), required=False, max_length=LONG)

    def __init__(self, *args: Any, terms: EventTerms, **more: Any) -> None:
        super().__init__(*args, **more)
        names = self.fields["names"]
        names.widget.attrs["rows"] = min(terms.max_each, 6) + (terms.max_each > 1)
        names.help_text = (
            _("One name a line, at most %(number)d.") % {"number": terms.max_each}
            if terms.max_each > 1
            else _("One name.")
        )
        _ask_only_for(self, terms)

    @property
    def coming(self) -> Coming:
        said = self.cleaned_data
        return Coming(
            names=tuple(line.strip() for line in said["names"].splitlines() if line.strip()),
            access=said.get("access", "").strip(),
            diet=said.get("diet", "").strip(),
        )


def _ask_only_for(form: forms.Form, terms: EventTerms) -> None:
    """Needs are asked for only where the terms say so."""
    hint = _("Only what we need to know. It is erased the day after the meeting.")
    for name, wanted in (("access", terms.asks_access), ("diet", terms.asks_diet)):
        if wanted:
            form.fields[name].help_text = hint
        else:
            del form.fields[name]


def standing_answer(row: Invitation, held: Iterable[Registration]) -> dict[str, Any]:
    """What stands in the form: the answer that was given, else the name that the invitation goes to, and no answer."""
    there = list(held)
    return {
        "answer": row.answer,
        "names": "\n".join(each.name for each in there) or row.name,
        "why": row.declined_why,
        "access": there[0].access if there else "",
        "diet": there[0].diet if there else "",
    }


class RegisterForm(forms.Form):
    """Somebody registers for an open event."""

    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The confirmation goes here, with a link to change or cancel."),
    )  # fmt: skip
    organisation = forms.CharField(
        label=_("Municipality or organisation"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    access = forms.CharField(label=_("Needs of access"), required=False, max_length=LONG)
    diet = forms.CharField(label=_("Needs of diet"), required=False, max_length=LONG)

    def __init__(self, *args: Any, terms: EventTerms, **more: Any) -> None:
        super().__init__(*args, **more)
        _ask_only_for(self, terms)

    def wish(self, participation: Participation | None) -> Wish:
        return Wish(participation=participation, **self.cleaned_data)


class CorrectForm(forms.Form):
    """A registration is corrected by the one whose it is."""

    name = forms.CharField(label=_("Name"), max_length=200)
    organisation = forms.CharField(label=_("Municipality or organisation"), required=False, max_length=200)
    access = forms.CharField(label=_("Needs of access"), required=False, max_length=LONG)
    diet = forms.CharField(label=_("Needs of diet"), required=False, max_length=LONG)

    def __init__(self, *args: Any, terms: EventTerms, **more: Any) -> None:
        super().__init__(*args, **more)
        _ask_only_for(self, terms)

    def said(self) -> Mapping[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in self.base_fields}


class AgainForm(forms.Form):
    """An invitation is sent once more."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), required=False, max_length=200)


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label=_("What they are told"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WalkInForm(forms.Form):
    """Somebody who was not on the list."""

    name = forms.CharField(label=_("Name"), max_length=200)
    organisation = forms.CharField(label=_("Municipality or organisation"), required=False, max_length=200)


class ListForm(forms.Form):
    """A list of participants, as a video meeting gives it."""

    file = forms.FileField(
        label=_("List of participants (CSV)"),
        help_text=_("As Teams or Zoom gives it, or any table with a column of names."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
    )


class PersonForm(forms.Form):
    """Whose data."""

    email = forms.EmailField(label=_("E-mail"))


def others_in(text: str) -> tuple[list[dict[str, str]], list[str]]:
    """(address, name and organisation of each line, the lines that begin with no address)."""
    found, wrong = [], []
    for line in text.splitlines():
        if not line.strip():
            continue
        email, name, organisation, *_more = [part.strip() for part in f"{line};;".split(";")]
        if can_be_reached(email):
            found.append({"email": email, "name": name[:200], "organisation": organisation[:200]})
        else:
            wrong.append(line.strip()[:100])
    return found, wrong
