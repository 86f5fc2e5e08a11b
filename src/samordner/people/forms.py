"""Input on the pages of people: shape and types only."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from samordner.people.models import Role
from samordner.people.passphrases import LONGEST
from samordner.places.models import Municipality, Office
from samordner.places.queries import municipalities, office_names, offices

# The languages' own names, the same in every language
LANGUAGES = (("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English"))
assert {code for code, _name in LANGUAGES} == {code for code, _name in settings.LANGUAGES}


def passphrase_field(label: Any, *, new: bool = False, **rest: Any) -> forms.CharField:
    kind = "new-password" if new else "current-password"
    widget = forms.PasswordInput(attrs={"autocomplete": kind, "data-passphrase": True, "spellcheck": "false"})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=LONGEST, **rest)


def email_field(autocomplete: str = "username") -> forms.EmailField:
    return forms.EmailField(
        label=_("Work e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
    )


def code_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class LogInForm(account_forms.LoginForm):  # type: ignore[misc] # allauth is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"login": email_field(), "password": passphrase_field(_("Passphrase"))}


class ReauthenticateForm(account_forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = passphrase_field(_("Passphrase"))


class AuthenticateForm(factor_forms.AuthenticateForm):  # type: ignore[misc]
    code = code_field(_("Code from the app, or a recovery code"))


class ReauthenticateByCodeForm(factor_forms.ReauthenticateForm):  # type: ignore[misc]
    code = code_field(_("Code from the app, or a recovery code"))


class ActivateAppForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    code = code_field(_("The six digits that the app shows"))


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(
        label=_("What you call it"),
        max_length=100,
        help_text=_("For instance the machine it is kept on: “Work laptop”."),
    )
    passwordless = forms.BooleanField(
        label=_("Use it instead of the passphrase too"), required=False, initial=True
    )


class RenamePasskeyForm(passkey_forms.EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_("What you call it"), max_length=100)


class ChoosePassphrase(forms.Form):
    """Someone let in by a one-time link chooses a passphrase."""

    passphrase = passphrase_field(
        _("Passphrase"),
        new=True,
        help_text=_("At least 15 characters. Four or five words are easy to remember; spaces are fine."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class FirstAdministrator(ChoosePassphrase):
    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = email_field()
    field_order = ("name", "email", "passphrase", "language")


class Profile(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class ChangePassphrase(forms.Form):
    old = passphrase_field(_("Passphrase now"))
    passphrase = passphrase_field(
        _("New passphrase"),
        new=True,
        help_text=_("At least 15 characters. Four or five words are easy to remember; spaces are fine."),
    )


def day_field(label: Any, **rest: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **rest
    )


class Offices(forms.ModelChoiceField):  # type: ignore[type-arg] # ModelChoiceField is not generic when it runs
    """An office, by the name it has on a day."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(Office.objects.none(), empty_label="–", **rest)
        self.names: dict[str, str] = {}

    def on(self, day: date) -> None:
        self.names = office_names(day)
        self.queryset = offices(day)

    def label_from_instance(self, obj: Office) -> str:
        return self.names.get(obj.key, obj.key)


def role_choices() -> list[tuple[str, str]]:
    return [(role.value, capfirst(str(role.label))) for role in Role]


class GiveRole(forms.Form):
    """A role, where it is held, and for how long."""

    role = forms.ChoiceField(label=_("Role"), choices=role_choices)
    office = Offices(
        label=_("Office"), required=False, help_text=_("For coordinator, partner and municipality's contact.")
    )
    municipality: Any = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Municipality"),
        empty_label="–",
        required=False,
        help_text=_("For a municipality's contact."),
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("For a partner: whom the person works for."),
    )
    since = day_field(_("From"))
    until = day_field(
        _("Until"), required=False, help_text=_("The first day without the role. Empty: until you end it.")
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"since": day}
        super().__init__(*args, **kwargs)
        office, municipality = self.fields["office"], self.fields["municipality"]
        assert isinstance(office, Offices)
        assert isinstance(municipality, forms.ModelChoiceField)
        office.on(day)
        municipality.queryset = municipalities(day)


class Invite(GiveRole):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = email_field("off")
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    field_order = (
        "name",
        "email",
        "language",
        "role",
        "office",
        "municipality",
        "organisation",
        "since",
        "until",
    )


class Search(forms.Form):
    """What narrows the list of accounts; kept in the address."""

    q = forms.CharField(label=_("Name or e-mail"), required=False)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=lambda: [("", _("All roles")), *role_choices()]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All accounts")),
            ("active", _("Open")),
            ("unassigned", _("Without a role")),
            ("closed", _("Closed")),
        ],
    )
