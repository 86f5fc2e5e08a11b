"""What is typed about partners, agreements and arenas: shape and types only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.access.actors import organisation_key
from samordner.cooperation.models import Agreement, Arena, ArenaKind, ArenaVisit, Partner, PartnerContact
from samordner.cooperation.operations.agreements import Terms
from samordner.cooperation.operations.arenas import Day, Described
from samordner.cooperation.operations.partners import Meet, Reached, Settled
from samordner.cooperation.queries.agreements import Standing
from samordner.meetings.models import Meeting
from samordner.pages.inputs import ClockInput, DayInput
from samordner.participation.models import Participation
from samordner.places.models import Grouping
from samordner.programmes.definition import Definition
from samordner.support.models import Where
from samordner.support.operations import Asked

LONGEST = 10_000


def long_field(label: Any, *, rows: int = 3, required: bool = False, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, widget=widget, help_text=help_text
    )


def organisation_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"})
    return forms.CharField(label=label, required=required, max_length=200, widget=widget, help_text=help_text)


def months_field(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, help_text=help_text, min_value=1, max_value=120)


class WithKnown(forms.Form):
    """A form that knows the organisations that are spelled already, and the persons of the apparatus (id → name)."""

    def __init__(
        self, *args: Any, organisations: Iterable[str] = (), persons: Mapping[str, str] | None = None, **more: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.known = list(organisations)
        if "responsible_account" in self.fields:
            known = dict(persons or {})
            # Who answered for it before may have no account any more: then it stays as it is
            standing = str(self.initial.get("responsible_account") or "")
            if standing and standing not in known:
                known[standing] = str(_("somebody who has no account now"))
            self.fields["responsible_account"].choices = [("", "–"), *known.items()]  # type: ignore[attr-defined]

    def spelled(self, name: str) -> str:
        """An organisation as it is spelled already: "ks" is KS."""
        typed = str(self.cleaned_data.get(name, ""))
        key = organisation_key(typed)
        return next((one for one in self.known if organisation_key(one) == key), typed)


class SettleForm(WithKnown):
    """What is settled about a partner."""

    meet_every = months_field(
        _("To be met once every … months"),
        _("12 is once a year. Empty: nothing is settled, and nobody is reminded."),
    )
    responsible = organisation_field(_("Organisation that answers for it"))
    responsible_account = forms.ChoiceField(label=_("Person who answers for it"), required=False)
    note = long_field(_("Note"), help_text=_("Only what concerns the work"))

    def settled(self) -> Settled:
        typed = self.cleaned_data
        return Settled(
            meet_every=typed["meet_every"],
            responsible=self.spelled("responsible"),
            responsible_account=typed["responsible_account"],
            note=typed["note"],
        )


class NewPartnerForm(SettleForm):
    name = organisation_field(
        _("Partner"),
        required=True,
        help_text=_("As the plan has it, if it stands there: then it is the same partner."),
    )
    field_order = ("name",)


def settled_of(row: Partner) -> dict[str, Any]:
    """What is settled, as the form's initial values."""
    return {one.name: getattr(row, one.name) for one in fields(Settled)}


class ContactForm(forms.Form):
    position = forms.CharField(
        label=_("Function"), max_length=200, help_text=_("Head of department, secretary, adviser")
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    email = forms.EmailField(label=_("Work e-mail"), required=False)
    phone = forms.CharField(label=_("Work telephone"), required=False, max_length=40)
    note = long_field(_("Note"), rows=2, help_text=_("Only what concerns the work"))

    def reached(self) -> Reached:
        return Reached(**self.cleaned_data)


def reached_of(row: PartnerContact) -> dict[str, Any]:
    return {one.name: getattr(row, one.name) for one in fields(Reached)}


class MeetForm(forms.Form):
    """A meeting with a partner, planned or held."""

    topic = forms.CharField(label=_("What the meeting is about"), max_length=300)
    day = forms.DateField(label=_("Day"), widget=DayInput())
    starts = forms.TimeField(label=_("From"), required=False, widget=ClockInput())
    ends = forms.TimeField(label=_("To"), required=False, widget=ClockInput())
    place = forms.CharField(label=_("Place, or where it is held"), required=False, max_length=300)
    about = long_field(_("More about it"), rows=2)
    held = forms.BooleanField(label=_("It has been held"), required=False)

    def meet(self, organisers: Sequence[str]) -> Meet:
        return Meet(**self.cleaned_data, organisers=tuple(organisers))


class TermsForm(WithKnown):
    """What an agreement says."""

    partner = organisation_field(_("Partner"), required=True)
    what = long_field(
        _("What is agreed"), rows=3, help_text=_("In a few words: what it is called, and what it is about")
    )
    signed = forms.DateField(label=_("Signed"), required=False, widget=DayInput())
    expires_day = forms.DateField(
        label=_("Last day"), required=False, widget=DayInput(), help_text=_("The last day that it holds")
    )
    until_terminated = forms.BooleanField(label=_("It runs until somebody ends it"), required=False)
    notice_months = months_field(
        _("Notice, in months"), _("How long before the last day somebody must say that it shall not go on")
    )
    case_number = forms.CharField(label=_("Case number"), required=False, max_length=60)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    responsible = organisation_field(_("Organisation that answers for it"))
    responsible_account = forms.ChoiceField(label=_("Person who answers for it"), required=False)
    note = long_field(_("Note"), rows=2)

    def __init__(self, *args: Any, in_plan: bool = False, may_plan: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["what"].required = not in_plan
        if in_plan:
            self.fields["partner"].disabled = True
            self.fields["partner"].help_text = _("The name is the plan's, and is changed there.")
            self.fields["what"].help_text = _("Stands in the plan's row, and is changed there too.")
            self.fields["expires_day"].help_text = _("Stands in the plan's row, and is changed there too.")
        if in_plan and not may_plan:
            for name in ("what", "expires_day"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Stands in the plan's row, which the coordinator changes.")

    def terms(self) -> Terms:
        said = {one.name: self.cleaned_data[one.name] for one in fields(Terms)}
        names = {"partner": self.spelled("partner"), "responsible": self.spelled("responsible")}
        return Terms(**said | names)


def terms_of(standing: Standing) -> dict[str, Any]:
    """What an agreement says, row and all, as the form's initial values."""
    row = standing.agreement or Agreement()
    beside = {one.name: getattr(row, one.name) for one in fields(Terms)}
    return beside | {
        "partner": standing.partner,
        "what": standing.what,
        "expires_day": standing.expires.day,
    }


class EndForm(forms.Form):
    on = forms.DateField(label=_("Its last day"), widget=DayInput())
    why = long_field(_("Why it ends"), rows=2)


class ArenaForm(WithKnown):
    """What an arena is."""

    name = forms.CharField(label=_("Name of the arena"), max_length=200)
    kind = forms.ChoiceField(label=pgettext_lazy("arena", "Kind"), choices=ArenaKind.choices)
    owner = organisation_field(_("Held by"))
    grouping = forms.ChoiceField(
        label=_("Its municipalities"), required=False,
        help_text=_("A grouping of municipalities that the office keeps, if the arena is one"),
    )  # fmt: skip
    rhythm = forms.CharField(
        label=_("How often it meets"),
        required=False,
        max_length=200,
        help_text=_("As people say it: four times a year"),
    )
    visit_every = months_field(
        _("Somebody of us is there once every … months"),
        _("Empty: nothing is settled, and nobody is reminded."),
    )
    contact = forms.CharField(
        label=_("Contact, by function"),
        required=False,
        max_length=200,
        help_text=_("The secretariat, the manager: no names"),
    )
    contact_email = forms.EmailField(label=_("Work e-mail"), required=False)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    about = long_field(_("About it, and why we take part"))

    def __init__(self, *args: Any, groupings: Iterable[Grouping] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.groupings = {str(row.pk): row for row in groupings}
        choices = [("", "–"), *((pk, row.name) for pk, row in self.groupings.items())]
        self.fields["grouping"].choices = choices  # type: ignore[attr-defined]

    def described(self) -> Described:
        typed = self.cleaned_data
        grouping = self.groupings.get(typed["grouping"])
        return Described(**typed | {"grouping": grouping, "owner": self.spelled("owner")})


def described_of(row: Arena) -> dict[str, Any]:
    said = {one.name: getattr(row, one.name) for one in fields(Described)}
    return said | {"grouping": str(row.grouping_id or "")}


class VisitForm(WithKnown):
    """A day of an arena."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    state = forms.ChoiceField(
        label=_("Has it been?"), widget=forms.RadioSelect(),
        choices=[("planned", _("No, somebody is going")), ("been", _("Yes, somebody was there"))],
    )  # fmt: skip
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    theme = forms.CharField(label=_("What we came with"), required=False, max_length=300)
    organisations = forms.CharField(
        label=_("Organisations that go, or went"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000, help_text=_("One a line"),
    )  # fmt: skip
    accounts = forms.MultipleChoiceField(
        label=_("Persons of the support apparatus"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    said = long_field(_("What was said"))
    agreed = long_field(_("What was agreed"))
    meeting = forms.ChoiceField(
        label=_("One of our own meetings"), required=False,
        help_text=_("If it is the same: then the calendar tells it once."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, persons: Mapping[str, str] | None = None, meetings: Iterable[Meeting] = (), **more: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        known = dict(persons or {})
        for one in self.initial.get("accounts", ()):
            known.setdefault(one, str(_("somebody who has no account now")))
        self.meetings = {str(row.pk): row for row in meetings}
        if known:
            self.fields["accounts"].choices = list(known.items())  # type: ignore[attr-defined]
        else:
            del self.fields["accounts"]
        if self.meetings:
            named = ((pk, f"{row.period_label}: {row}") for pk, row in self.meetings.items())
            self.fields["meeting"].choices = [("", "–"), *named]  # type: ignore[attr-defined]
        else:
            del self.fields["meeting"]

    def written(self) -> Day:
        typed = dict(self.cleaned_data)
        lines = [line.strip() for line in typed["organisations"].splitlines() if line.strip()]
        spelled = {organisation_key(one): one for one in self.known}
        typed["organisations"] = tuple(spelled.get(organisation_key(one), one)[:200] for one in lines)
        typed["accounts"] = tuple(typed.get("accounts", ()))
        typed["meeting"] = self.meetings.get(typed.get("meeting", ""))
        return Day(**typed)


def visit_of(row: ArenaVisit) -> dict[str, Any]:
    """What stands of a day, as the form's initial values."""
    went = list(row.went.all())
    names = ("day", "place", "theme", "said", "agreed")
    return {name: getattr(row, name) for name in names} | {
        "state": "been" if row.state == ArenaVisit.State.BEEN else "planned",
        "organisations": "\n".join(one.organisation for one in went if one.organisation),
        "accounts": [one.account for one in went if one.account],
        "meeting": str(row.meeting_id or ""),
    }


class CallOffForm(forms.Form):
    why = forms.CharField(label=_("Why nobody goes"), required=False, max_length=300)


class NeedForm(forms.Form):
    """What a municipality said there that it needs."""

    municipality = forms.ChoiceField(label=_("Municipality"))
    text = long_field(
        _("What is needed?"), required=True,
        help_text=_("As it was said. Never anything about a person's health or private life."),
    )  # fmt: skip
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    raised_by = forms.CharField(
        label=_("Raised by"), max_length=100, required=False, help_text=_("A role, not a name")
    )

    def __init__(
        self, *args: Any, definition: Definition, participations: Sequence[Participation], **more: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.participations = {str(row.pk): row for row in participations}
        places = [(pk, str(row.municipality)) for pk, row in self.participations.items()]
        self.fields["municipality"].choices = [("", "–"), *places]  # type: ignore[attr-defined]
        themes = [(one.key, str(one.name)) for one in definition.themes]
        if themes:
            self.fields["theme"].choices = [("", "–"), *themes]  # type: ignore[attr-defined]
        else:
            del self.fields["theme"]

    @property
    def participation(self) -> Participation:
        return self.participations[self.cleaned_data["municipality"]]

    def asked(self, visit: ArenaVisit) -> Asked:
        typed = self.cleaned_data
        return Asked(
            text=typed["text"], raised_on=visit.day, raised_where=Where.OTHER, theme=typed.get("theme", ""),
            raised_by=typed["raised_by"],
        )  # fmt: skip
