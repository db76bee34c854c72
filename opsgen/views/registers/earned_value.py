"""Register of earned value: every project whose budget lines name their work, the worst first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.views.how.earned_value import DAYS, LETTERS, MONEY, NAMES, SHORT, Terms
from opsgen.views.page import project_path
from opsgen.views.registers.table import CURRENCY, STATUS, Column, Number, Row, register
from opsgen.words import message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.derive import Assessment
    from opsgen.derive.earned_value import EarnedValue
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page
    from opsgen.views.registers.table import Cell
    from opsgen.views.states import State

_SHOWN = ("bac", "pv", "ev", "ac", "spi", "cpi", "eac", "vac", "expected")
_BESIDE = ("sv", "cv", "spi_t", "etc", "tcpi", "tcpi_eac", "es", "sv_t", "ieac_t")
"""Terms that stand in the file alone."""


def earned_value(edition: Edition) -> Page:
    """Every project that has an earned value and whose amounts this audience may see, the worst first."""
    found = sorted(_found(edition), key=_worst_first)
    lead = plural(
        "{n} project has budget lines that name a task or a phase; {behind} behind, {over} over.",
        "{n} projects have budget lines that name a task or a phase; {behind} behind, {over} over.",
        len(found),
        behind=sum(bool(of.total and of.total.sv < 0) for _, of in found),
        over=sum(bool(of.total and of.total.cv is not None and of.total.cv < 0) for _, of in found),
    )
    rows = tuple(_row(one, of, edition) for one, of in found)
    return register(edition, "earned-value", message("Earned value"), lead, _columns(), rows)


def _found(edition: Edition) -> Iterator[tuple[Assessment, EarnedValue]]:
    for one in edition.assessments:
        if one.earned_value and edition.shows_amounts(one.project):
            yield one, one.earned_value


def _worst_first(pair: tuple[Assessment, EarnedValue]) -> tuple[bool, Decimal | int, str]:
    """By the lower of the two indices; what has neither comes last."""
    one, of = pair
    indices = (of.total.spi, of.total.cpi) if of.total else ()
    known = [index for index in indices if index is not None]
    return (not known, min(known, default=0), one.project.id)


def _columns() -> tuple[Column, ...]:
    covered = Column(message("Share of the budget"), "num", unit=message("%"))
    return (
        Column(message("Project")),
        covered,
        *(_column(term, only_csv=False) for term in _SHOWN),
        *(_column(term, only_csv=True) for term in _BESIDE),
        CURRENCY,
        STATUS,
    )


def _column(term: str, *, only_csv: bool) -> Column:
    """A short word and the letters: a heading of ten has no room for more."""
    name, letters = SHORT.get(term), LETTERS[term]
    title = message("{letters}", letters=letters)
    if name:
        title = message("{name} {letters}", name=name, letters=letters)
    kind = "date" if term == "expected" else "num"
    unit = message("working days") if term in DAYS else None
    return Column(title if letters else NAMES[term], kind, unit=unit, only_csv=only_csv, key=term)


def _row(one: Assessment, of: EarnedValue, edition: Edition) -> Row:
    project, say = one.project, words(edition.lang)
    terms = Terms(of.total, of.timing, of.currency, say) if of.total else None
    share = None if of.covered_pct is None else Number(of.covered_pct, say.percent(of.covered_pct))
    light = _standing(terms)
    edge = "risk" if light[0] == "risk" else ""
    cells = (share, *(_cell(term, terms) for term in (*_SHOWN, *_BESIDE)), of.currency, light)
    return Row("", project.title, project_path(project.id), "_earned-value", edge, cells, project.id)


def _standing(terms: Terms | None) -> State:
    """Whether the work is behind or costs too much, in words."""
    if terms is None:
        return "todo", message("Not judged")
    behind, over = (terms.tone(term) == "bad" for term in ("sv", "cv"))
    if behind and over:
        return "risk", message("Behind and over its cost")
    if behind:
        return "risk", message("Behind")
    return ("risk", message("Over its cost")) if over else ("ok", message("On plan or better"))


def _cell(term: str, terms: Terms | None) -> Cell:
    """A term to cents, an index to four places."""
    value = terms.value(term) if terms else None
    if terms is None or value is None or isinstance(value, date):
        return value
    return Number(round(Decimal(value), 2 if term in MONEY else 4), terms.shown(term))
