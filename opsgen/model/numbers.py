"""Metrics with their measurements, and money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from opsgen.model.shared import Item
from opsgen.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a number should go: one value, a range, or a value for each of several dates."""

    value: float | None = None
    min: float | None = None
    max: float | None = None
    steps: tuple[tuple[date, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    date: date
    value: float
    note: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The numbers of a metric for one channel, city, …: of what its `breakdown` names."""

    title: Text
    measurements: tuple[Measurement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSource:
    system: str = ""
    url: str = ""
    file: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedDeviation:
    value: float
    until: date
    reason: Text
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Item):
    unit: str = ""
    direction: Literal["up", "down", "range"] = "up"
    level: Literal["north_star", "key", "supporting"] = "key"
    cumulative: bool = False
    aggregation: Literal["last", "sum", "mean", "max", "min"] = "last"
    start_value: float | None = None
    target: Target | None = None
    near: float | None = None
    due: date | None = None
    frequency: Literal["daily", "weekly", "monthly", "quarterly", "once"] | None = None
    formula: Text = Text()
    ratio_of: tuple[str, ...] = ()
    funnel: Funnel | None = None
    breakdown: str = ""
    source: MetricSource | None = None
    measurements: tuple[Measurement, ...] = ()
    segments: tuple[Segment, ...] = ()
    accepted_deviation: AcceptedDeviation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual:
    date: date
    amount: Decimal
    note: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine(Item):
    planned: Decimal
    category: str = ""
    type: Literal["capex", "opex", "income"] = "opex"
    actual: Decimal | None = None
    actuals: tuple[Actual, ...] = ()
    committed: Decimal | None = None
    forecast: Decimal | None = None
    profile: str | dict[str, Decimal] = ""
    phase: str = ""
    task: str = ""
    also_called: tuple[str, ...] = ()
