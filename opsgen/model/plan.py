"""Goals and the plan that leads to them: research, phases, milestones, deliverables, tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from opsgen.model.shared import Item, Span, Tolerance
from opsgen.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResult(Item):
    metric: str = ""
    milestone: str = ""
    weight: float = 1
    start_value: float | None = None
    target: float | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Item):
    why: Text = Text()
    weight: float = 1
    supports: str = ""
    metrics: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    due: date | None = None
    specific: Text = Text()
    achievable: Text = Text()
    relevant: Text = Text()
    key_results: tuple[KeyResult, ...] = ()
    status: Literal["active", "achieved", "partly_achieved", "missed", "dropped"] = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Item):
    start: date
    finish: date
    baseline: Span = Span()
    actual: Span = Span()
    entry_criteria: tuple[Text, ...] = ()
    exit_gate: str = ""
    weight: float | None = None
    tolerance: Tolerance = Tolerance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Predecessor:
    """What must come before a task or milestone, and how the two are tied."""

    ref: str
    type: Literal["FS", "SS", "FF", "SF"] = "FS"
    lag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    text: Text
    met: bool | None = None
    evidence: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Item):
    baseline: date | None = None
    forecast: date | None = None
    actual: date | None = None
    type: Literal["key", "gate", "delivery", "payment", "external", "internal"] = "key"
    phase: str = ""
    depends_on: tuple[Predecessor, ...] = ()
    acceptance: Text = Text()
    deliverables: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    reason: Text = Text()
    confidence: float | None = None
    trend: bool = True
    criteria: tuple[Criterion, ...] = ()
    outcome: Literal["go", "conditional_go", "hold", "stop", "pending"] | None = None
    decided_by: str = ""
    decided: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    system: str
    key: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Item):
    parent: str = ""
    phase: str = ""
    supports: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    status: Literal["todo", "in_progress", "blocked", "in_review", "done", "cancelled"] = "todo"
    start: date | None = None
    finish: date | None = None
    baseline: Span = Span()
    actual: Span = Span()
    effort: float | None = None
    remaining: float | None = None
    complete: float | None = None
    weight: float | None = None
    depends_on: tuple[Predecessor, ...] = ()
    deliverable: str = ""
    blocked_by: Text = Text()
    external: External | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    method: Text = Text()
    result: Literal["passed", "failed", "pending"] | None = None
    date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable(Item):
    acceptance_criteria: tuple[Text, ...] = ()
    quality: Quality | None = None
    due: date | None = None
    delivered: date | None = None
    status: Literal[
        "planned", "in_progress", "in_review", "accepted", "rejected", "handed_over", "dropped"
    ] = "planned"
    moscow: Literal["must", "should", "could", "wont"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Research(Item):
    finding: Text
    method: Literal["desk", "survey", "interview", "experiment", "analytics", "competitor"] | None = None
    date: date | None = None
    source: Text = Text()
    sample_size: int | None = None
    confidence: Literal["low", "medium", "high"] | None = None
    implication: Text = Text()
    supports: tuple[str, ...] = ()
