"""What is typed about networks: shape and types only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.asks.audiences import Audience
from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts as MeetingFacts
from samordner.meetings.wording import label_of
from samordner.networks.documents import title_of
from samordner.networks.models import MembershipOffer, NetworkMember, RunningNetwork
from samordner.networks.models.network import NAME, WHY, Standing
from samordner.networks.operations.members import Outside
from samordner.networks.operations.running import Facts, facts_of
from samordner.pages.inputs import ClockInput, DayInput
from samordner.participation.models import Participation
from samordner.programmes.definition import Definition
from samordner.timeline.periods import Period

LONGEST = 10_000


def _long(label: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DayInput(), help_text=help_text)


class NetworkForm(forms.Form):
    """What is said of a network, under the headings of the plan's table."""

    name = forms.CharField(max_length=NAME)
    kind = forms.ChoiceField(label=pgettext_lazy("network", "Kind"), required=False)
    operated_by = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 1})
    )
    standing = forms.ChoiceField(required=False, choices=[("", _("Not said")), *Standing.choices])
    audience = _long("", rows=2)
    theme = _long("")
    form = _long("", rows=2)
    rhythm = forms.CharField(
        label=_("How often the network meets"),
        required=False,
        max_length=NAME,
        help_text=_("As people say it: four times a year"),
    )
    benefit = _long("")
    meet_every = forms.IntegerField(
        label=_("To meet once every … months"), required=False, min_value=1, max_value=120,
        help_text=_("Empty: as its kind says, or nobody is reminded."),
    )  # fmt: skip
    since = _day(_("Runs since"), required=False)

    def __init__(self, *args: Any, reform: Definition, **more: Any) -> None:
        super().__init__(*args, **more)
        columns = {"standing": "status", "form": "working_form"}
        for name in ("name", "operated_by", "standing", "audience", "theme", "form", "benefit"):
            self.fields[name].label = title_of(columns.get(name, name))
        kinds = [(one.key, str(one.name)) for one in reform.network_kinds]
        stands = str(self.initial.get("kind") or "")
        if stands and stands not in dict(kinds):
            kinds.append((stands, stands))  # a kind that the programme has no longer
        self.fields["kind"].choices = [("", _("Not said")), *kinds]  # type: ignore[attr-defined]

    def facts(self) -> Facts:
        return Facts(**{one.name: self.cleaned_data[one.name] for one in fields(Facts)})


def said_of(network: RunningNetwork) -> dict[str, Any]:
    """What a network says, as the form's initial values."""
    facts = facts_of(network)
    return {one.name: getattr(facts, one.name) for one in fields(Facts)}


class EndForm(forms.Form):
    last_day = _day(_("Last day"))
    why = forms.CharField(label=_("Why it ends"), required=False, max_length=WHY)


class WhoForm(forms.Form):
    """Municipalities: an audience, some that are ticked, or both."""

    audience = forms.ChoiceField(label=_("Which municipalities"), required=False)
    who = forms.MultipleChoiceField(
        label=_("Municipalities"), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(
        self, *args: Any, audiences: Iterable[Audience], participations: Iterable[Participation], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.audiences = {each.key: each for each in audiences}
        self.participations = {row.pk: row for row in participations}
        groups: dict[str, list[tuple[str, str]]] = {}
        for each in self.audiences.values():
            groups.setdefault(str(each.group), []).append((each.key, str(each.label)))
        choices: list[Any] = [("", _("Only those that are ticked"))]
        for group, some in groups.items():
            choices += [(group, some)] if group else some
        self.fields["audience"].choices = choices  # type: ignore[attr-defined]
        self.fields["who"].choices = [(str(pk), str(row)) for pk, row in self.participations.items()]  # type: ignore[attr-defined]

    def chosen(self, network: RunningNetwork, day: date) -> list[Participation]:
        """Those that are meant, of those who may be chosen among."""
        named = self.audiences.get(self.cleaned_data["audience"])
        members = named.members(network.programme, network.office, day) if named else []
        ids = {row.pk for row in members} | {int(pk) for pk in self.cleaned_data["who"]}
        return [row for pk, row in self.participations.items() if pk in ids]


class JoinForm(WhoForm):
    since = _day(_("In the network since"))


class OfferForm(WhoForm):
    offered_on = _day(_("Offered on"))
    how = forms.CharField(
        label=_("How it was offered"),
        required=False,
        max_length=200,
        help_text=_("By letter, in a meeting, by telephone"),
    )
    deadline = _day(_("Answer wanted by"), required=False)


class OutsideForm(forms.Form):
    """Somebody outside the municipalities."""

    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=200)
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=200,
        help_text=_("Of whom one reaches there by their work"),
    )
    role = forms.CharField(label=_("Function"), required=False, max_length=200)
    email = forms.EmailField(label=_("Work e-mail"), required=False)
    since = _day(_("In the network since"))

    def outside(self) -> Outside:
        return Outside(**{one.name: self.cleaned_data[one.name] for one in fields(Outside)})


class SinceForm(forms.Form):
    since = _day(_("In the network since"))


def said_of_member(member: NetworkMember) -> dict[str, Any]:
    return {one.name: getattr(member, one.name) for one in fields(Outside)} | {"since": member.since}


class LeaveForm(forms.Form):
    last_day = _day(_("Last day in the network"))
    why = forms.CharField(label=_("Why it leaves"), required=False, max_length=WHY)


class AnswerForm(forms.Form):
    """What a municipality answered."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=MembershipOffer.Answer.choices, widget=forms.RadioSelect(),
        error_messages={"required": _("Say what they answered.")},
    )  # fmt: skip
    answered_on = _day(_("Answered on"))
    since = _day(
        _("In the network since"),
        required=False,
        help_text=_("Of those who want a place. Empty: the day of the answer."),
    )
    declined_why = forms.CharField(
        label=_("Why not"),
        required=False,
        max_length=WHY,
        help_text=_("Of those who do not want one, if they say it"),
    )


def said_of_offer(offer: MembershipOffer) -> dict[str, Any]:
    return {
        "answer": offer.answer,
        "answered_on": offer.answered_on,
        "declined_why": offer.declined_why,
        "since": offer.member.since if offer.member else None,
    }


class MeetingForm(forms.Form):
    """A meeting of the network."""

    topic = forms.CharField(label=_("What the meeting is about"), max_length=1000)
    kind = forms.ChoiceField(label=pgettext_lazy("meeting", "Kind"), required=False)
    day = _day(_("Day"))
    starts = forms.TimeField(label=pgettext_lazy("clock", "From"), required=False, widget=ClockInput())
    ends = forms.TimeField(label=pgettext_lazy("clock", "To"), required=False, widget=ClockInput())
    place = forms.CharField(label=_("Place"), required=False, max_length=300)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    about = _long(_("More about it"), help_text=_("Told to those who are invited."))

    def __init__(self, *args: Any, reform: Definition, usual: Iterable[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.reform = reform
        first = list(usual)
        kinds = sorted(
            (one for one in reform.meeting_kinds if not one.own),
            key=lambda one: first.index(one.key) if one.key in first else len(first),
        )
        self.fields["kind"].choices = [("", _("Not said")), *((one.key, str(one.name)) for one in kinds)]  # type: ignore[attr-defined]

    def facts(self, organisers: Iterable[str]) -> MeetingFacts:
        typed, day = self.cleaned_data, self.cleaned_data["day"]
        kind = next((one for one in self.reform.meeting_kinds if one.key == typed["kind"]), None)
        return MeetingFacts(
            topic=typed["topic"], kind=typed["kind"], period=Period(label_of(day, day), day, day), starts=typed["starts"],
            ends=typed["ends"], place=typed["place"], link=typed["link"], about=typed["about"],
            organisers=tuple(organisers), minutes_each=kind.minutes if kind else 0,
        )  # fmt: skip


class AttachForm(forms.Form):
    meeting = forms.ChoiceField(label=_("Meeting"))

    def __init__(self, *args: Any, meetings: Iterable[Meeting], **more: Any) -> None:
        super().__init__(*args, **more)
        self.meetings = {str(one.pk): one for one in meetings}
        self.fields["meeting"].choices = [  # type: ignore[attr-defined]
            (pk, ": ".join(part for part in (one.period_label, str(one)) if part))
            for pk, one in self.meetings.items()
        ]
