"""The entities of a portfolio as frozen values; fields are the YAML keys.

`structure` turns data that a schema has read (dates are dates, amounts are Decimals, choices are their own
words) into these values. What can be computed is not a field: it is a function of `opsgen.derive`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn

from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable

Rag = Literal["green", "amber", "red", "grey", "blue"]
Dimension = Literal["schedule", "cost", "scope", "benefits", "risk", "resources"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
Lifecycle = Literal[
    "proposed", "initiating", "planning", "executing", "closing", "closed", "on_hold", "cancelled"
]
Cadence = Literal["weekly", "biweekly", "monthly", "quarterly"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    title: Text
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    start: date | None = None
    finish: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What every entry of a list may say of itself."""

    title: Text
    id: str = ""
    owner: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    notes: Text = Text()
    aliases: tuple[str, ...] = ()


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
class Tolerance:
    """How far a forecast may go before the committee is asked; None inherits from above."""

    schedule_days: int | None = None
    cost_pct: float | None = None
    scope: int | None = None
    benefit_pct: float | None = None
    risk_exposure: float | None = None


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
class Dependency:
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
    depends_on: tuple[Dependency, ...] = ()
    acceptance: Text = Text()
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
    depends_on: tuple[Dependency, ...] = ()
    blocked_by: Text = Text()
    external: External | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    probability: int
    impact: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """How bad it would be, overall or for each kind of impact."""

    overall: int | None = None
    schedule: int | None = None
    cost: int | None = None
    scope: int | None = None
    quality: int | None = None
    benefit: int | None = None
    reputation: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A text, or a comparison with a metric that the build checks."""

    text: Text = Text()
    metric: str = ""
    op: Literal["<", "<=", ">", ">="] | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contingency:
    plan: Text
    cost: Decimal | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Item):
    probability: int
    impact: Impact
    kind: Literal["threat", "opportunity"] = "threat"
    cause: Text = Text()
    event: Text = Text()
    effect: Text = Text()
    category: str = ""
    raised: date | None = None
    raised_by: str = ""
    inherent: Rated | None = None
    residual_target: Rated | None = None
    proximity: Text = Text()
    response: Text = Text()
    strategy: (
        Literal["avoid", "mitigate", "transfer", "accept", "escalate", "exploit", "enhance", "share"] | None
    ) = None
    actions: tuple[str, ...] = ()
    trigger: Trigger | None = None
    contingency: Contingency | None = None
    fallback: Text = Text()
    secondary: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()
    delay: int | None = None
    cost: Decimal | None = None
    review_every: str = ""
    reviewed: date | None = None
    status: Literal["draft", "open", "closed", "occurred"] = "open"
    closed: date | None = None
    close_reason: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    id: str
    field: str = ""
    to: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Item):
    status: Literal["requested", "decided", "deferred", "withdrawn"] = "requested"
    raised: date | None = None
    by: str = ""
    due: date | None = None
    cause: Text = Text()
    options: tuple[Text, ...] = ()
    recommendation: Text = Text()
    cost: Decimal | None = None
    days: int | None = None
    approves: tuple[Approval, ...] = ()
    outcome: Text = Text()
    date: date | None = None
    consequences: Text = Text()
    supersedes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Item):
    due: date
    done: date | None = None
    status: Literal["open", "in_progress", "done", "cancelled"] = "open"
    source: str = ""
    verified_by: str = ""
    verified: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpNeeded:
    text: Text
    from_: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What the owner says of one period; `period` is `2026-W41`, `2026-10` or a date in the week."""

    period: str
    summary: Text
    id: str = ""
    done: tuple[Text, ...] = ()
    next: tuple[Text, ...] = ()
    help_needed: tuple[HelpNeeded, ...] = ()
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliesTo:
    category: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(Item):
    recommendation: Text
    polarity: Literal["keep", "avoid"] = "keep"
    event: Text = Text()
    cause: Text = Text()
    effect: Text = Text()
    early_warning: Text = Text()
    cause_category: Literal["people", "machine", "material", "method", "environment"] | None = None
    applies_to: AppliesTo = AppliesTo()
    adopted_in: tuple[str, ...] = ()


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
    charter: Charter = Charter()
    tolerance: Tolerance = Tolerance()
    baseline: Baseline = Baseline()
    declared_health: DeclaredHealth | None = None
    delivery_confidence: DeliveryConfidence | None = None
    closing: Closing | None = None
    goals: tuple[Goal, ...] = ()
    metrics: tuple[Metric, ...] = ()
    phases: tuple[Phase, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    tasks: tuple[Task, ...] = ()
    risks: tuple[Risk, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()
    updates: tuple[Update, ...] = ()
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    id: str
    title: Text
    projects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategicGoal:
    id: str
    title: Text
    weight: float = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCalendar:
    cadence: Cadence = "monthly"
    day: str = "last_workday"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where a light changes; percentages of 0-100, days."""

    green_pct: float = 50
    due_soon_days: int = 14
    near_pct: float = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthSettings:
    dimensions: tuple[Dimension, ...] = ()
    thresholds: Thresholds = Thresholds()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleStep:
    value: int
    title: Text
    percent: float | None = None


Band = Literal["low", "medium", "high", "critical"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BandStep:
    """A band of risk scores: from this score up to the next band."""

    id: Band
    from_: int


_PROBABILITIES = ((1, "≤ 10%", 5), (2, "≤ 30%", 20), (3, "≤ 50%", 40), (4, "≤ 70%", 60), (5, "> 70%", 85))
_IMPACTS = (
    (1, "很小", "Very low"),
    (2, "小", "Low"),
    (3, "中", "Medium"),
    (4, "大", "High"),
    (5, "很大", "Very high"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """The risk matrix: its sides and its bands."""

    probability: tuple[ScaleStep, ...] = tuple(
        ScaleStep(value=value, title=Text(title), percent=percent) for value, title, percent in _PROBABILITIES
    )
    impact: tuple[ScaleStep, ...] = tuple(
        ScaleStep(value=value, title=Text(zh=zh, en=en)) for value, zh, en in _IMPACTS
    )
    bands: tuple[BandStep, ...] = (
        BandStep(id="low", from_=1),
        BandStep(id="medium", from_=5),
        BandStep(id="high", from_=10),
        BandStep(id="critical", from_=15),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    id: str
    title: Text


def _categories(*named: tuple[str, str, str]) -> tuple[Category, ...]:
    return tuple(Category(id=word, title=Text(zh=zh, en=en)) for word, zh, en in named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """The lists of categories in force."""

    risk: tuple[Category, ...] = _categories(
        ("market", "市场", "Market"),
        ("technical", "技术", "Technical"),
        ("financial", "财务", "Financial"),
        ("schedule", "进度", "Schedule"),
        ("resource", "资源", "Resource"),
        ("supplier", "供应商", "Supplier"),
        ("legal", "法律", "Legal"),
        ("compliance", "合规", "Compliance"),
        ("operational", "运营", "Operational"),
        ("reputation", "声誉", "Reputation"),
        ("people", "人员", "People"),
        ("security", "安全", "Security"),
        ("fraud", "欺诈", "Fraud"),
        ("external", "外部", "External"),
    )
    budget: tuple[Category, ...] = _categories(
        ("people", "人力", "People"),
        ("equipment", "设备", "Equipment"),
        ("vendor", "供应商", "Vendor"),
        ("outsourcing", "外包", "Outsourcing"),
        ("software", "软件", "Software"),
        ("marketing", "市场推广", "Marketing"),
        ("subsidy", "补贴", "Subsidy"),
        ("material", "物料", "Material"),
        ("travel", "差旅", "Travel"),
        ("training", "培训", "Training"),
        ("contingency", "应急储备", "Contingency"),
        ("management_reserve", "管理储备", "Management reserve"),
        ("other", "其他", "Other"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Allow:
    rule: str
    reason: Text
    project: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSettings:
    severity: dict[str, str] | None = None
    allow: tuple[Allow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`portfolio.yaml`: what holds for all projects; every default of the house stands here."""

    title: Text = Text(zh="项目总览", en="Portfolio")
    owner: str = ""
    languages: tuple[str, ...] = ("zh",)
    timezone: str = "Asia/Shanghai"
    currency: str = "CNY"
    calendar: str = ""
    site_url: str = ""
    repo_url: str = ""
    programmes: tuple[Programme, ...] = ()
    strategic_goals: tuple[StrategicGoal, ...] = ()
    report_calendar: ReportCalendar = ReportCalendar()
    health: HealthSettings = HealthSettings()
    tolerance: Tolerance = Tolerance()
    scales: Scales = Scales()
    categories: Categories = Categories()
    rules: RuleSettings = RuleSettings()
    rates: dict[str, float] | None = None
    decisions: tuple[Decision, ...] = ()
    links: tuple[Link, ...] = ()
    notes: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Active:
    from_: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: str
    name: Text
    email: str = ""
    role: Text = Text()
    team: str = ""
    calendar: str = ""
    capacity: float = 100
    active: Active = Active()
    display: Literal["name", "role"] = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    id: str
    title: Text
    calendar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """`people.yaml`."""

    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()

    def find(self, name: str) -> Person | None:
        """The person of this id, or of this name in any language."""
        return next(
            (p for p in self.people if name == p.id or name in (p.name.plain, p.name.zh, p.name.en)), None
        )


T = TypeVar("T")


def structure(kind: type[T], data: Any) -> T:
    """Data that a schema has read, as a value of `kind`."""
    return _converter().structure(_renamed(data), kind)


def default_tolerance(above: Tolerance, own: Tolerance) -> Tolerance:
    """The tolerance in force below: what is written there, else what holds above."""
    written = {f.name: getattr(own, f.name) for f in fields(own) if getattr(own, f.name) is not None}
    return replace(above, **written)


def _renamed(data: Any) -> Any:
    """`from` is a word of Python, so the field is `from_`."""
    if isinstance(data, dict):
        return {("from_" if key == "from" else key): _renamed(value) for key, value in data.items()}
    return [_renamed(value) for value in data] if isinstance(data, list) else data


@cache
def _converter() -> Converter:
    converter = Converter()
    for kind in (date, Decimal, Any):
        converter.register_structure_hook(kind, lambda value, _: value)
    converter.register_structure_hook(Text, lambda value, _: _text(value))
    converter.register_structure_hook(str | dict[str, Decimal], lambda value, _: value)
    _short_forms(converter)
    return converter


def _short_forms(converter: Converter) -> None:
    """Values that may be written as one scalar, or as a mapping."""
    shorts: dict[type, Any] = {
        Dependency: lambda value: {"ref": value},
        Approval: lambda value: {"id": value},
        HelpNeeded: lambda value: {"text": value},
        Category: lambda value: {"id": value, "title": value},
        Impact: lambda value: {"overall": value},
        Trigger: lambda value: {"text": value},
        Contingency: lambda value: {"plan": value},
    }
    for kind, long in shorts.items():
        _register(converter, kind, long)
    converter.register_structure_hook(Target, lambda value, _: _target(value))


def _register(converter: Converter, kind: type, long: Any) -> None:
    build: Callable[[Any, Any], Any] = make_dict_structure_fn(kind, converter)

    def hook(value: Any, _: type) -> Any:
        whole = isinstance(value, dict) and not set(value) <= {"zh", "en"}
        return build(value if whole else long(value), kind)

    converter.register_structure_hook(kind, hook)


def _text(value: Any) -> Text:
    return Text(zh=value.get("zh"), en=value.get("en")) if isinstance(value, dict) else Text(str(value))


def _target(value: Any) -> Target:
    if isinstance(value, dict):
        return Target(min=float(value["min"]), max=float(value["max"]))
    if isinstance(value, list):
        return Target(steps=tuple(sorted((step["date"], float(step["value"])) for step in value)))
    return Target(value=float(value))
