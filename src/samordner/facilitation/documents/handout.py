"""A gathering's handout: for each team what it wants, what its chart says, what it has tried, and its homework."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from samordner.documents.blocks import Block, Document, Facts, Front, Heading, PageBreak, Paragraph, Table
from samordner.documents.cells import day_text, number_text
from samordner.documents.columns import Column, Kind, Layout, TableDefinition
from samordner.documents.look import Look
from samordner.facilitation.documents.charting import team_figure
from samordner.facilitation.documents.tables import act_words
from samordner.facilitation.queries.material import Facts as Known
from samordner.facilitation.queries.material import Material
from samordner.facilitation.queries.series import Watched, by_team
from samordner.improvement.aims import aim_of
from samordner.improvement.documents import solution_names
from samordner.improvement.models import Cycle
from samordner.networks.models import Gathering
from samordner.programmes.definition import Definition


def handout(
    gathering: Gathering, found: Material, series: Iterable[Watched], definition: Definition, *, day: date,
    language: str, issuer: str, whole: bool = False, notice: str = "", look: Look | None = None,
) -> Document:  # fmt: skip
    """The handout in the language. Unless `whole`, no chart that tells of few persons is in it: it is for all the teams."""
    with override(language):
        number = _("Gathering %(number)s") % {"number": gathering.ordinal}
        title = f"{number}: {gathering.topic}" if gathering.topic else number
        facts = [
            (_("Day"), day_text(gathering.on) or _("not settled")),
            (pgettext("learning", "Cohort"), found.cohort.name),
            (_("Network"), found.cohort.network.name),
            (_("As of"), day_text(day)),
        ]
        return Document(
            title=title, language=language, front=Front(issuer=issuer, subtitle=_("Handout"), facts=tuple(facts)),
            blocks=tuple(_blocks(gathering, found, by_team(series), definition, day, language, whole)),
            notice=notice, footer=f"{issuer} · {found.cohort.name} · {number}", look=look or Look(),
        )  # fmt: skip


def _blocks(
    gathering: Gathering, found: Material, series: dict[int, list[Watched]], definition: Definition, day: date,
    language: str, whole: bool,
) -> Iterator[Block]:  # fmt: skip
    before = [one for one in found.gatherings if one.ordinal < gathering.ordinal and one.homework]
    yield Heading(1, _("For everyone"))
    if before:
        last = before[-1]
        yield Heading(2, _("Homework since last time"))
        yield Paragraph(last.homework)
        done = [one.name for one in found.in_it(day) if last.pk in one.homework]
        if done:
            yield Paragraph(_("Done: %(teams)s.") % {"teams": ", ".join(done)})
    if gathering.homework:
        yield Heading(2, _("Homework until next time"))
        due = _("Due %(day)s.") % {"day": day_text(gathering.homework_due)} if gathering.homework_due else ""
        yield Paragraph(f"{gathering.homework}\n{due}".strip())
    teams = found.in_it(day)
    yield Heading(2, _("The teams"))
    yield Paragraph(how_to_read(whole))
    if not teams:
        yield Paragraph(_("No team is in the cohort on this day."))
    names = solution_names(definition)
    for one in teams:
        yield PageBreak()
        yield from _team(one, before, series.get(one.team.pk, []), names, day, language, whole)


def how_to_read(whole: bool) -> str:
    """How the charts are to be read; and, of what is shared, what is left out of them."""
    said = [
        _(
            "Each team is shown by itself, in the order of the municipalities: nobody is ranked. A signal after a change is"
            " not proof that the change did it, and no signal is not failure."
        )
    ]
    if not whole:
        said.append(
            _(
                "Charts in which a number tells of few persons are left out: the team has its own. The sentence is shown"
                " all the same, since it tells of all the months together."
            )
        )
    return "\n".join(said)


def _team(
    one: Known, before: Sequence[Gathering], series: Sequence[Watched], names: dict[str, str], day: date, language: str,
    whole: bool,
) -> Iterator[Block]:  # fmt: skip
    yield Heading(1, one.name)
    yield Facts(tuple(_facts(one, before, names, day)))
    if not series:
        yield Paragraph(_("Nothing is measured yet."))
    for each in series:
        yield Heading(2, each.indicator.name)
        yield from chart_blocks(each, f"h{each.indicator.pk}", language, whole)
    if one.cycles:
        yield Heading(2, _("What the team has tried"))
        yield Table(cycles_table(f"cycles-{one.team.pk}"), tuple(one.cycles))


def _facts(
    one: Known, before: Sequence[Gathering], names: dict[str, str], day: date
) -> Iterator[tuple[str, str]]:
    team = one.team
    if team.service:
        yield pgettext("team", "Service"), team.service
    for project in one.projects:
        yield _("Aim"), aim_of(project).sentence
    if one.solutions:
        yield _("Solution"), "\n".join(names.get(key, key) for key in one.solutions)
    held = len(one.held(day))
    yield _("Guidance meetings"), f"{held}/{team.cohort.guidance_least}"
    if before:
        yield (
            _("Homework since last time"),
            pgettext("homework", "done") if before[-1].pk in one.homework else _("not ticked off"),
        )


def chart_blocks(one: Watched, key: str, language: str, whole: bool) -> Iterator[Block]:
    """What a series says, and its chart; of one that tells of few persons the sentence alone, unless `whole`."""
    if one.series.last is None:
        yield Paragraph(_("Nothing is measured yet."))
        return
    if not whole and one.tells_few_in_all:
        yield Paragraph(_("The numbers are of so few persons that nothing of them is told here."))
        return
    yield Paragraph(one.verdict(language))
    if not whole and one.tells_few:
        yield Paragraph(
            _("Some months are of so few persons that the chart is not shown here; the team has it.")
        )
        return
    yield team_figure(one, key, one.indicator.name, language)


def cycles_table(key: str) -> TableDefinition[Cycle]:
    """The cycles of a team: what was tried, expected, seen and decided."""
    return TableDefinition(
        key=key,
        title=_("PDSA cycles"),
        columns=(
            Column(key="number", title=_("No."), kind=Kind.NUMBER),
            Column(key="question", title=_("What they wanted to find out"), names_row=True),
            Column(key="prediction", title=_("What they expected"), kind=Kind.TEXT),
            Column(key="study", title=_("What they saw"), kind=Kind.TEXT),
            Column(key="act", title=_("What it came to"), value=lambda row: act_words(row.act)),
            Column(key="ends", title=_("Until"), kind=Kind.DAY),
        ),
        layout=Layout(("number", "question", "prediction", "study", "act", "ends"), (0.7, 3, 3, 3, 1.6, 1.8)),
    )  # fmt: skip


def score_words(score: object) -> str:
    return number_text(score) if score is not None else "–"  # type: ignore[arg-type]
