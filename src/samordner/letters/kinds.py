"""Which kinds of letters there are: what each is for, what may stand in it, and how it is worded from the start.

Whoever sends a kind of letter declares it (see `letters.composing` for how it is then written), and
`project.letters.LETTERS` names it: `project` gives all of them to `install` when the house is ready. From then on the
office finds it among its wordings and edits it, in bokmål and nynorsk.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samordner.documents.columns import Label


@dataclass(frozen=True)
class Field:
    """Something that differs from letter to letter, written {name} in the text. `examples`: in nb and nn, for a preview.

    A letter of the kind is nothing worth without a `needed` one, such as the link that it is about. What stands for a
    `secret` one only the reader of the letter may see, such as a personal link: no page shows it.
    """

    name: str
    label: Label
    examples: tuple[str, str]
    needed: bool = False
    secret: bool = False

    @property
    def written(self) -> str:
        """As it is written in a text."""
        return f"{{{self.name}}}"

    def example(self, language: str) -> str:
        return self.examples[language == "nn"]


@dataclass(frozen=True)
class Text:
    subject: str
    body: str


@dataclass(frozen=True)
class Kind:
    """A kind of letter. `by_hand`: a person writes such letters to municipalities (see `letters.sending`).

    `unfinished`: the text from the start says nothing yet.
    """

    key: str
    name: Label
    fields: tuple[Field, ...]
    nb: Text
    nn: Text
    by_hand: bool = False
    unfinished: bool = False

    def standard(self, language: str) -> Text:
        """How it is worded from the start."""
        return self.nn if language == "nn" else self.nb


NAME = Field("name", _("who gets the letter"), ("Kari Eksempel", "Kari Eksempel"))
MUNICIPALITY = Field("municipality", _("the municipality"), ("Øyvik", "Øyvik"))
OFFICE = Field("office", _("the office"), ("Statsforvalteren i Havbukta", "Statsforvaltaren i Havbukta"))
"""Filled in by `letters.composing` by itself. `municipality` is empty where a letter goes to none."""

TO_A_MUNICIPALITY = (
    MUNICIPALITY,
    NAME,
    Field("programme", _("the programme"), ("Gode dager", "Gode dagar")),
    OFFICE,
    Field("sender", _("who sends it"), ("Per Eksempel", "Per Eksempel")),
)
"""What is known of every municipality that is written to."""

LETTER = Kind(
    key="letter",
    name=_("Letter to municipalities"),
    fields=TO_A_MUNICIPALITY,
    nb=Text(
        "{programme}: ",
        "Hei, {name}\n\n\n\nHilsen\n{sender}\n{office}",
    ),
    nn=Text(
        "{programme}: ",
        "Hei, {name}\n\n\n\nHelsing\n{sender}\n{office}",
    ),
    by_hand=True,
    unfinished=True,
)
STILL_CONTACT = Kind(
    key="still-contact",
    name=_("Are you still our contact?"),
    fields=TO_A_MUNICIPALITY,
    nb=Text(
        "{programme}: er du fortsatt kontakten vår i {municipality}?",
        "Hei, {name}\n\nDu står som kontakt for {municipality} i {programme}. Vi vil gjerne vite om det fortsatt stemmer.\n\n"
        "Svar på denne e-posten hvis en annen har tatt over, og skriv hvem det er. Stemmer det, trenger du ikke gjøre noe.\n\n"
        "Hilsen\n{sender}\n{office}",
    ),
    nn=Text(
        "{programme}: er du framleis kontakten vår i {municipality}?",
        "Hei, {name}\n\nDu står som kontakt for {municipality} i {programme}. Vi vil gjerne vite om det framleis stemmer.\n\n"
        "Svar på denne e-posten dersom ein annan har teke over, og skriv kven det er. Stemmer det, treng du ikkje gjere noko.\n\n"
        "Helsing\n{sender}\n{office}",
    ),
    by_hand=True,
)
OWN = (LETTER, STILL_CONTACT)

_installed: tuple[Kind, ...] = OWN


def install(kinds: tuple[Kind, ...]) -> None:
    """Make these the kinds of letters, in this order. ValueError when two have one key."""
    global _installed  # noqa: PLW0603 - filled once, when the house is ready
    if len({each.key for each in kinds}) < len(kinds):
        raise ValueError("two kinds of letters have one key")
    _installed = kinds


def kinds() -> tuple[Kind, ...]:
    """Every kind of letter that there is."""
    return _installed


def kind(key: str) -> Kind | None:
    """The kind of that key; None when there is none."""
    return next((each for each in _installed if each.key == key), None)
