"""What a team is asked about its data. No question and no answer names a chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from samordner.spc.words import Words

NONE = Words("", "", "")


@dataclass(frozen=True)
class Answer:
    """One of the answers to a question; `example` helps to recognise oneself."""

    key: str
    words: Words
    example: Words = NONE


@dataclass(frozen=True)
class Question:
    """A question about the data, asked when the earlier answers are among `when` (question → answers)."""

    key: str
    words: Words
    answers: tuple[Answer, ...]
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)


QUESTIONS: tuple[Question, ...] = (
    Question(
        "noted",
        Words(
            "Hva skriver dere ned hver gang?",
            "Kva skriv de ned kvar gong?",
            "What do you write down each time?",
        ),
        (
            Answer(
                "cases",
                Words("Hvor mange av hvor mange", "Kor mange av kor mange", "How many out of how many"),
                Words(
                    "7 av 20 beboere har fått legemidlene gjennomgått",
                    "7 av 20 bebuarar har fått legemidla gjennomgåtte",
                    "7 of 20 residents have had their medicines reviewed",
                ),
            ),
            Answer(
                "events",
                Words(
                    "Hvor mange ganger noe skjedde",
                    "Kor mange gonger noko skjedde",
                    "How many times something happened",
                ),
                Words("4 fall i mars", "4 fall i mars", "4 falls in March"),
            ),
            Answer(
                "number",
                Words("Ett tall", "Eitt tal", "One number"),
                Words(
                    "gjennomsnittlig ventetid på 12 dager",
                    "gjennomsnittleg ventetid på 12 dagar",
                    "a mean waiting time of 12 days",
                ),
            ),
            Answer(
                "several",
                Words(
                    "Flere målinger hver gang", "Fleire målingar kvar gong", "Several measurements each time"
                ),
                Words(
                    "ventetiden til hver av de ti siste",
                    "ventetida til kvar av dei ti siste",
                    "the waiting time of each of the last ten",
                ),
            ),
            Answer(
                "gap",
                Words(
                    "Hvor langt det var siden sist noe sjeldent skjedde",
                    "Kor langt det var sidan sist noko sjeldan skjedde",
                    "How far it was since something rare last happened",
                ),
                Words("37 dager uten fall", "37 dagar utan fall", "37 days without a fall"),
            ),
        ),
    ),
    Question(
        "exposure",
        Words(
            "Er det omtrent like mange det kan skje med hver gang (beboere, liggedøgn, besøk)?",
            "Er det om lag like mange det kan skje med kvar gong (bebuarar, liggjedøgn, besøk)?",
            "Can it happen to about as many each time (residents, bed days, visits)?",
        ),
        (
            Answer(
                "steady",
                Words(
                    "Ja, det skifter med mindre enn en fjerdedel",
                    "Ja, det skifter med mindre enn ein fjerdedel",
                    "Yes, it varies by less than a quarter",
                ),
            ),
            Answer(
                "counted",
                Words(
                    "Nei, men vi skriver ned hvor mange det er",
                    "Nei, men vi skriv ned kor mange det er",
                    "No, but we write down how many there are",
                ),
            ),
            Answer(
                "unknown",
                Words(
                    "Nei, og vi vet ikke hvor mange",
                    "Nei, og vi veit ikkje kor mange",
                    "No, and we do not know how many",
                ),
            ),
        ),
        {"noted": frozenset({"events"})},
    ),
    Question(
        "often",
        Words(
            "Hvor ofte skjer det i en vanlig periode?",
            "Kor ofte skjer det i ein vanleg periode?",
            "How often does it happen in an ordinary period?",
        ),
        (
            Answer("often", Words("Fem ganger eller mer", "Fem gonger eller meir", "Five times or more")),
            Answer("some", Words("Noen få ganger", "Nokre få gonger", "A few times")),
            Answer("rare", Words("Som regel ingen", "Som regel ingen", "Mostly not at all")),
        ),
        {"noted": frozenset({"cases", "events"})},
    ),
    Question(
        "rests",
        Words("Hva bygger tallet på?", "Kva byggjer talet på?", "What does the number rest on?"),
        (
            Answer("one", Words("Én måling", "Éi måling", "One measurement")),
            Answer(
                "same",
                Words(
                    "Omtrent like mange målinger hver gang",
                    "Om lag like mange målingar kvar gong",
                    "About as many measurements each time",
                ),
            ),
            Answer(
                "counted",
                Words(
                    "Flere eller færre, og vi skriver ned hvor mange",
                    "Fleire eller færre, og vi skriv ned kor mange",
                    "More or fewer, and we write down how many",
                ),
            ),
        ),
        {"noted": frozenset({"number"})},
    ),
    Question(
        "gap",
        Words(
            "Hva teller dere mellom hver gang?",
            "Kva tel de mellom kvar gong?",
            "What do you count between them?",
        ),
        (
            Answer(
                "time",
                Words(
                    "Tid, og det skjer aldri to ganger samme dag",
                    "Tid, og det skjer aldri to gonger same dag",
                    "Time, and it never happens twice on a day",
                ),
            ),
            Answer(
                "days",
                Words(
                    "Dager, og det kan skje to ganger samme dag",
                    "Dagar, og det kan skje to gonger same dag",
                    "Days, and it may happen twice on a day",
                ),
            ),
            Answer(
                "opportunities",
                Words(
                    "Hvor mange det gikk bra med imellom",
                    "Kor mange det gjekk bra med imellom",
                    "How many it went well with in between",
                ),
            ),
        ),
        {"noted": frozenset({"gap"})},
    ),
)


def questions(given: Mapping[str, str]) -> tuple[Question, ...]:
    """Those to ask after these answers (question → answer), in order; answers to what is not asked are not minded."""
    return tuple(
        one for one in QUESTIONS if all(given.get(key) in answers for key, answers in one.when.items())
    )
