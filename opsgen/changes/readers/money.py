"""Changes of money: budget lines with what is planned, expected, ordered and spent, and how it is spread."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.words import Text, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.changes.pairs import Pair
    from opsgen.model import BudgetLine

_CODES = {
    "planned": "planned.changed",
    "forecast": "budget.forecast_changed",
    "committed": "budget.committed_changed",
}


def budget_line(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A line that costs or brings more or less, or at other times: planned, expected, ordered, spent."""
    for field, code in _CODES.items():
        if told := left.pop(field, None):
            yield amount(pair, code, field, told.old, told.new)
    yield from _spent(pair, left)
    yield from _spread(pair, left)


def amount(pair: Pair, code: str, field: str, old: object, new: object, currency: str = "") -> Change:
    """A change of an amount, with the difference where both are known."""
    both = isinstance(old, Decimal) and isinstance(new, Decimal)
    delta = float(new - old) if both else None  # type: ignore[operator]
    return pair.change(code, field, old, new, delta=delta, unit=currency)


def _spent(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """The new total, whether the file adds up amounts by date or writes their sum."""
    told = [name for name in left if name == "actual" or name.startswith("actuals.")]
    for name in told:
        del left[name]
    old, new = _total(pair.old), _total(pair.new)
    if told:
        # Dates and notes that are put right leave the total as it is.
        yield amount(pair, "budget.actual_changed", "actual" if old != new else "actuals", old, new)


def _total(line: BudgetLine) -> Decimal | None:
    """Everything that is written as spent, of whatever day."""
    return sum((one.amount for one in line.actuals), Decimal(0)) if line.actuals else line.actual


def _spread(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """How a line spreads over time, in one piece; the months that differ where both have months."""
    told = [name for name in left if name == "profile" or name.startswith("profile.")]
    for name in told:
        del left[name]
    if told:
        both = (_profile(pair.old.profile, pair.new.profile), _profile(pair.new.profile, pair.old.profile))
        yield pair.change("budget.line_changed", "profile", *both)


def _profile(
    profile: str | Mapping[str, Decimal], other: str | Mapping[str, Decimal]
) -> str | tuple[Text, ...] | None:
    if isinstance(profile, str):
        return profile or None
    known = {} if isinstance(other, str) else other
    found = (month for month in sorted(profile) if known.get(month) != profile[month])
    return tuple(_month(month, profile[month]) for month in found) or None


def _month(month: str, found: Decimal) -> Text:
    """A month and its amount, as one writes them into a file: `2026-10: 300k`."""
    zh, en = (f"{month}: {words(lang).written(found)}" for lang in ("zh", "en"))
    return Text(zh=zh, en=en)
