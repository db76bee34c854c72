"""Values that the tests of the figures draw: a campaign, its budget, its metrics, and plans of any length."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from opsgen.figures.budget_bars import BudgetRow
from opsgen.figures.budget_over_time import MoneyPoint
from opsgen.figures.burn_up import Burnt, Outlook, ScopeMark
from opsgen.figures.comparison import Course
from opsgen.figures.funnel import FunnelStep
from opsgen.figures.gantt import GanttLink, GanttRow
from opsgen.figures.health_over_time import HealthRow
from opsgen.figures.heat_map import HeatCell, HeatRow
from opsgen.figures.kpi_line import Kpi, KpiEvent, KpiPoint
from opsgen.figures.kpi_past import FormerTarget, Projection
from opsgen.figures.milestone_trend import TrendLine
from opsgen.figures.risk_matrix import Band, RiskPoint
from opsgen.figures.roadmap import RoadmapMilestone, RoadmapPhase, RoadmapProject
from opsgen.figures.s_curve import Curve, CurveMonth
from opsgen.figures.tokens import STATUSES, Status

TODAY = date(2026, 11, 16)
LONG = {
    "en": "Tender for suppliers of artwork, text messages, customer service and warehouse integration",
    "zh": "供应商招标（素材制作、短信通道、客服外包与仓配一体化）以及合同谈判与签署",
}
SHORT = {"en": "Load test", "zh": "压测通过"}
BANDS = {
    "en": (
        Band("low", 1, "heat1"),
        Band("medium", 5, "heat2"),
        Band("high", 10, "heat3"),
        Band("critical", 15, "heat4"),
    ),
    "zh": (
        Band("低", 1, "heat1"),
        Band("中", 5, "heat2"),
        Band("高", 10, "heat3"),
        Band("极高", 15, "heat4"),
    ),
}


def _name(lang: str, i: int) -> str:
    return f"{i} {LONG[lang] if i % 3 == 0 else SHORT[lang]}"


TYPES: tuple[Literal["FS", "SS", "FF", "SF"], ...] = ("FS", "SS", "FF", "SF")


def plan(count: int, lang: str) -> tuple[GanttRow, ...]:
    """A plan with phases, groups, overlapping tasks, moved milestones, contradictions, rows without dates."""
    return tuple(_row(i, lang, alone=count == 1) for i in range(count))


def _row(i: int, lang: str, *, alone: bool) -> GanttRow:
    start = date(2026, 7, 1) + timedelta(days=(i * 11) % 230)
    finish = start + timedelta(days=3 + (i * 7) % 40)
    planned = finish - timedelta(days=(i * 5) % 17 - 4)
    status: Status = STATUSES[i % 5]
    name, kind = _name(lang, i), TYPES[i // 2 % 4]
    if i % 9 == 0 and not alone:
        return GanttRow(f"P{i}", name, "phase", start, finish + timedelta(days=60))
    if i % 9 == 8:
        return GanttRow(
            f"M{i}",
            name,
            "milestone",
            finish=finish,
            baseline_finish=planned,
            status=status,
            depends_on=(GanttLink(f"T{i - 1}", kind),),
            critical=i % 2 == 0,
        )
    if i % 13 == 12:
        return GanttRow(f"T{i}", name)
    return GanttRow(
        f"T{i}",
        name,
        "group" if i % 7 == 3 else "task",
        start,
        finish,
        start,
        planned,
        float(i * 13 % 101),
        status,
        (GanttLink(f"T{i - 1}"), GanttLink(f"T{i - 2}", kind), GanttLink(f"M{i - 2}", kind)) if i % 2 else (),
        f"#T{i}",
        critical=i % 4 == 1,
        depth=i % 6,
    )


def programme(count: int, lang: str) -> tuple[RoadmapProject, ...]:
    """Projects with three phases and four milestones each, some close together; every sixth without dates."""
    return tuple(_project(i, lang) for i in range(count))


def _project(i: int, lang: str) -> RoadmapProject:
    status: Status = STATUSES[i % 5]
    if i % 6 == 5:
        return RoadmapProject(f"p{i}", _name(lang, i), status)
    start = date(2026, 6, 1) + timedelta(days=(i * 17) % 150)
    ends = [start + timedelta(days=d) for d in (0, 30 + i % 20, 90, 120 + i % 40)]
    phases = tuple(
        RoadmapPhase(_name(lang, k), a, b, STATUSES[(i + k) % 5])
        for k, (a, b) in enumerate(itertools.pairwise(ends))
    )
    milestones = tuple(
        RoadmapMilestone(f"M{k}", _name(lang, k), start + timedelta(days=d), STATUSES[(i + k) % 5])
        for k, d in enumerate((5, 11 + i % 30, 60, 118))
    )
    return RoadmapProject(
        f"p{i}", _name(lang, i), status, ends[0], ends[-1], phases, milestones, f"p{i}.html"
    )


def register(count: int) -> tuple[RiskPoint, ...]:
    """Risks over the whole matrix, crowded in the middle; one with a very long id, some that moved."""
    spots = [(1 + i * 7 % 5, 1 + i * 3 % 5) if i % 2 else (3, 3) for i in range(count)]
    risks = [
        RiskPoint(f"R{i}", LONG["en"], p, m, _stood(i), f"#R{i}", new=i % 7 == 4)
        for i, (p, m) in enumerate(spots, 1)
    ]
    return (*risks, RiskPoint("RISK-OF-A-VERY-LONG-NAME", "x", 5, 5))


def _stood(i: int) -> tuple[int, int] | None:
    """Where a risk was in the last report: of every third elsewhere, of some where others were."""
    return (1 + i % 5, 1 + i // 2 % 5) if i % 3 == 0 else None


def budget(lang: str) -> tuple[BudgetRow, ...]:
    """Lines within, near and over their plan, one that is not begun, and their total."""
    amount = lambda wan: Decimal(wan) * 10_000  # noqa: E731 (shorter than its four uses)
    return (
        BudgetRow("B1", _name(lang, 1), amount(800), amount(612), amount(860), "late", "#B1"),
        BudgetRow("B2", _name(lang, 3), amount(1200), amount(900), amount(1190), "risk"),
        BudgetRow("B3", _name(lang, 2), amount(300), amount(80), amount(260), "ok"),
        BudgetRow("B4", _name(lang, 4), amount(100)),
        BudgetRow(
            "",
            "合计" if lang == "zh" else "Total",
            amount(2400),
            amount(1592),
            amount(2410),
            "risk",
            total=True,
        ),
    )


def turnover(lang: str) -> Kpi:
    """A cumulative metric behind its expected line."""
    points = (
        KpiPoint(date(2026, 11, 1), 1850, "ok"),
        KpiPoint(date(2026, 11, 8), 4450, "risk"),
        KpiPoint(date(2026, 11, 15), Decimal("6100.5"), "late"),
    )
    expected = ((date(2026, 10, 20), 0), (date(2026, 11, 30), 12000))
    unit = "万元" if lang == "zh" else "k"
    return Kpi(SHORT[lang], unit, points, 12000, expected, "up", 0.05, date(2026, 11, 30))


def adjusted(lang: str, count: int = 3, apart: int = 6) -> Kpi:
    """The same metric with adjustments: close together, on one day, today, and one before its time."""
    days = [TODAY - timedelta(days=i * apart) for i in range(count)]
    days += days[:1] if count > 1 else []
    events = tuple(KpiEvent(day, f"AD{i}", _name(lang, i)) for i, day in enumerate(days))
    return replace(turnover(lang), events=(*events, KpiEvent(date(2020, 1, 1), "AD99", "long ago")))


def road_to_order(values: tuple[float, ...], lang: str, weakest: int | None = None) -> tuple[FunnelStep, ...]:
    """The steps of a funnel with these values, some with long names; no rate after a step without anybody."""
    return tuple(
        FunnelStep(
            id=f"K{i}",
            title=_name(lang, i),
            value=value,
            shown=f"{value:,.0f} {'人次' if lang == 'zh' else 'visits'}",
            rate=value / values[i - 1] * 100 if i and values[i - 1] else None,
            href=f"#K{i}" if i % 2 else "",
            weakest=i == weakest,
        )
        for i, value in enumerate(values)
    )


MONDAYS = tuple(date(2026, 11, 16) + timedelta(weeks=i) for i in range(26))


def crew(count: int, lang: str) -> tuple[HeatRow, ...]:
    """People with every kind of week: free, taken, too much, without a working day; some part of the time."""
    return tuple(
        HeatRow(
            _name(lang, i),
            tuple(_week(i, k) for k in range(len(MONDAYS))),
            60 if i % 4 == 3 else 100,
            f"#p{i}" if i % 2 else "",
        )
        for i in range(count)
    )


def _week(i: int, k: int) -> HeatCell:
    if k in (10, 11) and i % 5 != 4:
        return HeatCell(None)
    percent = (0, 12.5, 47.1, 79.9, 100, 100.4, 130, 1240)[(i * 5 + k // (1 + i % 3)) % 8]
    capacity = 60 if i % 4 == 3 else 100
    return HeatCell(percent, capacity, percent > capacity, "crm 80%, 双十一大促 50%" if k % 2 else "")


def spending(count: int = 14, *, over: str = "1.09", credit: bool = False) -> Curve:
    """Money of some months up to some after today, beyond its plan, with credit notes if wanted."""
    first = date(2026, 1 if count > 10 else 11, 1)
    months = tuple(_month_after(first, i) for i in range(count))
    total, end = Decimal(12_000_000), Decimal(12_000_000) * Decimal(over)
    used, found = Decimal(0), []
    for i, month in enumerate(months):
        past = month <= TODAY
        spent = _share(end, i, count) * (-1 if credit and i % 4 == 2 else 1) if past else None
        used += spent or 0
        found.append((month, _up_to(total, i, count), used if past else None, spent))
    return Curve(
        tuple(
            CurveMonth(
                month,
                planned,
                actual,
                None if actual is not None and month != _last_before(months) else _up_to(end, i, count),
                None if actual is None else actual * Decimal("0.87"),
                spent,
            )
            for i, (month, planned, actual, spent) in enumerate(found)
        ),
        committed=Decimal(9_400_000),
        contingency=Decimal(800_000),
    )


def _month_after(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)


def _last_before(months: tuple[date, ...]) -> date:
    return max(month for month in months if month <= TODAY)


def _up_to(total: Decimal, i: int, count: int) -> Decimal:
    """A slow begin, a busy middle, a slow end: the cubic that is flat at both of its ends."""
    part = Decimal(i + 1) / count
    return (total * part * part * (3 - 2 * part)).quantize(Decimal(1))


def _share(total: Decimal, i: int, count: int) -> Decimal:
    return _up_to(total, i, count) - (_up_to(total, i - 1, count) if i else 0)


def years(lang: str, *, close: bool = False) -> tuple[Course, Course]:
    """Two campaigns from their starts: one under way, the other over, with ends far apart or close."""
    names = ("双十一大促 2026", "双十一大促 2025") if lang == "zh" else ("Gift 2026", LONG["en"])
    own = tuple((day, 40.0 * (day - 60)) for day in range(60, 112, 3))
    other = tuple(
        (day, (39.5 if close else 25.0) * (day - 60)) for day in range(60, 113 if close else 131, 4)
    )
    return Course(names[0], own, own[-1]), Course(names[1], other, (112, dict(other)[112]))


def moved(count: int, lang: str) -> tuple[TrendLine, ...]:
    """Milestones over a year of fortnightly reports: kept, slipping, recovering, back and forth, achieved."""
    return tuple(_moved(i, lang) for i in range(count))


def _moved(i: int, lang: str) -> TrendLine:
    forecast = date(2026, 5, 1) + timedelta(days=(17 * i) % 240 + 20 * (i % 3))
    steps = {i % 4 * 3 + 4: 12, 12: (20, -15, 0, 7)[i % 4], 18: (9, 9, -11, 0)[i % 4]}
    reports: list[tuple[date, date]] = []
    for number in range(24):
        day = date(2026, 1, 5) + timedelta(weeks=2 * number)
        forecast += timedelta(days=steps.get(number, 0))
        if day >= forecast or day > TODAY:
            break
        reports.append((day, forecast))
    reached = forecast if forecast <= TODAY else None
    status: Status = "done" if reached else STATUSES[i % 3]
    return TrendLine(
        label=f"M{_name(lang, i)}",
        reports=tuple(reports),
        status=status,
        days=(forecast - reports[0][1]).days,
        reached=reached,
        href=f"#M{i}",
    )


def report_days(count: int) -> tuple[date, ...]:
    """The days of so many reports, every other week up to today."""
    return tuple(TODAY - timedelta(weeks=2 * (count - 1 - n)) for n in range(count))


def lit(count: int, lang: str) -> tuple[tuple[HealthRow, ...], tuple[date, ...]]:
    """A project and its dimensions with every light; one that began late, one with a long name."""
    whole = HealthRow(_name(lang, 1), tuple(STATUSES[n % 5] for n in range(count)), strong=True)
    rows = (HealthRow(_name(lang, i), tuple(_light_of(i, n) for n in range(count))) for i in range(2, 5))
    return (whole, *rows), report_days(count)


def _light_of(row: int, report: int) -> Status | None:
    return None if row == 2 and report < 3 else STATUSES[(row * 3 + report // 2) % 5]


def lit_counts(count: int) -> tuple[dict[Status, tuple[int, ...]], tuple[date, ...]]:
    """How many of some projects had each light in each report; none was ever complete."""
    found = {
        status: tuple((i * 7 + n * (i + 1)) % 9 for n in range(count)) for i, status in enumerate(STATUSES)
    }
    return found | {"done": (0,) * count}, report_days(count)


def aimed_elsewhere(lang: str) -> Kpi:
    """Turnover whose target was lowered twice, and where reports saw it end, one far beyond the scale."""
    days = [TODAY - timedelta(days=n) for n in (60, 21, 14, 7, 0)]
    told = zip(days, (9_000, 7_100, 9_900, 60_000, 10_400), strict=True)
    return replace(
        turnover(lang),
        former=(
            FormerTarget(16_000, TODAY - timedelta(days=300)),
            FormerTarget(14_000, TODAY - timedelta(days=16)),
            FormerTarget(13_000, TODAY - timedelta(days=5)),
        ),
        projected=tuple(Projection(day, value) for day, value in told),
    )


def burning(count: int) -> tuple[tuple[Burnt, ...], tuple[ScopeMark, ...]]:
    """So many weekly reports of a scope that grows and shrinks."""
    days = [TODAY - timedelta(weeks=n) for n in range(count - 1, -1, -1)]
    points = tuple(Burnt(day, 132.0 + 13 * (n > 2) - 6 * (n > 4), 11.5 * n) for n, day in enumerate(days))
    marks = tuple(
        ScopeMark(day + timedelta(days=2), f"T{n}", added=n % 4 < 2)
        for n, day in enumerate(days[:-1])
        if n % 2
    )
    return points, marks


BURNT_BY = Outlook(TODAY + timedelta(28), TODAY + timedelta(21), TODAY + timedelta(45))


def forecasts(count: int) -> tuple[MoneyPoint, ...]:
    """So many monthly reports of money whose plan was raised once, and its forecast more often."""
    return tuple(
        MoneyPoint(
            TODAY - timedelta(days=30 * (count - 1 - n)),
            Decimal(8_000_000 + 400_000 * (n > count // 2)),
            Decimal(900_000 * n) if n else None,
            Decimal(8_000_000 + 150_000 * n),
        )
        for n in range(count)
    )
