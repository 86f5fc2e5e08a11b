"""A questionnaire with one of everything, as a county might ask it."""

from __future__ import annotations

from samordner.questionnaires.content import (
    Bound,
    Choice,
    ChoiceList,
    Content,
    Question,
    Scale,
    Section,
    Words,
)
from tests.factories.wording import words

STAGES = ChoiceList(
    "stages",
    (
        Choice("none", words("Ikke vurdert", "Ikkje vurdert")),
        Choice("considered", words("Vurdert")),
        Choice("planned", words("Planlagt")),
        Choice("begun", words("I gang")),
        Choice("done", words("Innført")),
    ),
)
SOLUTIONS = ChoiceList(
    "solutions",
    tuple(Choice(f"s{n}", words(f"Løsning nummer {n}", f"Løysing nummer {n}")) for n in range(1, 26)),
)
YES_NO = ChoiceList("yes_no", (Choice("yes", words("Ja")), Choice("no", words("Nei"))))
HELP = ChoiceList(
    "help",
    (
        Choice("course", words("Kurs og opplæring")),
        Choice("visit", words("Besøk av andre kommuner", "Besøk av andre kommunar")),
        Choice("money", words("Tilskudd", "Tilskot")),
    ),
)
SECTORS = ChoiceList(
    "sectors",
    tuple(
        Choice(f"f{n}", words(name), {"size": "small" if n < 5 else "large"})
        for n, name in enumerate(
            ("Helse", "Omsorg", "Kultur", "Skole", "Teknisk", "Plan", "Økonomi", "Personal", "Næring"), 1
        )
    ),
)

CONTENT = Content(
    words("Årlig kartlegging", "Årleg kartlegging", "Yearly mapping"),
    (
        Section(
            "about",
            words("Om kommunen"),
            (
                Question("name", "text", words("Hvem svarer?", "Kven svarar?"), required="true()"),
                Question(
                    "plan",
                    "one",
                    words("Er det vedtatt en plan?", "Er det vedteke ein plan?"),
                    hint=words("I kommunestyret eller et utvalg.", "I kommunestyret eller eit utval."),
                    guidance=words(
                        "Et vedtak i formannskapet regnes også.", "Eit vedtak i formannskapet gjeld òg."
                    ),
                    required="true()",
                    choices="yes_no",
                    bound=Bound("subject", "plan_status", values={"yes": "decided", "no": "not_begun"}),
                ),
                Question(
                    "day",
                    "date",
                    words("Når ble den vedtatt?", "Når vart han vedteken?"),
                    relevant="${plan} = 'yes'",
                    required="${plan} = 'yes'",
                    constraint=". <= today()",
                    constraint_words=words(
                        "Dagen kan ikke være i fremtiden.", "Dagen kan ikkje vere i framtida."
                    ),
                ),
                Question(
                    "hours",
                    "number",
                    words("Hvor mange årsverk arbeider med den?", "Kor mange årsverk arbeider med han?"),
                    decimal=True,
                    constraint=". >= 0",
                ),
            ),
            words("Svar så godt dere kan.", "Svar så godt de kan."),
        ),
        Section(
            "solutions",
            words("Løsningene", "Løysingane"),
            (
                Question(
                    "stage",
                    "matrix",
                    words("Hvor langt er dere kommet?", "Kor langt er de komne?"),
                    rows="solutions",
                    choices="stages",
                ),
            ),
        ),
        Section(
            "help",
            words("Hjelp"),
            (
                Question(
                    "useful",
                    "scale",
                    words("Hvor nyttig var hjelpen?", "Kor nyttig var hjelpa?"),
                    scale=Scale(0, 10, 1, words("Ikke nyttig", "Ikkje nyttig"), words("Svært nyttig")),
                ),
                Question(
                    "wants", "many", words("Hva trenger dere?", "Kva treng de?"), choices="help", other=True
                ),
                Question("sector", "one", words("Hvilken sektor?", "Kva sektor?"), choices="sectors"),
                Question("said", "note", words("Det neste er frivillig.", "Det neste er frivillig.")),
                Question("why", "long", words("Fortell mer", "Fortel meir")),
                Question("paper", "file", words("Legg ved vedtaket", "Legg ved vedtaket")),
                Question("double", "calculated", Words(), calculation="${hours} * 2"),
            ),
        ),
        Section(
            "decided",
            words("Om vedtaket"),
            (Question("body", "text", words("Hvilket utvalg?", "Kva utval?")),),
            relevant="${plan} = 'yes'",
        ),
    ),
    (STAGES, SOLUTIONS, YES_NO, HELP, SECTORS),
    words("Det tar fem minutter.", "Det tek fem minutt.", "It takes five minutes."),
    words("Takk for svaret!"),
)
