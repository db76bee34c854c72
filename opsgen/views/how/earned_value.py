"""The terms of earned value: words and letters, values as a reader sees them, and how they came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from opsgen.views.how.how import How
from opsgen.words import message, plural

if TYPE_CHECKING:
    from opsgen.derive.earned_schedule import Timing
    from opsgen.derive.earned_value import Values
    from opsgen.words import Message, Words

_Formula: TypeAlias = "tuple[Message, tuple[str, ...]]"
UNKNOWN = "–"
NAMES: dict[str, Message] = {
    "bac": message("Budget at completion"),
    "pv": message("Planned value"),
    "ev": message("Earned value"),
    "ac": message("Actual cost"),
    "sv": message("Schedule variance"),
    "cv": message("Cost variance"),
    "spi": message("Schedule performance index"),
    "cpi": message("Cost performance index"),
    "es": message("Earned schedule"),
    "sv_t": message("Schedule variance in time"),
    "spi_t": message("Schedule performance index in time"),
    "eac": message("Estimate at completion"),
    "etc": message("Estimate to complete"),
    "vac": message("Variance at completion"),
    "tcpi": message("To-complete performance index"),
    "tcpi_eac": message("To-complete performance index for the estimate"),
    "ieac_t": message("Independent estimate of the duration"),
    "expected": message("Expected end"),
}
SHORT: dict[str, Message] = {
    "bac": message("Planned"),
    "pv": message("Should be done"),
    "ev": message("Done so far"),
    "ac": message("Spent so far"),
    "spi": message("Schedule"),
    "cpi": message("Cost"),
    "spi_t": message("In time"),
    "eac": message("Will cost"),
    "vac": message("Left at the end"),
}
"""The same as a committee says it, for headings."""
LETTERS = {
    **{term: term.upper() for term in NAMES},
    "sv_t": "SV(t)",
    "spi_t": "SPI(t)",
    "tcpi_eac": "TCPI(EAC)",
    "ieac_t": "IEAC(t)",
    "expected": "",
}
MEANINGS: dict[str, Message] = {
    "bac": message("What all of this work was to cost."),
    "pv": message("What the work that should be done by now was to cost."),
    "ev": message("What the work that is done was to cost."),
    "ac": message("What was spent on this work."),
    "sv": message("Below 0 less is done than should be."),
    "spi": message("The share of what should be done that is; below 1 is behind."),
    "cv": message("Below 0 the work cost more than it was to."),
    "cpi": message("What each unit of money brought; below 1 is over."),
    "es": message("On which working day of its plan the work should have come as far as it has."),
    "sv_t": message("How far the work is ahead of its plan (+) or behind it (−)."),
    "spi_t": message("The pace. It stays below 1 when late work ends, as SPI does not."),
    "etc": message("What of the estimate is still to be spent."),
    "vac": message("Below 0 it will cost more than planned."),
    "tcpi": message("What each unit of money must bring from now on to keep to the plan."),
    "ieac_t": message("How long the work takes at this pace, from its planned start."),
}
"""What a term says in plain words, where that does not depend on what is known."""
MONEY = frozenset({"bac", "pv", "ev", "ac", "sv", "cv", "eac", "etc", "vac", "forecast", "aim"})
DAYS = frozenset({"es", "at", "sv_t", "ieac_t", "planned"})
_SIGNED = frozenset({"sv", "cv", "vac", "sv_t"})
_TIME = {"sv_t": "sv", "spi_t": "spi", "ieac_t": "duration"}
_INPUTS: dict[str, Message] = {
    **NAMES,
    "forecast": message("Forecast"),
    "aim": message("Amount aimed at"),
    "at": message("Working days since the planned start"),
    "planned": message("Planned working days"),
    "start": message("Planned start"),
    "finish": message("Planned finish"),
}
_FORMULAS: dict[str, _Formula] = {
    "pv": (message("Σ plan of each line × share of its working days that have gone"), ("bac",)),
    "ev": (message("Σ plan of each line × complete of its task or phase"), ("bac",)),
    "ac": (message("Σ what was spent on these lines"), ()),
    "sv": (message("earned value − planned value"), ("ev", "pv")),
    "cv": (message("earned value − actual cost"), ("ev", "ac")),
    "spi": (message("earned value / planned value"), ("ev", "pv")),
    "cpi": (message("earned value / actual cost"), ("ev", "ac")),
    "es": (
        message("the working day of the plan on which as much should have been earned"),
        ("ev", "start", "finish", "planned"),
    ),
    "sv_t": (message("earned schedule − working days since the planned start"), ("es", "at")),
    "spi_t": (message("earned schedule / working days since the planned start"), ("es", "at")),
    "etc": (message("estimate at completion − actual cost"), ("eac", "ac")),
    "vac": (message("budget at completion − estimate at completion"), ("bac", "eac")),
    "tcpi": (
        message("(budget at completion − earned value) / (budget at completion − actual cost)"),
        ("bac", "ev", "ac"),
    ),
    "tcpi_eac": (
        message("(budget at completion − earned value) / (amount aimed at − actual cost)"),
        ("bac", "ev", "aim", "ac"),
    ),
    "ieac_t": (
        message("planned working days / schedule performance index in time"),
        ("planned", "spi_t"),
    ),
    "expected": (
        message("planned start + independent estimate of the duration, in working days"),
        ("start", "ieac_t"),
    ),
}
_PACE: tuple[Message, tuple[str, ...]] = (
    message("budget at completion / cost performance index"),
    ("bac", "cpi"),
)
_FORECAST: tuple[Message, tuple[str, ...]] = (
    message("Σ forecast of the lines, while nothing can be said by the cost so far"),
    ("forecast",),
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of some lines together, in one language; time is known for all of them only."""

    values: Values
    timing: Timing | None
    currency: str
    say: Words

    def value(self, term: str) -> Decimal | int | date | None:
        """A term by its name; None where it is unknown."""
        if term in ("es", "at", "planned", "start", "finish", "expected", *_TIME):
            found = getattr(self.timing, _TIME.get(term, term)) if self.timing else None
        else:
            found = getattr(self.values, term)
        assert found is None or isinstance(found, (Decimal, int, date))
        return found

    def shown(self, term: str) -> str:
        """A term as a reader sees it: an amount, an index, working days or a day."""
        value = self.value(term)
        if value is None:
            return UNKNOWN
        if isinstance(value, date):
            return self.say.date(value)
        sign = "+" if term in _SIGNED and value > 0 else ""
        if term in MONEY:
            return sign + self.say.money(Decimal(value), self.currency)
        return sign + (self._days(value) if term in DAYS else f"{value:.2f}")

    def how(self, term: str) -> How | None:
        """How a term came about; None where it is unknown or written."""
        if self.value(term) is None:
            return None
        found = _FORMULAS.get(term)
        if term == "eac":
            found = _PACE if self.values.basis == "pace" else _FORECAST
        if found is None:
            return None
        formula, inputs = found
        return How(formula, tuple((_INPUTS[name], self.shown(name)) for name in inputs))

    def tone(self, term: str) -> str:
        """Whether a variance, or an index as it is shown, is good or bad; empty where it is neither."""
        value = self.value(term)
        if value is None or isinstance(value, date):
            return ""
        off = round(Decimal(value), 2) - (0 if term in _SIGNED else 1)
        return "bad" if off < 0 else "good" if off > 0 else "flat"

    def _days(self, value: Decimal | int) -> str:
        """Working days, to the tenth; without a sign but a minus."""
        count = f"{round(Decimal(value), 1):f}".removesuffix(".0").replace("-", "−")
        return self.say.say(
            plural("{count} working day", "{count} working days", 1 if count == "1" else 2, count=count)
        )
