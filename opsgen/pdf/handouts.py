"""The handouts of an edition, ready to be printed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from opsgen import __version__
from opsgen.export import sheet
from opsgen.pdf.imprint import Imprint
from opsgen.pdf.jobs import Handout
from opsgen.views.handouts import USUAL, Report, asked, reports
from opsgen.views.past.seen import naming

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.render import Renderer


def handouts(
    renderer: Renderer, names: Iterable[str] = USUAL, projects: Iterable[str] = (), item: str = ""
) -> tuple[Handout, ...]:
    """The handouts of these reports; of these projects only, or about this item, where some are named."""
    found = asked(reports(renderer.edition, names), projects, item)
    return tuple(_handout(report, renderer) for report in found)


def _handout(report: Report, renderer: Renderer) -> Handout:
    edition = renderer.edition
    return Handout(
        path=report.path,
        report=report.name,
        source=report.source,
        html=partial(_html, report, renderer),
        css=renderer.stylesheet(report.name),
        title=report.title,
        lang=edition.lang,
        levels=report.levels,
        most_pages=report.most_pages,
        author=report.author,
        made=edition.provenance.date,
        attached=_attached(report, renderer),
        imprint=_imprint(report, renderer),
    )


def _imprint(report: Report, renderer: Renderer) -> Imprint:
    edition = renderer.edition
    return Imprint(
        report=report.name,
        lang=edition.lang,
        audience=edition.audience,
        as_of=edition.as_of.isoformat(),
        project=report.project,
        item=report.item,
        commit=edition.provenance.commit or "",
        numbers=(edition.numbers.commit or "") if edition.numbers else "",
        plans=edition.plans.name if edition.plans else "",
        against=edition.plans.commit if edition.plans else "",
        last_good=bool(edition.portfolio.last_good),
        draft=edition.provenance.dirty or not edition.provenance.commit,
        templates=renderer.templates,
        opsgen=__version__,
    )


def _html(report: Report, renderer: Renderer, level: int) -> str:
    return renderer.report(report.name, report.context(level))


def _attached(report: Report, renderer: Renderer) -> dict[str, bytes]:
    """The files that go inside: the project's own, and the whole of a table."""
    found = _sources(report, renderer)
    table = report.table() if report.table else None
    if table is not None:
        found[f"{report.name}.csv"] = sheet(table, renderer.edition.lang)
    return found


def _sources(report: Report, renderer: Renderer) -> dict[str, bytes]:
    """The project's files by name, to go inside the handout; the public gets none.

    Nobody gets one that names a project they may not see.
    """
    edition = renderer.edition
    if edition.audience == "public" or not report.project:
        return {}
    parts = edition.portfolio.sources[report.project].parts.values()
    hidden = naming(edition.unseen | edition.untold)
    texts = {document.file: document.text for document, _ in parts if document.text}
    return {
        file.replace("/", "_"): text.encode()
        for file, text in sorted(texts.items())
        if hidden is None or not hidden.search(text)
    }
