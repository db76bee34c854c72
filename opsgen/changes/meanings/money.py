"""What the codes of money and resources mean: budget, vendors, people's time, equipment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

MEANINGS: Mapping[str, Text] = {
    "planned.changed": Text(
        en="The planned amount of a budget line, or the currency of the project, is not the same. A decision "
        "has to approve it.",
        zh="预算科目的预算金额或项目的币种变了，须经决策批准。",
    ),
    "budget.line_added": Text(
        en="A budget line is new, of costs or of income.", zh="新增一个预算科目（支出或收入）。"
    ),
    "budget.line_removed": Text(en="A budget line is no longer there.", zh="预算科目被删除。"),
    "budget.line_changed": Text(
        en="What a budget line is for is not the same: its type, category, task, phase, or how it "
        "spreads over time.",
        zh="预算科目的类型、类别、所属任务或阶段、时间分布变了。",
    ),
    "budget.forecast_changed": Text(
        en="What a budget line will come to in the end is not the same; beyond half of the tolerance for "
        "costs it asks for attention.",
        zh="预算科目的最终预计金额变了；变动超过成本容差的一半时需要关注。",
    ),
    "budget.committed_changed": Text(
        en="What is ordered or signed on a budget line is not the same.",
        zh="预算科目已下单或签约的金额变了。",
    ),
    "budget.actual_changed": Text(
        en="What a budget line has come to so far is not the same; several amounts are told as their total.",
        zh="预算科目的实际发生额变了；多笔合并成合计。",
    ),
    "budget.overspent": Text(
        en="More is spent, or expected to be spent, than the tolerance for costs allows.",
        zh="已发生或预计的支出超出成本容差。",
    ),
    "vendor.added": Text(en="A vendor is new.", zh="新增一个供应商。"),
    "vendor.removed": Text(en="A vendor is no longer there.", zh="供应商被删除。"),
    "vendor.status_changed": Text(
        en="A vendor has come further, or was let go: negotiating, signed, delivering, accepted, terminated.",
        zh="供应商的状态变了：谈判、签约、交付中、已验收、已终止等。",
    ),
    "vendor.changed": Text(
        en="A contract has another value or other dates; or a vendor another service level, rating "
        "or contact.",
        zh="合同金额或日期、服务水平、评价或联系人变了。",
    ),
    "vendor.delivered": Text(
        en="A vendor has delivered, or that was taken back.", zh="供应商完成一次交付，或撤回了交付记录。"
    ),
    "vendor.delivery_changed": Text(
        en="A delivery of a vendor is new, gone, or due on another day.", zh="供应商的交付有增减或改期。"
    ),
    "vendor.delivery_late": Text(
        en="A vendor has not delivered by the day that was agreed.", zh="供应商到期未交付。"
    ),
    "vendor.payment_changed": Text(
        en="A payment to a vendor is new, gone, of another amount, or due on another day.",
        zh="给供应商的付款有增减、金额变动或改期。",
    ),
    "vendor.paid": Text(
        en="A payment to a vendor was made, or that was taken back.",
        zh="给供应商付了一笔款，或撤回了付款记录。",
    ),
    "allocation.added": Text(
        en="A project takes somebody's working time that it did not take before.", zh="新增一项人员投入。"
    ),
    "allocation.removed": Text(
        en="A project does not take somebody's working time any more.", zh="人员投入被取消。"
    ),
    "allocation.changed": Text(
        en="A project takes more or less of somebody's time, or at other times, or somebody else's.",
        zh="人员投入的比例、时间或人选变了。",
    ),
    "equipment.added": Text(en="Equipment or a place is new.", zh="新增设备或场地。"),
    "equipment.removed": Text(en="Equipment or a place is no longer there.", zh="设备或场地被删除。"),
    "equipment.changed": Text(
        en="There is more or less of an equipment, or it is counted differently.", zh="设备的数量或单位变了。"
    ),
    "equipment.booked": Text(
        en="Equipment or a place is booked for other days or purposes.", zh="设备或场地的预订变了。"
    ),
    "conflict.opened": Text(
        en="Several want the same person or thing at the same time.", zh="登记了一个资源冲突。"
    ),
    "conflict.removed": Text(en="A conflict is no longer there.", zh="资源冲突被删除。"),
    "conflict.resolved": Text(en="It is decided who gets what.", zh="资源冲突已解决。"),
    "conflict.escalated": Text(
        en="A conflict was taken to those who stand above the parties.", zh="资源冲突已上报。"
    ),
    "conflict.reopened": Text(en="A conflict is open again.", zh="资源冲突重新打开。"),
    "conflict.changed": Text(
        en="The parties, the resource, the time or the resolution of a conflict are not the same.",
        zh="资源冲突的各方、资源、时间或解决办法变了。",
    ),
    "load.over": Text(
        en="More is planned of somebody’s time than there is, in weeks in which it was not.",
        zh="某人在原本排得下的几周里，安排超过了可投入时间。",
    ),
    "load.freed": Text(
        en="Somebody’s time is enough again for what is planned.",
        zh="某人的安排不再超过可投入时间。",
    ),
}
