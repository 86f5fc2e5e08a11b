"""How long a PDF of a plan takes to read, with tags and without."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.timing import Line, times

TARGET = 5000  # ms for 25 pages


def reading_pdfs() -> Iterator[Line]:
    """A line for an invented plan of some 25 pages in each dress."""
    from samordner.plandocument.reading import general, read

    made = {f"read a PDF of 25 pages, {dress}": _plan(tags=tags) for dress, tags in _DRESSES}
    vocabulary = general()
    for name, content in made.items():
        yield Line(name, times(partial(read, content, vocabulary), tries=3), TARGET)


_DRESSES = (("with tags", True), ("without", False))


def _plan(*, tags: bool) -> bytes:
    """Chapters of text and ruled tables that break over pages."""
    import typst

    words = (
        "Kommunene lager planer for hvordan arbeidet skal gjennomføres lokalt, og følger dem opp hvert år. "
    )
    row = f"[Husbanken], [Årlig møte], [{words}],"
    head = "table.header([Samarbeidspartner], [Samarbeidsform], [Ansvar, rolle og oppgaver]),"
    chapter = (
        f"= Samarbeid {{}}\n{words * 8}\n\n{words * 6}\n#table(columns: (1fr, 1fr, 3fr), {head} {row * 40})\n"
    )
    source = '#set text(lang: "nb", size: 10pt)\n' + "".join(chapter.format(at) for at in range(1, 13))
    content = typst.compile(source.encode(), pdf_tags=tags)
    assert isinstance(content, bytes)
    return content
