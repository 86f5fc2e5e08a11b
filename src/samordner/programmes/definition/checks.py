"""What the shapes alone cannot say: keys are told apart, and what points somewhere hits."""

import re
from collections.abc import Iterable, Iterator

from samordner.programmes.definition.shapes import Figure, Link
from samordner.programmes.definition.whole import Definition

# Keys stand in addresses, in exports and in stored observations.
KEY = re.compile(r"[A-Za-z0-9]+([_-][A-Za-z0-9]+)*")


def faults(definition: Definition) -> list[str]:
    """One line a fault, with its path, in the order of the file; empty when all is well."""
    return [
        *_odd_and_repeated_keys(definition),
        *_dangling(definition),
        *_subjects_without_a_scale(definition),
        *_periods_out_of_order(definition),
        *_unsourced(definition),
        *_offers_out_of_order(definition),
    ]


def _odd_and_repeated_keys(definition: Definition) -> Iterator[str]:
    lists: dict[str, Iterable[str]] = {
        name: [one.key for one in getattr(definition, name)]
        for name in (
            "aims", "areas", "solutions", "phases", "cycle", "scales", "subjects", "figures",
            "required_contents", "chapters", "deadlines", "strategies", "gaps", "divisions", "themes",
            "sectors", "grant_schemes", "risks", "reports", "published", "offers", "meeting_kinds",
            "network_kinds",
        )
    }  # fmt: skip
    for place, scale in enumerate(definition.scales):
        lists[f"scales[{place}].values"] = [value.key for value in scale.values]
    for name, keys in lists.items():
        seen: set[str] = set()
        for place, key in enumerate(keys):
            if not KEY.fullmatch(key):
                yield f"{name}[{place}].key: “{key}” must be letters, digits, - and _ only"
            if key in seen:
                yield f"{name}[{place}].key: “{key}” is used twice"
            seen.add(key)
    if not KEY.fullmatch(definition.key):
        yield f"key: “{definition.key}” must be letters, digits, - and _ only"


def _dangling(definition: Definition) -> Iterator[str]:
    areas = {area.key for area in definition.areas}
    solutions = {solution.key for solution in definition.solutions}
    subjects = {subject.key for subject in definition.subjects}
    chapters = {chapter.key for chapter in definition.chapters}
    for place, solution in enumerate(definition.solutions):
        yield from _missing(f"solutions[{place}].area", (solution.area,), areas, "area")
    for place, figure in enumerate(definition.figures):
        path = f"figures[{place}]"
        yield from _missing(f"{path}.subject", (figure.subject,), subjects, "subject")
        yield from _missing(f"{path}.chapter", (figure.chapter,), chapters, "chapter")
        for group in figure.groups:
            yield from _missing_values(f"{path}.groups", definition, figure.subject, group.values)
        yield from _not_adding_up(path, definition, figure)
    for place, claim in enumerate(definition.claims):
        path = f"claims[{place}]"
        yield from _missing(f"{path}.subject", (claim.subject,), subjects, "subject")
        yield from _missing_values(f"{path}.values", definition, claim.subject, claim.values)
    for place, division in enumerate(definition.divisions):
        path = f"divisions[{place}]"
        yield from _missing(f"{path}.subject", (division.subject,), subjects, "subject")
        for group in division.groups:
            yield from _missing_values(f"{path}.groups", definition, division.subject, group.values)
    yield from _dangling_in_reports(definition, subjects)
    for place, total in enumerate(definition.published):
        path = f"published[{place}]"
        yield from _missing(f"{path}.subject", (total.subject,) if total.subject else (), subjects, "subject")
        if not (total.subject and _holds_many(definition, total.subject)):
            yield from _missing_values(f"{path}.values", definition, total.subject, total.values)
        if total.count > total.of:
            yield f"{path}.count: is more than all"
    for place, content in enumerate(definition.required_contents):
        yield from _missing(f"required_contents[{place}].chapters", content.chapters, chapters, "chapter")
    for key in definition.guidance:
        yield from _missing(f"guidance.{key}", (key,), chapters, "chapter")
    for place, crosswalk in enumerate(definition.crosswalks):
        for number, link in enumerate(crosswalk.links):
            path = f"crosswalks[{place}].links[{number}]"
            yield from _missing_in_link(path, link, areas, solutions)


def _holds_many(definition: Definition, subject: str) -> bool:
    """Whether the subject is many-valued: then its values are "yes" and "no", and the item says which."""
    return any(one.key == subject and one.many for one in definition.subjects)


def _dangling_in_reports(definition: Definition, subjects: set[str]) -> Iterator[str]:
    deadlines = {deadline.key for deadline in definition.deadlines}
    figures = {figure.key for figure in definition.figures}
    for place, report in enumerate(definition.reports):
        path = f"reports[{place}]"
        yield from _missing(f"{path}.deadlines", report.deadlines, deadlines, "deadline")
        seen: set[str] = set()
        for number, question in enumerate(report.questions):
            here = f"{path}.questions[{number}]"
            if question.key in seen:
                yield f"{here}.key: “{question.key}” is used twice"
            seen.add(question.key)
            yield from _missing(f"{here}.subjects", question.subjects, subjects, "subject")
            yield from _missing(f"{here}.figures", question.figures, figures, "figure")
            if question.risk and not definition.risks:
                yield f"{here}.risk: the programme has no risks to choose between"


def _missing_in_link(path: str, link: Link, areas: set[str], solutions: set[str]) -> Iterator[str]:
    yield from _missing(f"{path}.here", (link.here,), areas | solutions, "area or solution")
    yield from _missing(f"{path}.through", link.through, solutions, "solution")


def _not_adding_up(path: str, definition: Definition, figure: Figure) -> Iterator[str]:
    scales = {scale.key for scale in definition.scales}
    if figure.groups and any(
        one.key == figure.subject and one.scale in scales for one in definition.subjects
    ):
        grouped = sorted(value for group in figure.groups for value in group.values)
        if grouped != sorted(value.key for value in definition.values_of(figure.subject)):
            yield f"{path}.groups: each value must be in one group, or the figure does not add up"


def _missing_values(
    path: str, definition: Definition, subject: str, values: tuple[str, ...]
) -> Iterator[str]:
    scales = {scale.key for scale in definition.scales}
    if any(one.key == subject and one.scale in scales for one in definition.subjects):
        known = {value.key for value in definition.values_of(subject)}
        yield from _missing(path, values, known, f"value of {subject}")


def _missing(path: str, keys: Iterable[str], known: set[str], what: str) -> Iterator[str]:
    for key in keys:
        if key not in known:
            yield f"{path}: there is no {what} “{key}”"


def _subjects_without_a_scale(definition: Definition) -> Iterator[str]:
    scales = {scale.key for scale in definition.scales}
    for place, subject in enumerate(definition.subjects):
        if subject.holds == "value" and not subject.scale:
            yield f"subjects[{place}].scale: is missing"
        elif subject.holds == "day" and subject.scale:
            yield f"subjects[{place}].scale: a subject that holds a day has no scale"
        elif subject.scale:
            yield from _missing(f"subjects[{place}].scale", (subject.scale,), scales, "scale")
    for place, scale in enumerate(definition.scales):
        if scale.from_phases and scale.values:
            yield f"scales[{place}].values: a scale from the phases has no values of its own"


def _periods_out_of_order(definition: Definition) -> Iterator[str]:
    if not definition.periods:
        yield "periods: must have at least one version"
    for place, period in enumerate(definition.periods):
        if period.last_day is not None and period.last_day < period.since:
            yield f"periods[{place}].last_day: is before the first day"


def _offers_out_of_order(definition: Definition) -> Iterator[str]:
    kinds = {kind.key for kind in definition.meeting_kinds if not kind.own}
    networks = {kind.key for kind in definition.network_kinds}
    for place, offer in enumerate(definition.offers):
        yield from _missing(
            f"offers[{place}].kinds", offer.kinds, kinds, "kind of meeting that others are invited to"
        )
        yield from _missing(f"offers[{place}].networks", offer.networks, networks, "kind of network")
        if offer.last_day < offer.since:
            yield f"offers[{place}].last_day: is before the first day"
    for place, one in enumerate(definition.network_kinds):
        yield from _missing(
            f"network_kinds[{place}].meetings",
            one.meetings,
            kinds,
            "kind of meeting that others are invited to",
        )
        if min(one.gatherings, one.guidance, one.meet_every) < 0:
            yield f"network_kinds[{place}]: a number is below zero"
        if not one.learning and (one.gatherings or one.guidance):
            yield f"network_kinds[{place}].gatherings: only a learning network has gatherings and guidance"


def _unsourced(definition: Definition) -> Iterator[str]:
    for name in ("scales", "subjects", "figures", "offers"):
        for place, one in enumerate(getattr(definition, name)):
            if one.origin == "programme" and not one.source:
                yield f"{name}[{place}].source: what the programme itself says needs a source"
