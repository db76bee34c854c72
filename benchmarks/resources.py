"""What made-up projects take besides their plan: people's time, equipment, vendors, and money by month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import TYPE_CHECKING

from benchmarks.texts import EQUIPMENT, PEOPLE, VENDORS, WORK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.setting import Item, Setting
    from benchmarks.themes import Pair

_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩"
_GIVEN = "安明 博文 晨曦 德海 恩泽 枫林 冠宇 浩然 嘉怡 静宜 可欣 立群 梦琪 宁远 沛然 启航 若兰 书恒 天佑 婉清"
_CALENDARS = ("CN", "CN", "CN", "SG", "weekdays")
_TEAMS = 20

Row = tuple[str, str, str, int]
"""Project, line, month and amount, as finance writes them."""


def names(count: int) -> tuple[str, ...]:
    """So many names: those of the small portfolio, then as many as are wanted, at most 500 more."""
    more = ("".join(parts) for parts in product(_FAMILY, _GIVEN.split()))
    known = tuple(zh for zh, _ in PEOPLE)
    return (*known, *(name for name in more if name not in known))[:count]


def staff(count: int) -> Item:
    """A `people.yaml` of so many, in teams of which some have a calendar of their own."""
    return {
        "people": [
            {"id": f"p{i:03}", "name": name, "team": f"t{i % _TEAMS:02}", "capacity": (100, 80, 60)[i % 3]}
            for i, name in enumerate(names(count))
        ],
        "teams": [
            {"id": f"t{i:02}", "title": f"Team {i}", "calendar": _CALENDARS[i % len(_CALENDARS)]}
            for i in range(_TEAMS)
        ],
    }  # fmt: skip


def resources(contents: Item, s: Setting, seed: str) -> Item:
    """The lists that are added to a project. Its luck is another, so that all else stays as it was."""
    own = replace(s, luck=Random(f"{seed}/resources"))
    return {
        "allocations": list(_allocations(contents, own)),
        "equipment": [_equipment(own)],
        "vendors": [_vendor(i, *vendor, contents, own) for i, vendor in enumerate(VENDORS, 1)],
        "conflicts": [{
            "id": "C1", "title": own.text(("两个项目同一周要同一人", "Two projects want one person")),
            "resource": own.team[1], "period": own.at(0.7), "options": [own.text(work) for work in WORK[:2]],
        }],
    }  # fmt: skip


def spent(project_id: str, contents: Item, s: Setting) -> list[Row]:
    """The rows of a project in the sheet. Its budget leaves them there, and names its work."""
    rows: list[Row] = []
    for i, line in enumerate(contents["budget"]):
        line |= {"task": contents["tasks"][i]["id"]} if i % 2 else {"phase": f"P{1 + i % 3}"}
        months = list(_months(s.start, min(s.as_of, s.finish)))
        if amount := line.pop("actual"):
            rows += [(project_id, line["id"], month, part) for month, part in _parts(months, amount)]
    return rows


def _parts(months: list[str], amount: int) -> Iterator[tuple[str, int]]:
    """The amount in as many parts, equal but for the last."""
    each = amount // len(months)
    yield from ((month, each) for month in months[:-1])
    yield months[-1], amount - each * (len(months) - 1)


def _months(first: date, last: date) -> Iterator[str]:
    day = first.replace(day=1)
    while day <= max(first, last):
        yield f"{day:%Y-%m}"
        day = (day + timedelta(days=32)).replace(day=1)


def _allocations(contents: Item, s: Setting) -> Iterator[Item]:
    """The owner all the time, the others on tasks, in a phase, between two days; one is still looked for."""
    yield {"person": s.team[0], "percent": s.luck.randrange(20, 60, 10)}
    for i, task in enumerate(s.luck.sample([task for task in contents["tasks"] if "start" in task], 3)):
        yield {"person": s.team[1 + i], "task": task["id"], "percent": s.luck.randrange(10, 50, 10)}
    yield {"person": s.team[4], "phase": "P3", "percent": 20}
    yield {"person": s.team[1], "days": s.luck.randint(3, 15), "from": s.at(0.6), "until": s.at(0.9)}
    yield {"role": s.text(("测试工程师", "Tester")), "days": 10, "phase": "P2"}


def _equipment(s: Setting) -> Item:
    title, (zh, en) = s.luck.choice(EQUIPMENT)
    bookings = [
        {
            "from": s.at(share),
            "until": s.at(share + 0.1),
            "quantity": s.luck.randint(1, 2),
            "for": s.text(work),
        }
        for share, work in zip((0.3, 0.35, 0.6, 0.8), WORK, strict=False)
    ]
    unit = en if s.languages == "en" else zh
    return {"id": "E1", "title": s.text(title), "quantity": 3, "unit": unit, "bookings": bookings}


def _vendor(i: int, name: Pair, service: Pair, contents: Item, s: Setting) -> Item:
    value = s.luck.randrange(100_000, 900_000, 50_000)
    first, last = s.at(0.1 * i), s.at(0.4 + 0.2 * i)
    return {
        "id": f"V{i}", "name": s.text(name), "service": s.text(service),
        "contract": {"no": f"HT-{i}", "value": value} | ({"signed": first} if first < s.as_of else {}),
        "status": "accepted" if s.closed else "delivering" if first < s.as_of else "negotiating",
        "deliveries": [_due(first + timedelta(days=20), s), _due(last, s)],
        "payments": [
            {"amount": value // 2, "due": first} | ({"paid": first} if first < s.as_of else {}),
            {"amount": value - value // 2, "milestone": contents["milestones"][-1]["id"]}
            | ({"paid": s.finish} if s.closed else {}),
        ],
    }  # fmt: skip


def _due(due: date, s: Setting) -> Item:
    late = timedelta(days=s.luck.choice((0, 0, 3, 9)))
    came = {"delivered": due + late} if due + late < s.as_of else {}
    return {"title": s.text(s.luck.choice(WORK)), "due": due} | came
