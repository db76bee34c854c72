"""A project's page: its one-pager, then every section that has something to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from opsgen.calendar import period
from opsgen.derive.steering import wanted_first
from opsgen.views import drawings, states
from opsgen.views.home import deviation
from opsgen.views.one_pager import one_pager, target_words
from opsgen.views.page import Page, project_path
from opsgen.words import Message, Text, Words, message, plural, words

if TYPE_CHECKING:
    from decimal import Decimal

    from opsgen.derive import Assessment
    from opsgen.derive.health import Light
    from opsgen.derive.money import LineState
    from opsgen.model import Project, Update
    from opsgen.views.edition import Edition


_BASIS = {
    "effort": message("by effort"),
    "weight": message("by weight"),
    "count": message("every task counted alike"),
}


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A budget line in words; empty where an amount is unknown."""

    id: str
    title: Text
    category: Text
    income: bool
    planned: str
    actual: str
    forecast: str
    variance: str
    tone: str


def project(edition: Edition, assessment: Assessment) -> Page:
    """The page of one project."""
    say, of = words(edition.lang), assessment.project
    decisions = sorted(of.decisions, key=wanted_first)
    context = {
        "of": assessment,
        "one": one_pager(assessment, edition),
        "states": states,
        "figures": _figures(edition, assessment),
        "wanted": tuple(d for d in decisions if d.status == "requested"),
        "taken": tuple(d for d in decisions if d.status != "requested"),
        "updates": _newest_first(of.updates),
        "budget_rows": _budget(edition, assessment, say),
        "lit": tuple(light for light in assessment.health.dimensions if _shown(light, of)),
        "unlit": _unlit(assessment, say),
        "completion": _completion(assessment),
        "exposure": _exposure(assessment),
        "strategic": {goal.id: goal.title for goal in edition.settings.strategic_goals},
        "has_charter": of.charter != type(of.charter)(),
        "satisfaction": _satisfaction(assessment),
        "period_name": partial(_period_name, say=say),
    }
    return Page(
        project_path(of.id),
        "pages/project.html.j2",
        say.pick(of.title),
        context,
        say.say(assessment.health.reason),
        edition.portfolio.source_file(of),
    )


def _figures(edition: Edition, assessment: Assessment) -> dict[str, object]:
    dated = assessment.phases or assessment.tasks or assessment.milestones
    budget = assessment.budget if edition.shows_amounts(assessment.project) else None
    say = words(edition.lang)
    open_risks = any(state.risk.status == "open" for state in assessment.risks)
    return {
        "plan": drawings.plan(edition, assessment) if dated else "",
        "risks": drawings.matrix(edition, assessment) if open_risks else "",
        "budget": drawings.budget(edition, budget) if budget else "",
        "metrics": tuple(
            (s, target_words(s, say), drawings.metric_line(edition, assessment, s, n))
            for n, s in enumerate(assessment.metrics)
        ),
    }


def _shown(light: Light, project: Project) -> bool:
    """Whether a dimension stands in the table: assessed, or declared."""
    return light.rag != "grey" or project.declared_health is not None


def _unlit(assessment: Assessment, say: Words) -> str:
    """The other dimensions, each with what it lacks; empty where there are none."""
    return say.gettext("; ").join(
        say.say(message("{name} ({reason})", name=states.DIMENSION[light.dimension], reason=light.reason))
        for light in assessment.health.dimensions
        if not _shown(light, assessment.project)
    )


def _newest_first(updates: tuple[Update, ...]) -> tuple[Update, ...]:
    def start(update: Update) -> date:
        found = period(update.period)
        return found.start if found else date.min

    return tuple(sorted(updates, key=start, reverse=True))


def _period_name(written: str, say: Words) -> str:
    """A reporting period as people say it: a week or a month, as written where it is neither."""
    found = period(written)
    if found is None:
        return written
    if "W" not in found.label:
        return say.month(found.start)
    year, week, _ = found.start.isocalendar()
    return say.say(message("Week {week}, {year}", week=week, year=str(year)))


def _exposure(assessment: Assessment) -> Message | None:
    """What the open threats add up to; None where there is none."""
    found = assessment.exposure
    if not found.threats:
        return None
    return plural(
        "Exposure {score}: the score of {n} open threat.",
        "Exposure {score}: the scores of {n} open threats added up.",
        found.threats,
        score=found.score,
    )


def _completion(assessment: Assessment) -> Message | None:
    done = assessment.completion
    if done.percent is None:
        return None
    said: dict[str, object] = {"percent": round(done.percent), "basis": _BASIS[done.basis]}
    if done.unknown:
        return plural(
            "{percent}% of the work is done, {basis}; {n} task does not say how far it is.",
            "{percent}% of the work is done, {basis}; {n} tasks do not say how far they are.",
            done.unknown,
            **said,
        )
    return message("{percent}% of the work is done, {basis}.", **said)


def _satisfaction(assessment: Assessment) -> Message | None:
    closing = assessment.project.closing
    found = closing.satisfaction if closing else None
    if found is None:
        return None
    if found.n is None:
        return message("{score}", score=found.score)
    return plural("{score} from {n} answer", "{score} from {n} answers", found.n, score=found.score)


def _budget(edition: Edition, assessment: Assessment, say: Words) -> tuple[BudgetRow, ...]:
    budget = assessment.budget
    if budget is None or not edition.shows_amounts(assessment.project):
        return ()
    names = {category.id: category.title for category in edition.settings.categories.budget}
    return tuple(_budget_row(state, budget.currency, names, say) for state in budget.lines)


def _budget_row(state: LineState, currency: str, names: dict[str, Text], say: Words) -> BudgetRow:
    def spoken(amount: Decimal | None) -> str:
        return "" if amount is None else say.money(amount, currency)

    text, tone = deviation(state.variance, currency, say)
    income = state.line.type == "income"
    return BudgetRow(
        id=state.line.id,
        title=state.line.title,
        category=names.get(state.line.category, Text(state.line.category)),
        income=income,
        planned=spoken(state.planned),
        actual=spoken(state.actual),
        forecast=spoken(state.forecast),
        variance=text,
        tone={"bad": "good", "good": "bad"}.get(tone, "") if income else tone,
    )
