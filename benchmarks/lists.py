"""The lists that a team adds to a made-up project when it works with it: from research to meetings."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle, islice
from typing import TYPE_CHECKING

from benchmarks.texts import (
    AGENDA,
    ASSUMPTIONS,
    CRITERIA,
    DELIVERABLES,
    ISSUES,
    RESEARCH,
    STAKEHOLDERS,
    WORK,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.setting import Item, Setting
    from benchmarks.themes import Pair

_HIGH = 10  # from this score on a risk has a contingency plan


def lists(contents: Item, s: Setting, other: str | None) -> Item:
    """What is added to the contents of a project; `other` is the id of one that it depends on."""
    added: Item = {
        "charter": _charter(s),
        "research": _research(s),
        "assumptions": _assumptions(s),
        "deliverables": _deliverables(s),
        "issues": _issues(s),
        "dependencies": _dependencies(s, other),
        "raci": _raci(contents, s),
        "stakeholders": _stakeholders(s),
        "communications": [{
            "audience": s.text(STAKEHOLDERS[0][0]), "what": s.text(AGENDA[1]),
            "how": s.text(("群消息", "Message")), "cadence": s.text(("每周五", "Every Friday")),
            "owner": s.owner(),
        }],
        "meetings": list(_meetings(contents, s)),
        "training": _training(contents, s),
    }  # fmt: skip
    return {key: value for key, value in added.items() if value}


def deepened(contents: Item, s: Setting) -> None:
    """Gives goals key results, phases and gates their criteria, and risks what is written of a high one."""
    for i, goal in enumerate(contents["goals"], 1):
        metric, stone = contents["metrics"][i - 1], contents["milestones"][i]
        goal["milestones"] = [stone["id"]]
        goal["key_results"] = [
            {"id": f"KR{2 * i - 1}", "title": metric["title"], "metric": metric["id"], "weight": 2},
            {"id": f"KR{2 * i}", "title": stone["title"], "milestone": stone["id"], "weight": 1},
        ]
    gate = _gate(contents["milestones"][1], s)
    contents["phases"][1] |= {"entry_criteria": [s.text(CRITERIA[0][0])], "exit_gate": gate["id"]}
    for risk in contents["risks"]:
        _prepared(risk, s)
    first, metric = contents["risks"][0], contents["metrics"][0]
    value = metric["start_value"] - max(1, abs(metric["start_value"]))
    first["trigger"] = {"metric": metric["id"], "op": "<", "value": value}


def _gate(stone: Item, s: Setting) -> Item:
    """A milestone becomes a gate: passed with all its criteria where it was reached."""
    reached = "actual" in stone
    stone["type"] = "gate"
    stone["criteria"] = [
        {"text": s.text(text), "met": reached} | ({"evidence": s.text(proof)} if reached else {})
        for text, proof in CRITERIA
    ]
    stone["outcome"] = "go" if reached else "pending"
    if reached:
        stone |= {"decided_by": s.team[1], "decided": stone["actual"]}
    return stone


def _prepared(risk: Item, s: Setting) -> None:
    risk["review_every"] = "1mo"
    if risk["probability"] * risk["impact"] >= _HIGH:
        risk["contingency"] = {
            "plan": s.text(("启用备选方案并上报", "Use the fallback and tell the committee")),
            "cost": s.luck.randrange(20_000, 200_000, 5_000),
            "owner": risk["owner"],
        }


def _charter(s: Setting) -> Item:
    inside, outside = s.luck.sample(WORK, 2)
    return {
        "purpose": s.text(("先验证，再决定是否推广。", "Prove it, then decide on a roll-out.")),
        "scope_in": [s.text(inside)],
        "scope_out": [s.text(outside)],
        "success_criteria": [s.text(CRITERIA[0][0])],
    }


def _research(s: Setting) -> list[Item]:
    return [
        {"id": f"RS{i}", "title": s.text(title), "method": method, "date": min(s.start, s.as_of),
         "sample_size": s.luck.randint(12, 2000), "finding": s.text(finding),
         "confidence": s.luck.choice(("low", "medium", "high")), "implication": s.text(advice),
         "supports": [f"G{1 + i % 2}"]}
        for i, (title, method, finding, advice) in enumerate(RESEARCH, 1)
    ]  # fmt: skip


def _assumptions(s: Setting) -> list[Item]:
    return [_assumption(i, title, basis, s) for i, (title, basis) in enumerate(ASSUMPTIONS, 1)]


def _assumption(i: int, title: Pair, basis: Pair, s: Setting) -> Item:
    due = s.at(0.15 * i)
    known = due < s.as_of
    item: Item = {"id": f"AS{i}", "title": s.text(title), "basis": s.text(basis), "due": due}
    return item | {
        "status": s.luck.choice(("holds", "holds", "false")) if known else "open",
        "if_false": "R1",
    }


def _deliverables(s: Setting) -> list[Item]:
    return [_deliverable(i, *texts, s) for i, texts in enumerate(DELIVERABLES, 1)]


def _deliverable(i: int, title: Pair, criterion: Pair, method: Pair, s: Setting) -> Item:
    due = s.at(0.22 * i)
    item: Item = {"id": f"DL{i}", "title": s.text(title), "owner": s.owner(), "due": due}
    item |= {"acceptance_criteria": [s.text(criterion)], "moscow": "must" if i < 3 else "should"}
    if due < s.as_of:
        checked = {"method": s.text(method), "result": "passed", "date": due}
        return item | {"status": "accepted", "delivered": due, "quality": checked}
    return item | {"status": "in_progress" if s.at(0.22 * (i - 1)) < s.as_of else "planned"}


def _issues(s: Setting) -> list[Item]:
    return [
        _issue(i, *issue, s) for i, issue in enumerate(ISSUES, 1) if s.at(0.18 * i) < min(s.as_of, s.finish)
    ]


def _issue(i: int, title: Pair, kind: str, impact: Pair, s: Setting) -> Item:
    raised = s.at(0.18 * i)
    due = raised + timedelta(days=21)
    item: Item = {"id": f"I{i}", "title": s.text(title), "type": kind, "severity": s.luck.randint(1, 4),
                  "raised": raised, "raised_by": s.owner(), "owner": s.owner(), "impact": s.text(impact),
                  "due": due}  # fmt: skip
    if s.closed or due < s.as_of:
        solved = min(due, s.finish)
        return item | {"status": "resolved", "resolution": s.text(("已更换方案", "Another way was found")),
                       "resolved": solved}  # fmt: skip
    return item | {"status": "in_progress"}


def _dependencies(s: Setting, other: str | None) -> list[Item]:
    supplier: Item = {
        "id": "DP1", "title": s.text(("供应商接口开放", "The supplier opens its interface")),
        "direction": "inbound", "other": s.text(STAKEHOLDERS[3][0]) if s.languages != "both" else "华信",
        "due": s.at(0.3),
    }  # fmt: skip
    needed = [supplier, {
        "id": "DP2", "title": s.text(("共用数据准备完成", "Shared data ready")), "direction": "inbound",
        "other": f"{other}:M2", "due": s.at(0.6),
    }] if other else [supplier]  # fmt: skip
    for item in needed:
        past = item["due"] < s.as_of
        late = 0 if s.closed else s.luck.choice((0, 0, 0, 20))
        promised = item["due"] + timedelta(days=late)
        item["promised"] = promised
        item |= (
            {"delivered": item["due"], "status": "delivered"} if past and not late else {"status": "agreed"}
        )
    return needed


def _raci(contents: Item, s: Setting) -> list[Item]:
    items = [*contents["milestones"][:4], *_deliverables_named()]
    return [
        {"item": item["id"], "responsible": [s.team[(i + 1) % 5]], "accountable": s.team[i % 5],
         "consulted": [s.team[(i + 2) % 5]], "informed": [s.team[(i + 3) % 5]]}
        for i, item in enumerate(items)
    ]  # fmt: skip


def _deliverables_named() -> list[Item]:
    return [{"id": f"DL{i}"} for i in range(1, len(DELIVERABLES) + 1)]


def _stakeholders(s: Setting) -> list[Item]:
    return [
        {"id": f"ST{i}", "name": s.text(name), "interest": s.luck.randint(1, 5),
         "influence": s.luck.randint(1, 5),
         "attitude": s.luck.choice(("champion", "supporter", "neutral", "critic")),
         "needs": s.text(needs), "strategy": s.text(strategy), "owner": s.owner()}
        for i, (name, needs, strategy) in enumerate(STAKEHOLDERS, 1)
    ]  # fmt: skip


def _meetings(contents: Item, s: Setting) -> Iterator[Item]:
    """One in two weeks, the last five; the first that is held tells of the first decision."""
    last = min(s.as_of, s.finish)
    days = [last - timedelta(days=3 + 14 * back) for back in range(4, -1, -1)]
    held = [day for day in days if day > s.start]
    for i, day in enumerate(held):
        yield _meeting(i, day, contents, s, last)


def _meeting(i: int, day: date, contents: Item, s: Setting, last: date) -> Item:
    item: Item = {
        "id": day.isoformat(), "title": s.text(("项目例会", "Project meeting")), "date": day,
        "type": "kickoff" if i == 0 else "progress", "attendees": list(s.team[:4]), "absent": [s.team[4]],
        "agenda": [s.text(point) for point in AGENDA],
        "minutes": s.text(("按计划推进，偏差项已指定负责人。", "On the way; every deviation has an owner.")),
    }  # fmt: skip
    due = day + timedelta(days=10)
    action: Item = {"id": f"MA{i + 1}", "title": s.text(s.luck.choice(WORK)), "owner": s.owner(), "due": due}
    if s.closed or due < last:
        action |= {"status": "done", "done": min(due, last)}
    item["actions"] = [action]
    if i == 0 and contents.get("decisions"):
        item["decisions"] = ["D1"]
    return item


def _training(contents: Item, s: Setting) -> list[Item]:
    day, last = s.at(0.7), contents["milestones"][-1]["id"]
    item: Item = {"id": "TR1", "title": s.text(WORK[7]), "date": day, "trainer": s.owner(),
                  "audience": [s.text(STAKEHOLDERS[1][0])], "required_for": [last]}  # fmt: skip
    if day < s.as_of:
        item |= {
            "attended": item["audience"],
            "result": s.text(("九成通过考核", "Nine in ten passed the test")),
        }
    return [item]


def committee(ids: list[str], day: date) -> Item:
    """The steering committee's meeting about the first projects, one point of the agenda each."""
    points = [
        {"project": name, "text": {"zh": zh, "en": en}, "minutes": {"zh": "同意。", "en": "Agreed."}}
        for name, (zh, en) in zip(ids, islice(cycle(AGENDA), len(ids)), strict=True)
    ]
    return {
        "title": {"zh": "运营指导委员会", "en": "Steering committee of operations"},
        "date": day, "type": "steering", "agenda": points,
        "actions": [
            {"id": f"{day:%m}-PA{i}", "title": {"zh": "更新预计日期", "en": "Give a new forecast"},
             "owner": "王芳", "project": name, "due": day + timedelta(days=14)}
            for i, name in enumerate(ids[:3], 1)
        ],
    }  # fmt: skip
