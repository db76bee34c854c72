"""What the codes of working together mean: decisions, actions, meetings, roles, updates, lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

MEANINGS: Mapping[str, Text] = {
    "decision.requested": Text(en="A decision is asked for.", zh="提请一项决策。"),
    "decision.removed": Text(
        en="A decision is no longer there; one that is not wanted any more is withdrawn instead.",
        zh="决策被删除；不再需要的决策应改为撤回。",
    ),
    "decision.made": Text(en="A decision was taken, with its outcome.", zh="决策已作出，并写明结论。"),
    "decision.deferred": Text(en="A decision was put off.", zh="决策暂缓。"),
    "decision.withdrawn": Text(en="A decision is no longer asked for.", zh="决策被撤回。"),
    "decision.reopened": Text(
        en="A decision that was taken, put off or withdrawn is asked for again.",
        zh="已作出、暂缓或撤回的决策重新提请。",
    ),
    "decision.changed": Text(
        en="What a decision is about is not the same: outcome, due date, cost, options, what it approves.",
        zh="决策的内容有变：结论、期限、费用、选项、批准事项。",
    ),
    "action.opened": Text(en="An action is new.", zh="新增一个行动项。"),
    "action.removed": Text(
        en="An action is no longer there; one that is not wanted any more is cancelled instead.",
        zh="行动项被删除；不再需要的行动项应改为取消。",
    ),
    "action.closed": Text(
        en="An action is done, how late or early, or was cancelled.",
        zh="行动项已完成（晚了或早了几天），或已取消。",
    ),
    "action.reopened": Text(
        en="An action that was done or cancelled is open again.",
        zh="已完成或已取消的行动项重新打开。",
    ),
    "action.reassigned": Text(en="Somebody else does an action.", zh="行动项换了负责人。"),
    "action.rescheduled": Text(en="An action is due on another day.", zh="行动项的期限有变。"),
    "action.progressed": Text(
        en="An action is under way, or somebody looked whether it helped.",
        zh="行动项在进行中，或核实了效果。",
    ),
    "action.overdue": Text(
        en="The day of an action has passed, and it is still open.",
        zh="行动项已到期，仍未完成。",
    ),
    "meeting.held": Text(
        en="A meeting is new; its decisions and actions are told on their own.",
        zh="登记了一次会议；会上的决策和行动项另行列出。",
    ),
    "meeting.removed": Text(en="A meeting is no longer there.", zh="会议被删除。"),
    "meeting.changed": Text(
        en="A meeting is on another day, or names other decisions and actions.",
        zh="会议改期，或列出的决策、行动项有变。",
    ),
    "raci.added": Text(en="Who does what for one thing is new.", zh="新增一行责任分配。"),
    "raci.removed": Text(en="Who does what for one thing is no longer written.", zh="一行责任分配被删除。"),
    "raci.changed": Text(
        en="Somebody else is responsible, accountable, consulted or informed.",
        zh="执行、问责、咨询或知情的人有变。",
    ),
    "stakeholder.added": Text(en="A stakeholder is new.", zh="新增一个相关方。"),
    "stakeholder.removed": Text(en="A stakeholder is no longer there.", zh="相关方被删除。"),
    "stakeholder.changed": Text(
        en="The interest, influence or attitude of a stakeholder is another.",
        zh="相关方的关注度、影响力或态度有变。",
    ),
    "communication.added": Text(en="Somebody else is told something regularly.", zh="沟通计划新增一条。"),
    "communication.removed": Text(
        en="Somebody is no longer told something regularly.",
        zh="沟通计划删除一条。",
    ),
    "training.added": Text(en="A training is planned.", zh="新增一次培训。"),
    "training.removed": Text(en="A training is no longer there.", zh="培训被删除。"),
    "training.changed": Text(
        en="A training is on another day, or somebody wrote who came and what came of it.",
        zh="培训改期，或补记了参加人和结果。",
    ),
    "update.written": Text(en="The owner wrote how it goes.", zh="写了进展汇报。"),
    "update.removed": Text(en="An update is no longer there.", zh="进展汇报被删除。"),
    "retrospective.held": Text(en="A retrospective is written down.", zh="做了一次复盘。"),
    "retrospective.removed": Text(en="A retrospective is no longer there.", zh="复盘被删除。"),
    "lesson.added": Text(en="A lesson is new, with what it recommends.", zh="新增一条经验教训，并给出建议。"),
    "lesson.removed": Text(en="A lesson is no longer there.", zh="经验教训被删除。"),
}
