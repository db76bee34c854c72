"""Writes a made-up portfolio that is believable, valid and the same for the same seed.

    python -m benchmarks.portfolio 100 /tmp/trial
    python -m benchmarks.portfolio 1000 /tmp/trial --tasks 40 --risks 15 --metrics 12 --whole
    python -m benchmarks.portfolio 1000 /tmp/trial --people 500
    python -m benchmarks.portfolio 1000 /tmp/trial --improved

Project number 7 is the same project in a portfolio of ten and in one of a thousand.
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

from benchmarks.improvement import improved
from benchmarks.lists import committee, deepened, lists
from benchmarks.resources import Row, names, resources, spent, staff
from benchmarks.setting import Item, Setting, Shape
from benchmarks.tasks import tasks
from benchmarks.texts import LESSONS, MEASURES, PEOPLE, PHASES, REASONS, RISKS, WORK
from benchmarks.themes import REGIONS, THEMES, Measure, Pair, Theme

AS_OF = date(2026, 10, 12)
USUAL = Shape()


def project(number: int, *, seed: int = 1, as_of: date = AS_OF, shape: Shape = USUAL) -> tuple[str, Item]:
    """Id and contents of one project."""
    name, contents, _ = _made(number, seed=seed, as_of=as_of, shape=shape)
    return name, contents


def _made(number: int, *, seed: int, as_of: date, shape: Shape) -> tuple[str, Item, list[Row]]:
    """Id and contents of a project, and what finance has of it."""
    luck = Random(f"{seed}/{number}")
    theme, (_, region_name) = _about(number, luck)
    setting = _setting(luck, as_of, shape)
    quarter = f"{setting.start.year} Q{(setting.start.month + 2) // 3}"
    title = (f"{region_name[0]}{theme.title[0]} {quarter} · {number:03}",
             f"{theme.title[1]} {region_name[1]}, {quarter} · {number:03}")  # fmt: skip
    contents = _contents(theme, title, setting, shape)
    other = id_of(number - 1, seed) if number > 1 else None
    if shape.whole:
        deepened(contents, setting)
        contents |= lists(contents, setting, other)
    rows: list[Row] = []
    if shape.people:
        contents |= resources(contents, setting, f"{seed}/{number}")
        rows = spent(id_of(number, seed), contents, setting)
    if shape.improved:
        contents |= improved(contents, setting, f"{seed}/{number}", other)
    return id_of(number, seed), contents, rows


def id_of(number: int, seed: int) -> str:
    """The id of a project."""
    theme, (region, region_name) = _about(number, Random(f"{seed}/{number}"))
    return (
        f"{theme.title[0]}-{region_name[0]}-{number:04}"
        if number % 7 == 3
        else f"{theme.slug}-{region}-{number:04}"
    )


def _about(number: int, luck: Random) -> tuple[Theme, tuple[str, Pair]]:
    """What it is about, and the region, which is the first thing that luck decides."""
    return THEMES[number % len(THEMES)], luck.choice(REGIONS)


def _setting(luck: Random, as_of: date, shape: Shape) -> Setting:
    start = as_of + timedelta(days=luck.randint(-260, 20))
    finish = start + timedelta(days=luck.randint(100, 230))
    team = tuple(luck.sample(names(shape.people or len(PEOPLE)), 5))
    return Setting(luck, luck.choice(("zh", "zh", "en", "both")), start, finish, as_of, team)


def _contents(theme: Theme, title: Pair, s: Setting, shape: Shape) -> Item:
    head: Item = {
        "title": s.text(title),
        "owner": s.team[0],
        "sponsor": s.team[1],
        "start": s.start,
        "finish": s.finish,
        "category": theme.category,
        "priority": s.luck.randint(1, 5),
        "cadence": "weekly",
        "summary": s.text(theme.summary),
    }
    if s.closed:
        head |= {"lifecycle": "closed", "closed": s.finish}
    lists: Item = {
        "goals": _goals(theme, s),
        "phases": _phases(s),
        "milestones": _milestones(theme, s),
        "tasks": tasks(s, shape.tasks),
        "metrics": _metrics(theme, s, shape.metrics),
        "risks": _risks(theme, s, shape.risks),
        "budget": _budget(theme, s),
        "decisions": _decisions(theme, s),
        "actions": _actions(s),
        "updates": _updates(theme, s),
        "lessons": _lessons(s),
    }
    return head | {key: items for key, items in lists.items() if items}


def _goals(theme: Theme, s: Setting) -> list[Item]:
    return [
        {"id": f"G{i}", "title": s.text(title), "supports": f"S{1 + i % 2}", "metrics": [f"K{i}"]}
        for i, title in enumerate(theme.goals, 1)
    ]


def _phases(s: Setting) -> list[Item]:
    bounds = (0.0, 0.3, 0.7, 1.0)
    return [
        {"id": f"P{i}", "title": s.text(title), "start": s.at(bounds[i - 1]), "finish": s.at(bounds[i])}
        for i, title in enumerate(PHASES, 1)
    ]


def _milestones(theme: Theme, s: Setting) -> list[Item]:
    count = len(theme.milestones)
    return [_milestone(i, i / (count + 0.2), title, s) for i, title in enumerate(theme.milestones, 1)]


def _milestone(i: int, share: float, title: Pair, s: Setting) -> Item:
    baseline = s.at(share)
    moved = s.luck.choice((0, 0, 0, 0, -4, 5, 9, 16, 30))
    day = min(baseline + timedelta(days=moved), s.finish)
    item: Item = {"id": f"M{i}", "title": s.text(title), "owner": s.owner(), "baseline": baseline}
    item["actual" if day < s.as_of - timedelta(days=3) else "forecast"] = day
    if day != baseline:
        item["reason"] = s.text(s.luck.choice(REASONS))
    return item


def _metrics(theme: Theme, s: Setting, count: int | None) -> list[Item]:
    measures = (*theme.metrics, *MEASURES)[: len(theme.metrics) if count is None else count]
    return [_metric(i, measure, s) for i, measure in enumerate(measures, 1)]


def _metric(i: int, measure: Measure, s: Setting) -> Item:
    item: Item = {
        "id": f"K{i}",
        "title": s.text(measure.title),
        "unit": measure.unit,
        "direction": measure.direction,
        "start_value": measure.start,
        "target": measure.target,
        "due": s.at(0.95),
        "frequency": "weekly",
    }
    if measure.cumulative:
        item["cumulative"] = True
    measured = _measurements(measure, s)
    return item | ({"measurements": measured} if measured else {})


def _measurements(measure: Measure, s: Setting) -> list[Item]:
    """One reading a week from the first tenth on: a steady way to the target with some luck."""
    pace, day, rows = s.luck.uniform(0.75, 1.1), s.at(0.1), []
    reached = 0.0
    while day < min(s.as_of, s.finish):
        share = (day - s.start).days / (s.finish - s.start).days
        reached = max(reached, min(1.05, share * pace + s.luck.uniform(-0.03, 0.03)))
        rows.append(
            {"date": day, "value": round(measure.start + (measure.target - measure.start) * reached, 2)}
        )
        day += timedelta(days=7)
    return rows[-20:]


def _risks(theme: Theme, s: Setting, count: int | None) -> list[Item]:
    risks = (*theme.risks, *RISKS)[: len(theme.risks) if count is None else count]
    return [_risk(i, *risk, s) for i, risk in enumerate(risks, 1)]


def _risk(i: int, title: Pair, category: str, response: Pair, s: Setting) -> Item:
    probability, impact = s.luck.randint(1, 5), s.luck.randint(2, 5)
    raised = min(s.at(min(0.05 * i, 0.6)), s.as_of)
    item: Item = {
        "id": f"R{i}",
        "title": s.text(title),
        "category": category,
        "probability": probability,
        "impact": impact,
        "inherent": {"probability": min(5, probability + 1), "impact": impact},
        "owner": s.owner(),
        "raised": raised,
        "reviewed": max(raised, min(s.as_of, s.finish) - timedelta(days=s.luck.randint(1, 25))),
        "strategy": "mitigate",
        "response": s.text(response),
    }
    if s.closed:
        item |= {"status": "closed", "closed": s.finish}
    return item


def _budget(theme: Theme, s: Setting) -> list[Item]:
    return [_budget_line(i, *line, s) for i, line in enumerate(theme.budget, 1)]


def _budget_line(i: int, title: Pair, category: str, planned: int, s: Setting) -> Item:
    forecast = round(planned * s.luck.choice((0.94, 1.0, 1.0, 1.04, 1.12)), -3)
    actual = round(forecast * s.elapsed * s.luck.uniform(0.8, 1.0), -2)
    item: Item = {"id": f"B{i}", "title": s.text(title), "category": category, "planned": planned}
    return item | {"actual": int(forecast if s.closed else actual), "forecast": int(forecast)}


def _decisions(theme: Theme, s: Setting) -> list[Item]:
    taken = {
        "id": "D1",
        "title": s.text((f"确认范围与预算：{theme.title[0]}", f"Confirm scope and budget: {theme.title[1]}")),
        "status": "decided",
        "by": s.team[1],
        "date": s.at(0.02),
        "outcome": s.text(("同意，按季度拨付", "Approved, paid by quarter")),
    }
    wanted = {
        "id": "D2",
        "title": s.text(("是否追加投入 60 万", "Add CNY 600,000 or not")),
        "due": s.as_of + timedelta(days=s.luck.randint(3, 30)),
        "options": [s.text(("追加", "Add")), s.text(("维持", "Keep as planned"))],
        "recommendation": s.text(("追加，前提是转化率达标", "Add, if conversion is on target")),
        "cost": 60_0000,
    }
    if s.at(0.02) > s.as_of:
        return []
    return [taken] if s.closed or s.luck.random() < 0.6 else [taken, wanted]


def _actions(s: Setting) -> list[Item]:
    return [
        _action(i, title, s) for i, title in enumerate(s.luck.sample(WORK, 3), 1) if s.at(0.2 * i) < s.as_of
    ]


def _action(i: int, title: Pair, s: Setting) -> Item:
    due = s.at(0.2 * i) + timedelta(days=14)
    item: Item = {"id": f"A{i}", "title": s.text(title), "owner": s.owner(), "due": due}
    if due < s.as_of and (s.closed or s.luck.random() < 0.8):
        item |= {"status": "done", "done": due - timedelta(days=s.luck.randint(0, 5))}
    return item


def _updates(theme: Theme, s: Setting) -> list[Item]:
    last = min(s.as_of, s.finish) - timedelta(days=s.luck.choice((1, 2, 4, 6, 6, 20)))
    days = (last - timedelta(days=7 * back) for back in (2, 1, 0))
    return [_update(day, theme, s) for day in days if day >= s.start]


def _update(day: date, theme: Theme, s: Setting) -> Item:
    done, coming = s.luck.sample(WORK, 2)
    return {
        "period": day,
        "author": s.team[0],
        "summary": s.text((f"{theme.title[0]}按计划推进，重点是{coming[0]}。",
                           f"{theme.title[1]} on the move; next comes: {coming[1].lower()}.")),
        "done": [s.text(done)],
        "next": [s.text(coming)],
    }  # fmt: skip


def _lessons(s: Setting) -> list[Item]:
    if not s.closed:
        return []
    return [
        {"id": f"L{i}", "title": s.text(title), "polarity": polarity, "recommendation": s.text(advice)}
        for i, (title, advice, polarity) in enumerate(LESSONS, 1)
    ]


def people() -> Item:
    teams = (("growth", ("增长", "Growth")), ("service", ("服务", "Service")))
    return {
        "people": [
            {"id": en.lower().replace(" ", "-"), "name": zh, "role": "PM" if i % 3 else "Sponsor",
             "team": teams[i % 2][0], "email": f"{en.lower().replace(' ', '.')}@example.com"}
            for i, (zh, en) in enumerate(PEOPLE)
        ],
        "teams": [{"id": key, "title": {"zh": zh, "en": en}} for key, (zh, en) in teams],
    }  # fmt: skip


def portfolio() -> Item:
    goals = (("收入增长", "Grow revenue"), ("体验与效率", "Experience and efficiency"))
    return {
        "title": {"zh": "运营项目组合", "en": "Operations portfolio"},
        "languages": ["zh", "en"],
        "timezone": "Asia/Shanghai",
        "currency": "CNY",
        "strategic_goals": [
            {"id": f"S{i}", "title": {"zh": zh, "en": en}} for i, (zh, en) in enumerate(goals, 1)
        ],
        "report_calendar": {"cadence": "monthly", "day": "last_workday"},
    }


class _WithoutAnchors(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the name and signature are PyYAML's
        return True


def yaml_text(value: Item) -> str:
    """YAML as people write it: blocks outside, one line for the innermost mappings."""
    text: str = yaml.dump(
        value,
        Dumper=_WithoutAnchors,
        allow_unicode=True,
        sort_keys=False,
        width=110,
        default_flow_style=None,
    )
    return text


def write(count: int, root: Path, *, seed: int = 1, as_of: date = AS_OF, shape: Shape = USUAL) -> Path:
    """The folder `projects/` below `root`, filled with `count` projects."""
    folder = root / "projects"
    folder.mkdir(parents=True, exist_ok=True)
    everybody = staff(shape.people) if shape.people else people()
    for name, value in (("portfolio", portfolio()), ("people", everybody)):
        (folder / f"{name}.yaml").write_text(yaml_text(value), encoding="utf-8", newline="\n")
    rows: list[Row] = []
    for number in range(1, count + 1):
        name, value, more = _made(number, seed=seed, as_of=as_of, shape=shape)
        (folder / f"{name}.yaml").write_text(yaml_text(value), encoding="utf-8", newline="\n")
        rows += more
    if rows:
        _write_sheet(folder / "data", rows)
    if shape.whole:
        _write_meetings(folder / "meetings", [id_of(i, seed) for i in range(1, min(count, 12) + 1)], as_of)
    return folder


def _write_sheet(folder: Path, rows: list[Row]) -> None:
    folder.mkdir(exist_ok=True)
    lines = (",".join(map(str, row)) for row in (("项目", "科目", "月份", "金额"), *rows))
    (folder / "actuals.csv").write_text("\n".join((*lines, "")), encoding="utf-8", newline="\n")


def _write_meetings(folder: Path, ids: list[str], as_of: date) -> None:
    folder.mkdir(exist_ok=True)
    for day in (as_of - timedelta(days=35), as_of - timedelta(days=7)):
        text = yaml_text(committee(ids, day))
        (folder / f"{day}-steering.yaml").write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a made-up portfolio.")
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF)
    parser.add_argument("--tasks", type=int, default=USUAL.tasks, help="tasks of a project")
    parser.add_argument("--risks", type=int, help="risks of a project; as many as its theme has")
    parser.add_argument("--metrics", type=int, help="metrics of a project; as many as its theme has")
    parser.add_argument("--whole", action="store_true", help="with research, issues, meetings and the like")
    parser.add_argument(
        "--people", type=int, default=0, help="how many are planned for; with vendors and money"
    )
    parser.add_argument("--improved", action="store_true", help="with adjustments, feedback and lessons")
    given = parser.parse_args()
    shape = Shape(given.tasks, given.risks, given.metrics, given.whole, given.people, given.improved)
    print(write(given.count, given.folder, seed=given.seed, as_of=given.as_of, shape=shape))


if __name__ == "__main__":
    main()
