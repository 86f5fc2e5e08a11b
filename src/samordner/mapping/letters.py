"""The letters of a mapping round: what each kind says from the start, and how those of one round are written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from samordner.files.models import File
from samordner.letters.composing import To
from samordner.letters.kinds import MUNICIPALITY, NAME, OFFICE, Field, Kind, Text
from samordner.mapping.dates import day_words, ends
from samordner.mapping.models import MappingRound, Respondent

ROUND = Field("round", _("what is asked about"), ("Kartlegging 2021", "Kartlegging 2021"))
ASKED_BY = Field("asked_by", _("who asks"), ("Statsforvalteren i Havbukta", "Statsforvaltaren i Havbukta"))
WHY = Field(
    "why", _("why it is asked"), ("Svarene brukes til å planlegge støtten.", "Svara blir brukte til å planleggje støtta.")
)  # fmt: skip
MINUTES = Field("minutes", _("how many minutes it takes"), ("10", "10"))
DEADLINE = Field("deadline", _("the deadline"), ("fredag 14. mai 2021", "fredag 14. mai 2021"))
BEFORE = Field("before", _("the deadline that was"), ("fredag 7. mai 2021", "fredag 7. mai 2021"))
WORDS = Field("words", _("what is said about it"), ("Flere trenger mer tid.", "Fleire treng meir tid."))
WHOSE = Field("whose", _("whose answer it is"), ("Øyvik", "Øyvik"))
SECTIONS = Field("sections", _("the parts that are handed on"), ("Måltider", "Måltid"))
HANDED_BY = Field("handed_by", _("who hands it on"), ("Kari Eksempel", "Kari Eksempel"))
DIGEST = Field("digest", _("what the receipt is known by"), ("3f6a 91c0 77d2", "3f6a 91c0 77d2"))
LINK = Field(
    "link",
    _("the personal link"),
    ("https://samordner.example/svar/…", "https://samordner.example/svar/…"),
    needed=True,
    secret=True,
)

TOLD = (NAME, MUNICIPALITY, OFFICE, ROUND, ASKED_BY, WHY, MINUTES, DEADLINE, WHOSE)


def _kind(key: str, name: object, more: tuple[Field, ...], nb: tuple[str, str], nn: tuple[str, str]) -> Kind:
    ends_with = ("\n\nHilsen\n{office}", "\n\nHelsing\n{office}")
    greets = "Hei, {name}\n\n"
    return Kind(
        key=key, name=name, fields=(*TOLD, *more),  # type: ignore[arg-type]
        nb=Text(nb[0], greets + nb[1] + ends_with[0]), nn=Text(nn[0], greets + nn[1] + ends_with[1]),
    )  # fmt: skip


ONLY = (
    "Lenken er personlig. Det du skriver, lagres mens du skriver, og du kan fortsette senere, også på en annen maskin. "
    "Du kan rette svaret til fristen går ut."
)
ONLY_NN = (
    "Lenkja er personleg. Det du skriv, blir lagra medan du skriv, og du kan halde fram seinare, også på ei anna maskin. "
    "Du kan rette svaret til fristen går ut."
)

INVITATION = _kind(
    "mapping-invitation", _("Mapping: please answer"), (LINK,),
    ("{round}: svar innen {deadline}",
     f"{{asked_by}} ber om svar på «{{round}}». Svaret gjelder {{whose}}.\n\n{{why}}\n\nDet tar omtrent {{minutes}} "
     f"minutter. Det vi vet fra før, er fylt ut, og du sier bare om det fortsatt stemmer.\n\n"
     f"Svar innen {{deadline}}:\n{{link}}\n\n{ONLY}"),
    ("{round}: svar innan {deadline}",
     f"{{asked_by}} ber om svar på «{{round}}». Svaret gjeld {{whose}}.\n\n{{why}}\n\nDet tek omtrent {{minutes}} "
     f"minutt. Det vi veit frå før, er fylt ut, og du seier berre om det framleis stemmer.\n\n"
     f"Svar innan {{deadline}}:\n{{link}}\n\n{ONLY_NN}"),
)  # fmt: skip
REMINDER = _kind(
    "mapping-reminder", _("Mapping: reminder"), (LINK,),
    ("Påminnelse: {round}",
     f"Vi har ikke fått svar på «{{round}}» for {{whose}}.\n\nDet tar omtrent {{minutes}} minutter. Det som er begynt på, "
     f"er tatt vare på.\n\nSvar innen {{deadline}}:\n{{link}}\n\n{ONLY}"),
    ("Påminning: {round}",
     f"Vi har ikkje fått svar på «{{round}}» for {{whose}}.\n\nDet tek omtrent {{minutes}} minutt. Det som er påbegynt, "
     f"er teke vare på.\n\nSvar innan {{deadline}}:\n{{link}}\n\n{ONLY_NN}"),
)  # fmt: skip
RECEIPT = _kind(
    "mapping-receipt", _("Mapping: receipt for an answer"), (DIGEST, LINK),
    ("Svaret er mottatt: {round}",
     "Takk for svaret på «{round}» for {whose}. Svaret kjennes igjen på {digest}.\n\n"
     "Her kan du lese det, laste ned kvitteringen og rette svaret til og med {deadline}:\n{link}"),
    ("Svaret er motteke: {round}",
     "Takk for svaret på «{round}» for {whose}. Svaret er kjent att på {digest}.\n\n"
     "Her kan du lese det, laste ned kvitteringa og rette svaret til og med {deadline}:\n{link}"),
)  # fmt: skip
EXTENDED = _kind(
    "mapping-extended", _("Mapping: more time to answer"), (BEFORE, WORDS, LINK),
    ("Ny frist: {round}",
     "Fristen for å svare på «{round}» for {whose} var {before}. Nå er den {deadline}.\n\n{words}\n\n"
     "Det som er begynt på, er tatt vare på. Her kan du svare:\n{link}"),
    ("Ny frist: {round}",
     "Fristen for å svare på «{round}» for {whose} var {before}. No er han {deadline}.\n\n{words}\n\n"
     "Det som er påbegynt, er teke vare på. Her kan du svare:\n{link}"),
)  # fmt: skip
HANDED_ON = _kind(
    "mapping-handed-on", _("Mapping: a part is handed on"), (SECTIONS, HANDED_BY, WORDS, LINK),
    ("Kan du svare på en del av «{round}»?",
     "{handed_by} ber deg svare på disse delene av «{round}» for {whose}: {sections}.\n\n{words}\n\n"
     "{asked_by} har bedt om svaret. {why}\n\nSvar innen {deadline}:\n{link}\n\n"
     "Lenken er personlig. Det du skriver, lagres mens du skriver. Svaret sendes inn samlet av {handed_by}."),
    ("Kan du svare på ein del av «{round}»?",
     "{handed_by} ber deg svare på desse delane av «{round}» for {whose}: {sections}.\n\n{words}\n\n"
     "{asked_by} har bede om svaret. {why}\n\nSvar innan {deadline}:\n{link}\n\n"
     "Lenkja er personleg. Det du skriv, blir lagra medan du skriv. Svaret blir sendt inn samla av {handed_by}."),
)  # fmt: skip
CANCELLED = _kind(
    "mapping-cancelled", _("Mapping: no answer is needed"), (WORDS,),
    ("Dere trenger ikke svare: {round}",
     "Vi ber ikke lenger om svar på «{round}» for {whose}.\n\n{words}\n\nDu trenger ikke gjøre noe."),
    ("De treng ikkje svare: {round}",
     "Vi ber ikkje lenger om svar på «{round}» for {whose}.\n\n{words}\n\nDu treng ikkje gjere noko."),
)  # fmt: skip

KINDS = (INVITATION, REMINDER, RECEIPT, EXTENDED, HANDED_ON, CANCELLED)


def about(of: MappingRound) -> str:
    """What the letters of a round are found by."""
    return f"mapping/{of.pk}"


def key_of(respondent: Respondent, what: str) -> str:
    """What a letter is told from every other by; `respondent_in` reads it back."""
    return f"mapping/{respondent.round_id}/{respondent.pk}/{what}"


def respondent_in(key: str) -> int:
    """Whom the letter of that key went to (`Respondent.pk`); 0: it is not such a key."""
    parts = key.split("/")
    return int(parts[2]) if len(parts) > 3 and parts[0] == "mapping" and parts[2].isdecimal() else 0


def link_address(secret: str) -> str:
    """The whole address of a personal link, as it stands in a letter."""
    return f"{settings.SITE_ADDRESS}{reverse('mapping:answer', args=[secret])}"


def whose(respondent: Respondent) -> str:
    """Whose answer it is: the municipality's, the organisation's, else the person's own."""
    if respondent.participation:
        return str(respondent.participation.municipality)
    return respondent.organisation or respondent.name or respondent.email


def erased_from(of: MappingRound, now: datetime) -> datetime:
    """From when the letters of a round are erased."""
    return max(ends(of.deadline), now) + timedelta(days=of.retention_days)


def to_respondent(
    row: Respondent, of: MappingRound, what: str, *, secret: str = "",
    more: Mapping[str, Mapping[str, str]] | None = None, enclosures: tuple[File, ...] = (), now: datetime,
) -> To:  # fmt: skip
    """A letter to somebody who is asked. `more` by language: what stands for the fields of this kind only."""

    def values(language: str) -> dict[str, str]:
        with override(language):
            said = {
                "round": of.title, "asked_by": of.asked_by, "why": of.why.strip(), "minutes": str(of.minutes),
                "deadline": day_words(of.deadline), "whose": whose(row), "link": link_address(secret) if secret else "",
            }  # fmt: skip
        return said | dict((more or {}).get(language, {}))

    return To(
        key=key_of(row, what), name=row.name or whose(row), address=row.email, about=about(of), values=values,
        participation=row.participation, language=row.language, enclosures=enclosures, erase_from=erased_from(of, now),
    )  # fmt: skip
