"""What holds for all projects: settings with every default of the house, and people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from opsgen.model.shared import Cadence, Dimension, Link, Tolerance
from opsgen.model.steering import Decision
from opsgen.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    id: str
    title: Text
    projects: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategicGoal:
    id: str
    title: Text
    weight: float = 1
    aliases: tuple[str, ...] = ()


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
    """A band of risk scores: from this score up to the next; its name, and the colour of its cells."""

    id: Band
    from_: int
    title: Text = Text()
    colour: Literal["grey", "yellow", "orange", "deep_orange", "red"] | None = None


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
    handouts: tuple[str, ...] = (
        "one-pager",
        "portfolio-summary",
        "roadmap",
        "monthly-report",
        "risk-register",
    )
    """The kinds that are published with the site; the workspace's own are besides."""
    timezone: str = "Asia/Shanghai"
    currency: str = "CNY"
    calendar: str = "CN"
    site_url: str = ""
    repo_url: str = ""
    opsgen: int | None = None
    """The data format, where it is written."""
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
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    id: str
    title: Text
    calendar: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class People:
    """`people.yaml`."""

    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()

    def find(self, name: str) -> Person | None:
        """The person of this id, of this name in any language, or of this former id."""
        return self._by_name.get(name)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all."""
        return frozenset(person.id for person in self.people)

    @cached_property
    def called(self) -> Mapping[str, int]:
        """How many people have a name."""
        return Counter(name for person in self.people for name in person.name.forms)

    @cached_property
    def leaving(self) -> Mapping[str, date]:
        """Who leaves when, by id and by every form of the name."""
        return {
            name: person.active.until
            for person in self.people
            if person.active.until
            for name in (person.id, *person.name.forms)
        }

    @cached_property
    def _by_name(self) -> Mapping[str, Person]:
        """Everybody by id and by every form of the name; who stands first has it. Former ids come last."""
        former = {name: p for p in reversed(self.people) for name in p.aliases}
        return former | {name: p for p in reversed(self.people) for name in (p.id, *p.name.forms)}
