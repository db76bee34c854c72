"""The risk register of a project: threats, opportunities, and the plans for when it happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.standing import by_name, named, names, owner_of, quantity
from opsgen.views import drawings
from opsgen.views.categories import category_title
from opsgen.views.exposure import of_project
from opsgen.views.how import How
from opsgen.views.how import risks as how
from opsgen.views.moved_risks import MovedRisks
from opsgen.views.sections.folding import Folding, folding
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from decimal import Decimal

    from opsgen.derive import Assessment
    from opsgen.derive.risk import RiskState
    from opsgen.derive.steering import ActionState
    from opsgen.model import Issue, Item
    from opsgen.views.drawings import RiskKind
    from opsgen.views.edition import Edition


@dataclass(frozen=True, slots=True)
class Sum:
    """A number over all open risks: its name, the number, how it came about, and a note."""

    name: Message
    shown: str
    how: How | None
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class Ties:
    """What a risk has to do with: its actions, the risks of its response, what it affects, its issues."""

    actions: tuple[ActionState, ...]
    secondary: tuple[Item, ...]
    affects: tuple[Item, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class RiskWords:
    """What the template asks of one risk."""

    edition: Edition
    assessment: Assessment

    def amount(self, money: Decimal | None) -> str:
        """Money in words; empty where it is unknown or not for this audience."""
        return self.edition.amount(money, self.assessment.project)

    def expected(self, state: RiskState) -> How | None:
        """How the expected money of a risk came about."""
        return how.expected(state, self.edition.settings.scales, self.amount, words(self.edition.lang))

    def category(self, state: RiskState) -> Text:
        """The name of its category."""
        return category_title(state.risk.category, self.edition)

    def trigger(self, state: RiskState) -> Message | Text | None:
        """What the trigger looks at: a metric and its limit, or a text."""
        trigger = state.risk.trigger
        if trigger is None or trigger.op is None or trigger.value is None:
            return trigger.text if trigger else None
        found = next((m.metric for m in self.assessment.metrics if trigger.metric in names(m.metric)), None)
        return message(
            "{metric} {op} {value}",
            metric=named(found) if found else trigger.metric,
            op={"<=": "≤", ">=": "≥"}.get(trigger.op, trigger.op),
            value=quantity(trigger.value, found.unit if found else ""),
        )

    def measured(self, state: RiskState) -> Message | None:
        """The value that the trigger was judged by."""
        trigger, last = state.risk.trigger, state.measured
        if trigger is None or last is None:
            return None
        unit = next((m.metric.unit for m in self.assessment.metrics if trigger.metric in names(m.metric)), "")
        return message("{value} on {day}", value=quantity(last.value, unit), day=last.date)

    def ties(self, state: RiskState) -> Ties:
        """The items it names, as far as they exist."""
        risk, project = state.risk, self.assessment.project
        actions = {name: found for found in self.assessment.actions for name in names(found.action)}
        money = project.budget if self.edition.shows_amounts(project) else ()
        known = by_name((*project.goals, *project.milestones, *money))
        risks = by_name(project.risks)
        return Ties(
            actions=tuple(actions[name] for name in risk.actions if name in actions),
            secondary=tuple(risks[name] for name in risk.secondary if name in risks),
            affects=tuple(known[name] for name in risk.affects if name in known),
            issues=tuple(i for i in project.issues if i.from_risk and i.from_risk in names(risk)),
        )

    def plan_owner(self, state: RiskState) -> str:
        """Who carries out the contingency plan: its own owner, else the risk's."""
        plan = state.risk.contingency
        return (plan.owner if plan else "") or owner_of(state.risk, self.assessment.project)


def risks(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The matrices of the open risks, what they weigh together, and the registers of both kinds."""
    grave = tuple(state for state in assessment.risks if state.grave)
    moved = MovedRisks(edition, assessment)
    return {
        "risk_figure": drawings.matrix(edition, assessment),
        "chance_figure": drawings.matrix(edition, assessment, "opportunity"),
        "exposure": _exposure(assessment),
        "chances": _chances(assessment),
        "threats": _of_kind(assessment, "threat"),
        "opportunities": _of_kind(assessment, "opportunity"),
        "risk_sums": tuple(_sums(edition, assessment)),
        "risk_plans": grave,
        "risk_words": RiskWords(edition, assessment),
        "risk_moved": moved,
        "exposure_trend": of_project(edition, assessment),
    }


def _of_kind(assessment: Assessment, kind: RiskKind) -> Folding[RiskState]:
    """The risks of one kind; those that are neither open nor drafts are over."""
    found = (state for state in assessment.risks if state.risk.kind == kind)
    return folding(found, lambda state: state.risk.status in ("closed", "occurred"))


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


def _chances(assessment: Assessment) -> Message | None:
    """What the open opportunities add up to; None where there is none."""
    found = assessment.exposure
    if not found.opportunities:
        return None
    return plural(
        "Chances {score}: the score of {n} open opportunity.",
        "Chances {score}: the scores of {n} open opportunities added up.",
        found.opportunities,
        score=found.chances,
    )


def _sums(edition: Edition, assessment: Assessment) -> list[Sum]:
    """Exposure and expected money, as far as something is known of them and this audience may see it."""
    say, found = words(edition.lang), assessment.exposure
    seen = RiskWords(edition, assessment)
    threats = [state for state in assessment.risks if state.open_threat]
    chances = [state for state in assessment.risks if state.open_chance]
    sums = [
        Sum(
            message("Exposure"),
            say.number(found.score) if found.threats else "",
            how.exposure(assessment.risks, say),
            _tolerated(assessment),
        ),
        Sum(
            message("Expected cost"),
            seen.amount(found.cost),
            how.expected_sum(threats, seen.amount),
            _counted(found.costed, found.threats),
        ),
        Sum(
            message("Contingency plans"),
            seen.amount(found.contingency),
            how.contingency(assessment.risks, seen.amount),
        ),
        Sum(
            message("Chances"),
            say.number(found.chances) if found.opportunities else "",
            how.chances(assessment.risks, say),
        ),
        Sum(
            message("Expected benefit"),
            seen.amount(found.chance),
            how.expected_sum(chances, seen.amount),
            _counted(found.valued, found.opportunities),
        ),
    ]
    return [one for one in sums if one.shown]


def _tolerated(assessment: Assessment) -> Message | None:
    """The tolerance of the exposure, where one is set."""
    limit = assessment.limits.risk_exposure
    return None if limit is None else message("tolerance {n}", n=limit)


def _counted(known: int, of: int) -> Message | None:
    """How many of the risks say what they cost or bring; nothing where all do."""
    return message("{n} of {of} with an amount", n=known, of=of) if known < of else None
