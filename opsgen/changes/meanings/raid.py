"""What the codes of the RAID log mean: risks, issues, assumptions, dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

MEANINGS: Mapping[str, Text] = {
    "risk.raised": Text(
        en="A risk or an opportunity is new in the register.", zh="登记了一条新的风险或机会。"
    ),
    "risk.removed": Text(
        en="A risk is no longer in the register; a risk that is over is closed instead.",
        zh="风险从登记册中删除；已结束的风险应改为关闭。",
    ),
    "risk.escalated": Text(
        en="The score of a risk is higher: it is more probable, or its impact is larger.",
        zh="风险评分升高：更可能发生，或影响更大。",
    ),
    "risk.reduced": Text(en="The score of a risk is lower.", zh="风险评分降低。"),
    "risk.closed": Text(
        en="A risk can no longer happen, or is no longer watched.",
        zh="风险不会再发生，或不再跟踪。",
    ),
    "risk.occurred": Text(en="A risk has happened.", zh="风险已经发生。"),
    "risk.reopened": Text(
        en="A risk that was closed, had happened or was a draft is open again, or is a draft again.",
        zh="已关闭、已发生或草稿状态的风险重新打开，或退回草稿。",
    ),
    "risk.owner_changed": Text(en="Somebody else looks after a risk.", zh="风险换了负责人。"),
    "risk.response_changed": Text(
        en="What is done about a risk is not the same: response, strategy, actions, contingency "
        "and fallback plan, trigger, the score wanted, how often it is reviewed.",
        zh="风险的应对有变：应对措施、应对策略、行动项、应急计划和备选方案、触发条件、残余目标、复核周期。",
    ),
    "risk.reviewed": Text(en="Somebody looked at a risk again.", zh="风险做了复核。"),
    "risk.review_overdue": Text(
        en="The day on which a risk was to be looked at again has passed.",
        zh="风险到了复核日期，还没有复核。",
    ),
    "risk.trigger_met": Text(
        en="The latest measurement meets what a risk names as its trigger.",
        zh="最新的测量值达到了风险的触发条件。",
    ),
    "risk.exposure_changed": Text(
        en="The scores of all open threats of a project add up to another number.",
        zh="项目所有未关闭威胁的评分合计有变。",
    ),
    "issue.opened": Text(en="An issue is new.", zh="新增一个问题。"),
    "issue.removed": Text(
        en="An issue is no longer in the register; an issue that is solved says so instead.",
        zh="问题从登记册中删除；已解决的问题应改状态。",
    ),
    "issue.resolved": Text(en="An issue is solved or closed.", zh="问题已解决或已关闭。"),
    "issue.reopened": Text(en="An issue that was solved is open again.", zh="已解决的问题重新打开。"),
    "issue.changed": Text(
        en="The severity, due date, type or status of an issue is another.",
        zh="问题的严重程度、期限、类型或状态有变。",
    ),
    "assumption.added": Text(en="An assumption is new.", zh="新增一条假设。"),
    "assumption.removed": Text(en="An assumption is no longer there.", zh="假设被删除。"),
    "assumption.holds": Text(en="An assumption was checked and is true.", zh="假设经核实成立。"),
    "assumption.false": Text(
        en="An assumption was checked and is not true; what was planned on it may not be either.",
        zh="假设经核实不成立，据此做的计划可能也不成立。",
    ),
    "assumption.reopened": Text(
        en="An assumption that was checked is to be checked again.", zh="核实过的假设需重新核实。"
    ),
    "assumption.changed": Text(
        en="An assumption is to be checked by another day, or leads to another risk.",
        zh="假设的核实期限或对应的风险有变。",
    ),
    "dependency.added": Text(
        en="A dependency on somebody, or of somebody on the project, is new.",
        zh="新增一项依赖，等别人的或别人等本项目的。",
    ),
    "dependency.removed": Text(en="A dependency is no longer there.", zh="依赖事项被删除。"),
    "dependency.delivered": Text(
        en="What somebody waited for has come; how late or early, where both days are known.",
        zh="所等的东西已经交付；两个日期都有时说明晚了或早了几天。",
    ),
    "dependency.reopened": Text(en="What was delivered is awaited again.", zh="已交付的依赖事项退回待交付。"),
    "dependency.late": Text(
        en="What somebody waits for is promised for later than it is needed, or its day has passed.",
        zh="所等的东西承诺得比需要的晚，或已过了需要的日期。",
    ),
    "dependency.changed": Text(
        en="A dependency is needed or promised for another day, is agreed on or cancelled, or "
        "has another side.",
        zh="依赖事项的需要日期、承诺日期、状态或对方有变。",
    ),
}
