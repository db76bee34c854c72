"""A project: its header and its lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from opsgen.model.collaboration import Communication, Meeting, RaciRow, Stakeholder, Training
from opsgen.model.improvement import Adjustment, Benefit, Feedback, Retrospective
from opsgen.model.numbers import BudgetLine, Metric
from opsgen.model.plan import Deliverable, Goal, Milestone, Phase, Research, Task
from opsgen.model.raid import Assumption, Dependency, Issue
from opsgen.model.resources import Allocation, Conflict, Equipment, Vendor
from opsgen.model.risk import Risk
from opsgen.model.shared import Cadence, Dimension, Lifecycle, Link, Rag, Tolerance
from opsgen.model.steering import Action, Decision, Lesson, Update
from opsgen.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    background: Text = Text()
    purpose: Text = Text()
    scope_in: tuple[Text, ...] = ()
    scope_out: tuple[Text, ...] = ()
    constraints: tuple[Text, ...] = ()
    success_criteria: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    ref: str = ""
    approved: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredHealth:
    reason: Text
    overall: Rag | None = None
    schedule: Rag | None = None
    cost: Rag | None = None
    scope: Rag | None = None
    benefits: Rag | None = None
    risk: Rag | None = None
    resources: Rag | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryConfidence:
    rating: Literal["green", "amber", "red"]
    date: date | None = None
    assessor: str = ""
    note: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingProblem:
    problem: Text
    solution: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowOn:
    action: Text
    owner: str = ""
    due: date | None = None
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction:
    score: float
    n: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    summary: Text
    results: Text = Text()
    success_factors: tuple[Text, ...] = ()
    problems: tuple[ClosingProblem, ...] = ()
    recommendations: tuple[Text, ...] = ()
    follow_on: tuple[FollowOn, ...] = ()
    handover: tuple[Text, ...] = ()
    satisfaction: Satisfaction | None = None
    accepted_by: str = ""
    accepted: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One project; `id` is the file's or folder's name where the data gives none."""

    id: str
    title: Text
    owner: str
    start: date | None = None
    finish: date | None = None
    baseline_finish: date | None = None
    closed: date | None = None
    code: str = ""
    sponsor: str = ""
    board: tuple[str, ...] = ()
    team: str = ""
    summary: Text = Text()
    lifecycle: Lifecycle | None = None
    category: Literal["campaign", "product", "process", "event", "platform", "compliance", "other"] | None = (
        None
    )
    programme: str = ""
    priority: int | None = None
    cadence: Cadence | None = None
    currency: str = ""
    calendar: str = ""
    confidentiality: Literal["public", "internal", "restricted"] = "internal"
    publish_amounts: bool = False
    compare_with: str = ""
    health_dimensions: tuple[Dimension, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    notes: Text = Text()
    aliases: tuple[str, ...] = ()
    also_called: tuple[str, ...] = ()
    charter: Charter = Charter()
    tolerance: Tolerance = Tolerance()
    baseline: Baseline = Baseline()
    declared_health: DeclaredHealth | None = None
    delivery_confidence: DeliveryConfidence | None = None
    closing: Closing | None = None
    goals: tuple[Goal, ...] = ()
    research: tuple[Research, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    metrics: tuple[Metric, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    phases: tuple[Phase, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    tasks: tuple[Task, ...] = ()
    risks: tuple[Risk, ...] = ()
    issues: tuple[Issue, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    decisions: tuple[Decision, ...] = ()
    raci: tuple[RaciRow, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    communications: tuple[Communication, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    actions: tuple[Action, ...] = ()
    training: tuple[Training, ...] = ()
    updates: tuple[Update, ...] = ()
    retrospectives: tuple[Retrospective, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """The team's own fields (`x-…`) that `extra.schema.json` types, by their keys."""
