"""The mapping report: what was asked, of whom, what they answered, and how it is counted; as one neutral document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from samordner.charts.figures import FigureTable
from samordner.documents.blocks import (
    Block,
    BulletList,
    Contents,
    Document,
    Facts,
    Front,
    Heading,
    Paragraph,
    Table,
)
from samordner.documents.cells import day_text, number_text
from samordner.documents.columns import Column, Kind, Layout, TableDefinition
from samordner.documents.look import Look
from samordner.findings.counting import Base, Numbers
from samordner.findings.documents.figures import ON_PAPER, figures_of
from samordner.findings.documents.tables import lines, matrix
from samordner.findings.queries import Found, QuestionFound, Results, Text, ThemeCount
from samordner.mapping.models import MappingRound

ROWS_DRAWN = 9
"""So many rows of a table are drawn together with their numbers on one page."""


def mapping_report(
    found: Results, *, issuer: str, language: str, notice: str = "", look: Look | None = None
) -> Document:
    """The report in the language ("nb", "nn", "en"); `found` was counted in that language too."""
    of = found.of
    with override(language):
        return Document(
            title=_("Mapping report: %(title)s") % {"title": of.title},
            language=language,
            front=Front(issuer=issuer, subtitle=of.asked_by, facts=tuple(_facts(found))),
            blocks=tuple(_blocks(found)),
            notice=notice,
            footer=f"{issuer} · {of.title}",
            look=look or Look(),
        )


def _facts(found: Results) -> Iterator[tuple[str, str]]:
    of = found.of
    yield _("Asked by"), of.asked_by
    yield _("Of whom"), of.audience_words or _("Those who were chosen")
    yield _("Opened"), day_text(timezone.localtime(of.opened_at).date()) if of.opened_at else ""
    yield _("Deadline"), day_text(of.deadline)
    yield _("State"), _state(of)
    yield _("Answered"), response_words(found)
    yield _("Estimated work for each"), _("%(minutes)d minutes") % {"minutes": of.minutes}
    if of.anonymous:
        yield _("Anonymous"), _("Who answered is known; what each answered is not.")


def _state(of: MappingRound) -> str:
    if of.closed_at:
        return _("closed %(day)s") % {"day": day_text(timezone.localtime(of.closed_at).date())}
    return str(of.get_state_display())


def response_words(found: Results) -> str:
    """ "33 of 43 (77 %)" """
    count = found.response
    return f"{count.words} ({count.share})" if count.share else count.words


def _blocks(found: Results) -> Iterator[Block]:
    of = found.of
    yield Contents(1)
    yield Heading(1, _("The round"))
    if of.why:
        yield Paragraph(of.why)
    yield Paragraph(_answered(found))
    if found.later:
        yield Paragraph(later_words(found.later))
    if found.silent:
        yield Heading(2, _("Who did not answer"))
        yield Paragraph(found.silent_names)
    if found.why_not:
        yield Paragraph(found.why_not)
        return
    for section in found.sections:
        yield Heading(1, str(section.section.title) or _("Questions"))
        for question in section.questions:
            yield from _question(found, str(section.section.title), question)
    yield Heading(1, _("How it is counted"))
    yield Paragraph(counting_words(found))


def _answered(found: Results) -> str:
    words = _("%(answered)s have answered.") % {"answered": response_words(found)}
    if not found.silent:
        words = _("All %(number)d who were asked have answered.") % {"number": found.asked}
    return words


def later_words(number: int) -> str:
    return _(
        "%(number)d came after the round had been closed and was opened again. "
        "They are not told of: in the difference they could be seen."
    ) % {"number": number}


def counting_words(found: Results) -> str:
    """How to read the numbers."""
    words = [
        _(
            "Every number is told of all for whom the question was meant, or may have been: those who were not asked, by "
            "what else they answered, are outside. Whoever left a question open or did not answer is never counted as a "
            "no: where there are any, a share is told as the least and the most that it can be, as if none, or all, of "
            "them had said the same."
        ),
        _(
            "Of fewer than ten no percentage is told. Everyone was asked, so there is no margin of error of a sample."
        ),
    ]
    if found.fewest:
        words.append(
            _(
                "The round is anonymous. What fewer than %(fewest)d answered is suppressed (:), and so is what it could "
                "be worked out from."
            )
            % {"fewest": found.fewest}
        )
    return "\n".join(words)


def base_pairs(base: Base) -> list[tuple[str, str]]:
    """Of whom the numbers of a question tell; only what there is any of."""
    pairs = [
        (_("Answered"), _("%(number)s of %(of)s") % {"number": base.gave, "of": base.of}),
        (pgettext("answer", "Left open"), number_text(base.blank) if base.blank else ""),
        (
            pgettext("answer", "Did not answer the questionnaire"),
            number_text(base.silent) if base.silent else "",
        ),
        (
            pgettext("answer", "Not asked, by what else was answered"),
            number_text(base.not_asked) if base.not_asked else "",
        ),
    ]
    return [(label, words) for label, words in pairs if words]


def numbers_pairs(numbers: Numbers) -> list[tuple[str, str]]:
    """The least, the middle and the most; only what is told."""
    pairs = [
        (_("The lowest"), numbers.least), (_("The middle one (median)"), numbers.middle), (_("The highest"), numbers.most),
    ]  # fmt: skip
    return [(label, number_text(_plain(number))) for label, number in pairs if number is not None]


def _plain(number: float) -> float:
    return int(number) if float(number).is_integer() else number


def _question(found: Results, section: str, asked: QuestionFound) -> Iterator[Block]:
    yield Heading(2, str(asked.question.label), str(asked.number))
    figures = [
        replace(figure, table=_numbers(found, section, part))
        for number, part in enumerate(_pages(asked), 1)
        for figure in figures_of(part, key=f"r{found.of.pk}-{number}-", width=ON_PAPER)
    ]
    if asked.question.hint and not figures:  # nothing comes between a heading and its drawing
        yield Paragraph(str(asked.question.hint))
    yield from figures
    for each in asked.found:
        yield from _found(found, section, asked, each)


def _pages(asked: QuestionFound) -> list[QuestionFound]:
    """A table of many rows, so many at a time as a page holds; else the question as it is."""
    if asked.question.kind != "matrix" or len(asked.found) <= ROWS_DRAWN:
        return [asked]
    starts = range(0, len(asked.found), ROWS_DRAWN)
    return [replace(asked, found=asked.found[start : start + ROWS_DRAWN]) for start in starts]


def _numbers(found: Results, section: str, asked: QuestionFound) -> FigureTable:
    """The table under a drawing: of each answer, and then of those who said nothing."""
    if asked.question.kind == "matrix":
        table, rows = matrix(found, asked)
        heads = tuple(str(column.title) for column in table.shown())
        return FigureTable(heads, tuple((row.label, *(cell.label for cell in row.cells)) for row in rows))
    told = [line for each in asked.found if each.counts for line in lines(found, section, asked, each)]
    columns = (pgettext("table", "Answer"), _("How many"), _("Share"))
    if not any(line.share for line in told):
        return FigureTable(columns[:2], tuple((line.label, line.words) for line in told))
    return FigureTable(columns, tuple((line.label, line.words, line.share) for line in told))


def _found(found: Results, section: str, asked: QuestionFound, each: Found) -> Iterator[Block]:
    if each.why_not:
        yield Paragraph(f"{each.label}: {each.why_not}" if each.label else each.why_not)
        return
    if asked.question.kind == "matrix":
        return
    if each.label:
        yield Heading(3, each.label)
    if each.counts and each.several:
        yield Paragraph(_("One may have given several of these answers."))
    pairs = base_pairs(each.base) if each.base and not each.counts else []
    pairs += numbers_pairs(each.numbers) if each.numbers else []
    if pairs:
        yield Facts(tuple(pairs))
    if each.confirmed:
        yield Paragraph(confirmed_words(each.confirmed))
    if each.themes:
        yield Table(themes_table(f"themes-{each.cell.replace('/', '-')}"), each.themes, caption=_("Themes"))
    if each.texts and found.fewest:
        yield BulletList(tuple(text.text for text in each.texts))
    elif each.texts:
        yield Table(
            texts_table(f"texts-{each.cell.replace('/', '-')}"), each.texts, caption=_("What was written")
        )


def confirmed_words(number: int) -> str:
    return _("%(number)d said that what was registered still is right.") % {"number": number}


def themes_table(key: str = "themes") -> TableDefinition[ThemeCount]:
    return TableDefinition(
        key=key,
        title=_("Themes"),
        columns=(
            Column(key="name", title=pgettext("table", "Theme"), names_row=True),
            Column(key="description", title=_("What belongs here"), kind=Kind.TEXT),
            Column(key="words", title=_("How many of the texts"), value=lambda row: row.count.words),
            Column(key="share", title=_("Share"), value=lambda row: row.count.share),
        ),
        layout=Layout(("name", "description", "words", "share"), (2, 3, 1.4, 1), optional=frozenset({"description", "share"})),
    )  # fmt: skip


def texts_table(key: str = "texts") -> TableDefinition[Text]:
    return TableDefinition(
        key=key,
        title=_("What was written"),
        columns=(
            Column(key="unit", title=_("Who was asked"), names_row=True),
            Column(key="text", title=pgettext("table", "What was written"), kind=Kind.TEXT),
        ),
        layout=Layout(("unit", "text"), (1.6, 5)),
    )
