"""What made-up projects do about their numbers: channels, adjustments, voices, retrospectives, benefits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from benchmarks.texts import (
    ADJUSTED,
    CHANNELS,
    LEARNT,
    LESSONS,
    REASONS,
    SUCCESSES,
    THEMES_OF_USERS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from benchmarks.setting import Item, Setting
    from benchmarks.themes import Pair

_EACH_WEEK = timedelta(weeks=1)
_WEEKS = 12
_SCORES = ((10, 40), (9, 60), (8, 70), (7, 40), (5, 30), (2, 20))
"""A score from 0 to 10, and at most how many gave it."""


def improved(contents: Item, s: Setting, seed: str, other: str | None) -> Item:
    """The lists that are added to a project; its metrics get segments and a funnel, its lessons an aim.

    Its luck is another, so that all else stays as it was. `other` is the project it is compared with.
    """
    own = replace(s, luck=Random(f"{seed}/improvement"))
    held = _day(own, 0.5)
    for metric in contents.get("metrics", ())[:4]:
        metric |= _split(metric, own)
    for order, metric in enumerate(contents.get("metrics", ())[:3], 1):
        metric["funnel"] = {"order": order}
    lessons = [_aimed(lesson, contents, own) for lesson in contents.get("lessons", ()) or _learnt(own)]
    actions = [*contents.get("actions", ()), *_improvements(held, own)]
    added: Item = {
        "lessons": lessons,
        "actions": actions,
        "adjustments": list(_adjustments(contents, own)),
        "feedback": list(_feedback(own)),
        "retrospectives": [_retrospective(i, share, actions, own) for i, share in enumerate((0.5, 0.9), 1)
                           if own.at(share) <= own.as_of],
        "benefits": [_benefit(i, share, contents, own) for i, share in enumerate((0.8, 1.3), 1)],
    }  # fmt: skip
    if other:
        added["compare_with"] = other
    return {key: value for key, value in added.items() if value}


def _day(s: Setting, share: float) -> date:
    """A day of the project that has come."""
    return min(s.at(share), s.as_of)


def _split(metric: Item, s: Setting) -> Item:
    """A number by channel: of what adds up each channel has its part, else a value of its own."""
    parts = [s.luck.uniform(0.5, 1.5) for _ in CHANNELS]
    whole = sum(parts) if metric.get("cumulative") else len(parts)
    measured = metric.get("measurements", ())
    segments = [
        {
            "title": s.text(title),
            "measurements": [
                {"date": one["date"], "value": round(one["value"] * part / whole, 2)} for one in measured
            ],
        }
        for title, part in zip(CHANNELS, parts, strict=True)
    ]
    return {"breakdown": _line(("渠道", "Channel"), s), "segments": segments} if measured else {}


def _learnt(s: Setting) -> list[Item]:
    """What a project that is not over yet has learnt: one thing, halfway."""
    if s.at(0.5) > s.as_of:
        return []
    title, advice, polarity = s.luck.choice(LESSONS)
    return [{"id": "L1", "title": s.text(title), "polarity": polarity, "recommendation": s.text(advice)}]


def _aimed(lesson: Item, contents: Item, s: Setting) -> Item:
    event, kind, tag = s.luck.choice(LEARNT)
    aim = {"category": [contents["category"]], "tags": [_line(tag, s)]}
    return lesson | {"event": s.text(event), "cause_category": kind, "applies_to": aim}


def _line(pair: Pair, s: Setting) -> str:
    """What is never in two languages."""
    return pair[1] if s.languages == "en" else pair[0]


def _adjustments(contents: Item, s: Setting) -> Iterator[Item]:
    for i, (title, observation, cause, action) in enumerate(ADJUSTED, 1):
        day = s.at(0.2 * i)
        metrics = contents.get("metrics", ())
        if day > s.as_of or not metrics:
            return
        item: Item = {
            "id": f"AD{i}", "title": s.text(title), "date": day, "metric": metrics[i % len(metrics)]["id"],
            "observation": s.text(observation), "cause": s.text(cause), "action": s.text(action),
            "check_on": day + timedelta(days=14),
        }  # fmt: skip
        yield item | ({"result": s.luck.choice(("no_effect", "pending"))} if i % 2 else {})


def _feedback(s: Setting) -> Iterator[Item]:
    """Twice a survey, and what was said about each theme in twelve weeks."""
    for share in (0.3, 0.6):
        if (day := s.at(share)) <= s.as_of:
            survey = _line(("问卷", "Survey"), s)
            yield {"date": day, "channel": survey, "csat": round(s.luck.uniform(3.2, 4.7), 1), "count": 240}
            for score, most in _SCORES:
                yield {"date": day, "channel": survey, "nps": score, "count": s.luck.randint(1, most)}
    for week in range(_WEEKS):
        day = s.start + _EACH_WEEK * (week + 1)
        if day > min(s.as_of, s.finish):
            return
        theme, quote, mood = THEMES_OF_USERS[week % len(THEMES_OF_USERS)]
        yield {"date": day, "channel": _line(("客服", "Service"), s), "theme": s.text(theme),
               "sentiment": mood, "count": s.luck.randint(3, 90), "quote": s.text(quote)}  # fmt: skip


def _improvements(held: date, s: Setting) -> Iterator[Item]:
    """Two actions that came of looking back: one verified, one only done."""
    if s.at(0.5) > s.as_of:
        return
    done: Item = {"status": "done", "done": held}
    for i, (_, advice, _) in enumerate(LESSONS[:2], 1):
        item: Item = {"id": f"IA{i}", "title": s.text(advice), "owner": s.owner(), "due": held} | done
        yield item | ({"verified": s.as_of, "verified_by": s.owner()} if i == 1 else {})


def _retrospective(i: int, share: float, actions: list[Item], s: Setting) -> Item:
    whys = s.luck.sample(REASONS, 3)
    return {
        "id": f"retro-{i}", "date": s.at(share), "facilitator": s.team[2], "participants": list(s.team[:4]),
        "results": s.text(("一线比预想的忙", "The front line was busier than expected")),
        "causes": [
            {"result": s.text(("进度晚了一周", "A week late")), "why": [s.text(why) for why in whys],
             "root_cause": s.text(whys[-1])},
            *({"result": s.text(result), "success_factor": s.text(factor)} for result, factor in SUCCESSES),
        ],
        "rules": [{"rule": s.text(advice), "kind": "start"} for _, advice, _ in LESSONS],
        "actions": [one["id"] for one in actions if one["id"].startswith("IA")],
    }  # fmt: skip


def _benefit(i: int, share: float, contents: Item, s: Setting) -> Item:
    day = s.at(share)
    seen: list[Item] = [{"date": day, "value": s.text(("多 2%", "2 % more"))}] if day < s.as_of else []
    title: Pair = ("老客回来得多", "Customers return more often")
    item: Item = {"id": f"BN{i}", "title": s.text(title), "goal": contents["goals"][0]["id"]}
    item |= {"measure_on": [day, day + timedelta(days=120)], "expected": s.text(("多 3%", "3 % more"))}
    return item | ({"actual": seen} if seen else {})
