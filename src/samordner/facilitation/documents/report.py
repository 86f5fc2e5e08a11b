"""The network's report: what each team was given and changed, what was measured, both assessments, what others took up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from samordner.documents.blocks import Block, Contents, Document, Front, Heading, Paragraph, Table
from samordner.documents.cells import day_text, number_text
from samordner.documents.columns import Column, Kind, Layout, TableDefinition
from samordner.documents.look import Look
from samordner.facilitation.documents.charting import network_figure, newest
from samordner.facilitation.documents.handout import chart_blocks, how_to_read
from samordner.facilitation.documents.tables import changed_table
from samordner.facilitation.documents.wording import because, total_words
from samordner.facilitation.queries.changing import Changed
from samordner.facilitation.queries.material import Facts as Known
from samordner.facilitation.queries.material import Material
from samordner.facilitation.queries.series import Watched, alike, by_team
from samordner.facilitation.queries.together import LEAST_TEAMS, whole
from samordner.improvement.documents import solution_names
from samordner.improvement.models import Experience, Uptake
from samordner.measurement.models import Purpose
from samordner.networks.learning.documents import of_text, presence_words, sustained_words
from samordner.networks.models import Phase
from samordner.programmes.definition import Definition


def network_report(
    found: Material, series: Sequence[Watched], changes: Sequence[Changed], definition: Definition, *, day: date,
    language: str, issuer: str, whole: bool = False, notice: str = "", look: Look | None = None,
) -> Document:  # fmt: skip
    """The report in the language. Unless `whole`, numbers of few persons are not in it, so that it may leave the office."""
    with override(language):
        cohort = found.cohort
        facts = (
            (_("Network"), cohort.network.name),
            (_("Operated by"), cohort.network.operated_by),
            (pgettext("cohort", "Begins"), day_text(cohort.since)),
            (_("As of"), day_text(day)),
            (_("Teams"), _teams_words(found, day)),
            (_("Gatherings that have been"), of_text(len(found.been(day)), cohort.gatherings_planned)),
        )
        return Document(
            title=_("The network's report: %(cohort)s") % {"cohort": cohort.name}, language=language,
            front=Front(issuer=issuer, subtitle=cohort.network.name, facts=tuple(pair for pair in facts if pair[1])),
            blocks=tuple(_blocks(found, series, changes, definition, day, language, whole)), notice=notice,
            footer=f"{issuer} · {cohort.name}", look=look or Look(),
        )  # fmt: skip


def _teams_words(found: Material, day: date) -> str:
    left = sum(one.team.left_on is not None and one.team.left_on <= day for one in found.teams)
    words = f"{len(found.teams)}"
    if left:
        words += " " + ngettext("(%(n)d has left)", "(%(n)d have left)", left) % {"n": left}
    return words


def _blocks(
    found: Material, series: Sequence[Watched], changes: Sequence[Changed], definition: Definition, day: date,
    language: str, whole_numbers: bool,
) -> Iterator[Block]:  # fmt: skip
    yield Contents(1)
    yield Heading(1, _("In short"))
    yield Paragraph("\n".join(_summary(found, changes, day)))
    yield Heading(1, _("The teams"))
    yield Table(teams_table(solution_names(definition)), found.teams)
    yield Heading(1, _("What each team was given"))
    yield Paragraph(
        _(
            "Gatherings attended and guidance meetings held, of as many as were to be. What nobody noted is not counted"
            " as absence."
        )
    )
    yield Table(dose_table(found, {one.facts.team.pk: one.holds for one in changes}), found.teams)
    yield Heading(1, _("What was changed, and which solution it belongs to"))
    yield Table(changed_table(solution_names(definition)), tuple(changes))
    yield Heading(1, _("What was measured"))
    yield Paragraph(how_to_read(whole_numbers))
    yield from _together(found, series, language, whole_numbers)
    yield from _outcomes(found, series, language, whole_numbers)
    yield Heading(1, _("How far the teams have come"))
    yield Paragraph(
        _(
            "From 0.5 to 5.0. The team's own assessment and its adviser's are told each by itself, and never as a mean:"
            " where they differ is what to talk about."
        )
    )
    yield Table(assessments_table(day), found.teams)
    yield from _spread(changes)


def _summary(found: Material, changes: Sequence[Changed], day: date) -> Iterator[str]:
    number, adopted = len(found.teams), sum(one.has_changed for one in changes)
    yield _("%(changed)d of %(number)d teams have adopted a change that they tested.") % {
        "changed": adopted, "number": number,
    }  # fmt: skip
    tried = sum(one.tried for one in changes)
    yield ngettext("%(n)d PDSA cycle has been tried.", "%(n)d PDSA cycles have been tried.", tried) % {
        "n": tried
    }
    shared = sum(one.shared for one in changes)
    if shared:
        taken = sum(one.taken_up for one in changes)
        text = ngettext(
            "%(n)d change is shared as an experience, and taken up %(taken)d times elsewhere.",
            "%(n)d changes are shared as experiences, and taken up %(taken)d times elsewhere.",
            shared,
        )
        yield text % {"n": shared, "taken": taken}
    held = sum(len(one.held(day)) for one in found.teams)
    yield ngettext(
        "%(n)d guidance meeting has been held.", "%(n)d guidance meetings have been held.", held
    ) % {"n": held}  # fmt: skip


def teams_table(solutions: dict[str, str]) -> TableDefinition[Known]:
    return TableDefinition(
        key="teams",
        title=_("The teams"),
        columns=(
            Column(
                key="municipality", title=_("Municipality"), names_row=True,
                value=lambda one: str(one.team.participation.municipality),
            ),
            Column(key="name", title=pgettext("learning", "Team"), value=lambda one: one.team.name),
            Column(key="service", title=pgettext("team", "Service"), value=lambda one: one.team.service),
            Column(key="topic", title=_("What the team wants to make better"), kind=Kind.TEXT, value=lambda one: one.team.topic),
            Column(
                key="solutions", title=_("Solution"), kind=Kind.TEXT,
                value=lambda one: "\n".join(solutions.get(key, key) for key in one.solutions),
            ),
            Column(key="phase", title=pgettext("team", "Phase"), value=_phase),
        ),
        layout=Layout(("municipality", "name", "service", "topic", "solutions", "phase"), (2, 2.5, 3, 3, 3, 2)),
    )  # fmt: skip


def _phase(one: Known) -> str:
    team = one.team
    if team.left_on and team.left_on <= one.dose.day:
        return _("left %(day)s: %(why)s") % {"day": day_text(team.left_on), "why": team.left_why}
    return str(Phase(team.phase).label)


def dose_table(found: Material, holds: Mapping[int, bool | None]) -> TableDefinition[Known]:
    """What each team was given: each gathering, guidance of as many as were to be, cycles, the last measurement.

    `holds`: by team, whether what it changed holds.
    """

    def at(number: int) -> Column[Known]:
        def said(one: Known) -> str:
            return next((presence_words(cell) for cell in one.dose.cells if cell.ordinal == number), "")

        return Column(
            key=f"gathering_{number}", title=_("Gathering %(number)d") % {"number": number}, value=said
        )

    numbers = sorted({cell.ordinal for one in found.teams for cell in one.dose.cells})
    gatherings = [at(number) for number in numbers]
    return TableDefinition(
        key="dose",
        title=_("What each team was given"),
        columns=(
            Column(
                key="municipality", title=_("Municipality"), names_row=True,
                value=lambda one: str(one.team.participation.municipality),
            ),
            *gatherings,
            Column(key="attended", title=_("Attended"), value=lambda one: of_text(one.dose.attended, one.dose.gatherings)),
            Column(key="guidance", title=_("Guidance"), value=lambda one: of_text(one.dose.held, one.dose.least)),
            Column(
                key="cycles", title=_("Cycles"), kind=Kind.NUMBER,
                value=lambda one: sum(bool(row.done) for row in one.cycles),
            ),
            Column(key="measured", title=_("Last measured"), kind=Kind.DAY, value=lambda one: one.dose.facts.measured),
            Column(
                key="sustained", title=pgettext("dose", "The change"),
                value=lambda one: sustained_words(holds.get(one.team.pk)),
            ),
        ),
        layout=Layout(
            ("municipality", *(one.key for one in gatherings), "attended", "guidance", "cycles", "measured", "sustained"),
            (2.2, *(1.5 for _one in gatherings), 1.3, 1.3, 1, 1.7, 1.5), landscape=True,
            optional=frozenset({"measured", "sustained"}),
        ),
    )  # fmt: skip


def _together(
    found: Material, series: Sequence[Watched], language: str, whole_numbers: bool
) -> Iterator[Block]:
    """What at least five teams count alike, as one series."""
    shared = [one for one in alike(series) if one.teams >= LEAST_TEAMS]
    for one in shared:
        yield Heading(2, _("All teams together: %(indicator)s") % {"indicator": one.name})
        total = whole(one, found.names)
        if total.why_not or total.result is None:
            yield Paragraph(because(total.why_not or "few"))
            continue
        yield Paragraph(total.result.verdict.text(language))
        if said := total_words(total, language):
            yield Paragraph("\n".join(said))
        if not whole_numbers and total.tells_few:
            yield Paragraph(_("Some months are of so few persons that the chart is not shown here."))
            continue
        figure = network_figure(total, f"n{one.key}", language)
        if figure:
            yield replace(figure, table=newest(figure.table))


def _outcomes(
    found: Material, series: Sequence[Watched], language: str, whole_numbers: bool
) -> Iterator[Block]:
    """What each team wants to make better, by itself."""
    grouped = by_team(series)
    for team in found.teams:
        for one in grouped.get(team.team.pk, []):
            if one.indicator.kind == Purpose.OUTCOME:
                place = team.team.participation.municipality
                yield Heading(2, f"{place}: {one.indicator.name}")
                yield from chart_blocks(one, f"r{one.indicator.pk}", language, whole_numbers)


def assessments_table(day: date) -> TableDefinition[Known]:
    """Both assessments of each team, each by itself: the first and the last of each side."""

    def score(one: Known, own: bool, last: bool) -> str:
        rows = [row for row in (one.own if own else one.adviser) if row.day <= day]
        return (
            f"{number_text(rows[-1 if last else 0].score)} ({day_text(rows[-1 if last else 0].day)})"
            if rows
            else ""
        )

    return TableDefinition(
        key="assessments",
        title=_("How far the teams have come"),
        columns=(
            Column(
                key="municipality", title=_("Municipality"), names_row=True,
                value=lambda one: str(one.team.participation.municipality),
            ),
            Column(key="own_first", title=_("Its own, first"), value=lambda one: score(one, True, False)),
            Column(key="own_last", title=_("Its own, last"), value=lambda one: score(one, True, True)),
            Column(key="adviser_first", title=_("The adviser's, first"), value=lambda one: score(one, False, False)),
            Column(key="adviser_last", title=_("The adviser's, last"), value=lambda one: score(one, False, True)),
        ),
        layout=Layout(
            ("municipality", "own_first", "own_last", "adviser_first", "adviser_last"), (2, 2, 2, 2, 2)
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Spread:
    """An experience with one municipality that has noted something of it; `uptake` None: nobody has."""

    title: str
    solution: str
    told_by: str
    shared: date
    uptake: Uptake | None

    @property
    def who(self) -> str:
        return str(self.uptake.participation.municipality) if self.uptake else ""

    @property
    def order(self) -> str:
        """What came first, as far as it is known."""
        if self.uptake is None or self.uptake.taken_up_on is None:
            return ""
        after = self.uptake.after_seeing
        if after is None:
            return _("not known whether it had seen it")
        return _("after seeing it") if after else _("before seeing it")


def _noted(row: Experience) -> list[Uptake | None]:
    """What is noted of an experience; None: nothing is."""
    found: list[Uptake | None] = [one for one in row.uptakes.all() if one.removed_at is None]
    return found or [None]


def _spread(changes: Sequence[Changed]) -> Iterator[Block]:
    rows = [
        Spread(row.title, row.solution, one.municipality, row.proposed_on, uptake)
        for one in changes
        for row in one.experiences
        for uptake in _noted(row)
    ]
    yield Heading(1, _("What others took up"))
    if not rows:
        yield Paragraph(_("No team has shared a change as an experience yet."))
        return
    yield Paragraph(_("It tells what came first, never that one led to the other."))
    yield Table(_spread_table(), tuple(rows))


def _spread_table() -> TableDefinition[Spread]:
    return TableDefinition(
        key="spread",
        title=_("What others took up"),
        columns=(
            Column(key="title", title=_("Experience"), names_row=True),
            Column(key="solution", title=_("Solution")),
            Column(key="told_by", title=_("Shared by")),
            Column(key="shared", title=_("Shared"), kind=Kind.DAY),
            Column(key="who", title=_("Municipality")),
            Column(key="seen", title=_("Seen"), kind=Kind.DAY, value=lambda one: one.uptake.seen_on if one.uptake else None),
            Column(
                key="taken", title=_("Taken up"), kind=Kind.DAY,
                value=lambda one: one.uptake.taken_up_on if one.uptake else None,
            ),
            Column(key="order", title=_("What came first")),
        ),
        layout=Layout(
            ("title", "solution", "told_by", "shared", "who", "seen", "taken", "order"),
            (3, 1.2, 1.8, 1.8, 2, 1.8, 1.8, 2), landscape=True,
        ),
    )  # fmt: skip
