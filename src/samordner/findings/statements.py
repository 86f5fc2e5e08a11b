"""What an answer says of a municipality, as statements that can be registered: of its status, its needs, its contacts.

Nothing is said by what was not answered. Of a question of many choices that was answered, a choice that was not taken
is a no; but whoever says that what is registered is still right says nothing of what is not registered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from samordner.participation.models import HOLDS, HOLDS_NOT, Evidence, SourceKind
from samordner.participation.statements import Statement
from samordner.programmes.definition import Definition
from samordner.questionnaires.content import SEPARATOR, STILL, Choice, Content, Question
from samordner.support.operations import Asked
from samordner.timeline.periods import read as read_period

DETAILS = ("decision_body", "case_number", "link", "note")
VALUE = "value"


@dataclass(frozen=True)
class ContactSaid:
    """Who is contact in a role."""

    role: str
    name: str
    position: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Made:
    """One statement of an answer. `key`: "subject:plan_status", "subject:anchoring/strategy", "need:…", "contact:main".

    `dated`: the answer itself says since when. `still`: what is registered was said to be right as it is.
    """

    key: str
    question: Question
    says: Statement | Asked | ContactSaid
    dated: bool = False
    still: bool = False


def made_of(
    content: Content, definition: Definition, values: Mapping[str, Any], *, day: date, where: str, source: str
) -> tuple[Made, ...]:
    """What an answer with these values says. `day`: when it was sent in; `where`: the round in words, for needs;
    `source`: the stable key of the answer, for observations.
    """
    bound = [each for each in content.questions if each.bound]
    return (
        *_observed(content, definition, bound, values, day, source),
        *_needed(content, definition, bound, values, day, where),
        *_contacts(content, bound, values),
    )


# Observations


def _observed(
    content: Content, definition: Definition, bound: list[Question], values: Mapping[str, Any], day: date, source: str
) -> Iterator[Made]:  # fmt: skip
    known = {one.key for one in definition.subjects}
    details = _details(content, bound, values)
    for question in bound:
        about = question.bound
        if about is None or about.to != "subject" or about.part != VALUE or about.subject not in known:
            continue
        more = details.get((about.subject, about.item), {})
        since = more.get("since") or more.get("decision_day")
        still = values.get(f"{question.key}{SEPARATOR}{STILL}") == "yes"
        for item, value in _values(content, definition, question, values, still=still):
            statement = Statement(
                subject=about.subject, item=item, value=value, since=since or day,
                source_kind=SourceKind.SURVEY, source_key=source, evidence=Evidence.SELF_REPORTED,
                expected=read_period(more["expected"]) if more.get("expected") else None,
                decision_day=more.get("decision_day"),
                **{name: more.get(name, "") for name in DETAILS},
            )  # fmt: skip
            key = f"subject:{about.subject}/{item}" if item else f"subject:{about.subject}"
            yield Made(key, question, statement, dated=since is not None, still=still)


def _values(
    content: Content, definition: Definition, question: Question, values: Mapping[str, Any], *, still: bool
) -> Iterator[tuple[str, str]]:
    """Each item with the value that the answer gives it."""
    about = question.bound
    assert about is not None
    to = about.values or {}
    if question.kind == "matrix":
        for row in content.choices_of(question.rows):
            said = values.get(f"{question.key}{SEPARATOR}{row.key}")
            if said is not None and (value := to.get(said, said)):
                yield row.key, value
        return
    said = values.get(question.key)
    if said is None or said in ("", []):
        return
    if question.kind == "many":
        taken = {to.get(one, one) for one in said}
        options = {one.key for one in definition.values_of(about.subject)}
        offered = [to.get(one.key, one.key) for one in content.choices_of(question.choices)]
        for option in offered:
            if option in options and (option in taken or not still):
                yield option, HOLDS if option in taken else HOLDS_NOT
        return
    if value := to.get(str(said), str(said)):
        yield about.item, value


def _details(
    content: Content, bound: list[Question], values: Mapping[str, Any]
) -> dict[tuple[str, str], dict[str, Any]]:
    """What belongs to the same statement, by subject and item."""
    found: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for question in bound:
        about, said = question.bound, values.get(question.key)
        if about is None or about.to != "subject" or about.part == VALUE or said in (None, "", []):
            continue
        words: Any = _words(content, question, said)
        if about.part in ("since", "decision_day"):
            words = _day(str(said))
        if words:
            found[about.subject, about.item][about.part] = words
    return found


# Needs and contacts


def _needed(
    content: Content, definition: Definition, bound: list[Question], values: Mapping[str, Any], day: date, where: str
) -> Iterator[Made]:  # fmt: skip
    for item, parts in _grouped(bound, "need").items():
        said = {
            part: values[question.key] for part, question in parts.items() if values.get(question.key) not in (None, "", [])
        }  # fmt: skip
        text = str(said.get("text", ""))
        themes = _listed(said.get("theme"))
        if not text and not themes:
            continue
        sectors = _listed(said.get("sector"))
        first = parts.get("text") or parts["theme"]
        for theme in themes or [""]:
            key = f"need:{item or first.key}/{theme}" if theme else f"need:{item or first.key}"
            words = text or str(_choice(content, parts["theme"], theme).label)
            known = theme in {one.key for one in definition.themes}
            yield Made(
                key,
                first,
                Asked(
                    text=words,
                    raised_on=day,
                    raised_where=where,
                    theme=theme if known else "",
                    sector=sectors[0] if len(sectors) == 1 else "",
                    wanted=str(_words(content, parts["period"], said["period"])) if "period" in said else "",
                ),
            )


def _contacts(content: Content, bound: list[Question], values: Mapping[str, Any]) -> Iterator[Made]:
    for role, parts in _grouped(bound, "contact").items():
        said = {part: str(values.get(question.key) or "").strip() for part, question in parts.items()}
        if said.get("name"):
            still = any(values.get(f"{one.key}{SEPARATOR}{STILL}") == "yes" for one in parts.values())
            yield Made(f"contact:{role}", parts["name"], ContactSaid(role, **said), still=still)


def _grouped(bound: list[Question], to: str) -> dict[str, dict[str, Question]]:
    found: dict[str, dict[str, Question]] = defaultdict(dict)
    for question in bound:
        if question.bound and question.bound.to == to:
            found[question.bound.item][question.bound.part] = question
    return found


# Words


def _listed(said: Any) -> list[str]:
    return [] if said in (None, "") else [said] if isinstance(said, str) else [str(one) for one in said]


def _choice(content: Content, question: Question, key: str) -> Choice:
    return next(one for one in content.choices_of(question.choices) if one.key == key)


def _words(content: Content, question: Question, said: Any) -> str:
    """A detail as text: the words of the choice, where it was chosen."""
    if question.kind in ("one", "many") and question.choices:
        keys = set(_listed(said))
        chosen = [one for one in content.choices_of(question.choices) if one.key in keys]
        return ", ".join(str(one.label) for one in chosen)
    return str(said)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
