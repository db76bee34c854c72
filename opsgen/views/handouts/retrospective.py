"""A retrospective on paper: its four steps as filled in, and what came of it since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.views.one_pager import target_words
from opsgen.views.sections.lessons import learnt
from opsgen.views.sections.retrospectives import Wanted, shown
from opsgen.words import Message, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.derive import Assessment
    from opsgen.derive.learning import LookingBack
    from opsgen.views.edition import Edition
    from opsgen.views.sections.lessons import Learnt
    from opsgen.views.sections.retrospectives import Came, Shown
    from opsgen.views.states import State
    from opsgen.words import Words

_GOOD = ("done", "ok")
_AHEAD = ("due_soon", "on_track", "unknown")


@dataclass(frozen=True, slots=True)
class Retrospect:
    """A retrospective for those who hold it or were there; `wanted` are the goals and targets of now while
    it is still to come.
    """

    shown: Shown
    light: State
    verdict: Message
    wanted: tuple[Wanted, ...]
    lessons: tuple[Learnt, ...]


def retrospect(edition: Edition, assessment: Assessment, held: LookingBack) -> Retrospect:
    """One retrospective."""
    one, say = shown(held, assessment, edition), words(edition.lang)
    return Retrospect(
        shown=one,
        light=_light(one),
        verdict=_verdict(one, held),
        wanted=tuple(_now(assessment, say)) if one.coming else one.wanted,
        lessons=tuple(learnt(lesson, assessment, edition) for lesson, _ in one.lessons),
    )


def _light(of: Shown) -> State:
    """Whether what was agreed there is done and seen to help."""
    if of.coming:
        return "todo", message("To come")
    if not of.actions:
        return "todo", message("Held")
    if any(step.light[0] == "late" for step in of.actions):
        return "late", message("Actions overdue")
    if any(step.agreed.wanted for step in of.actions):
        return "ok", message("Actions open")
    if all(step.verified for step in of.actions):
        return "done", message("Verified")
    return "risk", message("Not verified yet")


def _verdict(of: Shown, held: LookingBack) -> Message:
    """What was reached, and what came of looking back."""
    if of.coming:
        return message(
            "To be held on {day}; steps 2 to 4 are to be filled in there.", day=of.retrospective.date
        )
    parts = tuple(_counted(of, held))
    return message("{parts}.", parts=parts) if parts else message("Held on {day}.", day=of.retrospective.date)


def _counted(of: Shown, then: LookingBack) -> Iterator[Message]:
    held, results = of.retrospective, tuple(one for one in of.came if not _goes_on(one, then))
    late = [id(s.milestone) for s in then.milestones if (s.slip or 0) > s.tolerance]
    if results:
        reached = sum(one.light[0] in _GOOD and id(one.item) not in late for one in results)
        yield message("{n} of {all} results as wanted", n=reached, all=len(results))
    roots = sum(bool(cause.root_cause) for cause in held.causes)
    if roots:
        yield plural("{n} root cause", "{n} root causes", roots)
    if held.rules:
        yield plural("{n} rule", "{n} rules", len(held.rules))
    if of.actions:
        verified = sum(step.verified is not None for step in of.actions)
        yield plural(
            "{n} action, {verified} verified",
            "{n} actions, {verified} verified",
            len(of.actions),
            verified=verified,
        )


def _goes_on(came: Came, then: LookingBack) -> bool:
    """Whether nothing can be said of it yet: a goal that is still pursued, a milestone not due."""
    if came.kind == "milestone":
        return any(came.item is s.milestone and s.status in _AHEAD for s in then.milestones)
    return any(came.item is s.goal and s.goal.status == "active" for s in then.goals)


def _now(of: Assessment, say: Words) -> Iterator[Wanted]:
    """The goals, then the targets, as they are written now."""
    for goal in of.goals:
        yield Wanted(goal.goal, "", goal.due)
    for state in of.metrics:
        if state.metric.target:
            yield Wanted(state.metric, target_words(state, say), state.due)
