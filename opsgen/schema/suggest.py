"""What somebody probably meant: by the labels of both languages, by case, and by likeness."""

from __future__ import annotations

import difflib
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Words of daily use that are no label of anything, by the fields and values they may mean.
# The labels come from the schemas.
SYNONYMS = {
    "title": "名称 标题 项目 项目名 任务名 主题 name subject headline heading topic",
    "name": "姓名 名字 供应商 供应商名称 title fullname full_name",
    "id": "编号 序号 代码 no number nr key ref",
    "owner": "责任人 项目经理 负责 主责人 牵头人 执行人 对接人 跟进人 经办人 处理人 所有者 pic"
    " responsible manager lead assignee assigned assigned_to dri accountable in_charge",
    "sponsor": "发起人 项目发起人 出资人 支持人 领导",
    "start": "开始日期 开始时间 起始日期 开始 启动 启动日期 立项日期 start_date startdate begin begins from",
    "finish": "结束日期 完成日期 结束时间 完成时间 结项日期 截止日期 截止时间 end end_date enddate"
    " finish_date ends until due deadline 预计完成日期 计划完成日期 完工日期",
    "due": "截止日期 截止时间 截止 期限 到期日 最后期限 deadline due_date duedate by end finish until"
    " 完成时间 完成日期",
    "forecast": "预计日期 预计完成 预计时间 预计 最新计划 预测 日期 时间 date expected estimate eta"
    " forecast_date due target_date 计划日期 截止日期 完成日期 deadline finish end 结束日期 预计完成日期"
    " 计划完成日期 end_date",
    "actual": "实际日期 实际完成 实际时间 实际 实际金额 实际花费 已花 done finished completed actual_date"
    " spent spend 完成 实际支出 实际完成日期 达成日期",
    "baseline": "计划日期 计划完成 计划时间 计划 基准 原定日期 plan_date planned_date plan original planned",
    "baseline_finish": "计划结束 原计划结束日期 planned_end planned_finish",
    "reason": "原因 理由 延期原因 变更原因 because why cause comment",
    "summary": "description desc 描述 说明 简介 摘要 概况 情况 text overview abstract",
    "notes": "备注 说明 注释 note comment comments remark remarks 描述 description",
    "why": "原因 目的 意义 purpose reason background 背景",
    "lifecycle": "状态 阶段 项目状态 项目阶段 生命周期 status state stage phase",
    "status": "状态 进展 情况 state stage lifecycle",
    "complete": "progress 进度 完成率 完成度 完成百分比 percent pct percent_complete done completion",
    "priority": "优先级 重要程度 importance prio",
    "probability": "概率 可能性 发生概率 likelihood chance prob",
    "impact": "严重程度 影响程度 影响 后果 severity consequence effect",
    "response": "缓解措施 应对方案 应对 措施 对策 解决方案 mitigation action measure countermeasure plan",
    "contingency": "预案 应急预案 备选方案 兜底方案 fallback plan_b",
    "strategy": "策略 应对策略 strategie approach",
    "trigger": "触发条件 触发 预警条件",
    "planned": "预算金额 预算 计划金额 金额 amount budget plan cost value total",
    "committed": "已签约 合同金额 已承诺",
    "unit": "单位 计量单位 units uom",
    "target": "目标 目标值 指标 目标数 goal aim kpi",
    "start_value": "起始值 基线 初始值 baseline start from",
    "charter": "背景 项目背景 范围 项目范围 章程 background scope",
    "effort": "工时 人天 工作量 人日 hours days estimate workload man_days person_days",
    "metrics": "kpis kpi 指标 数据指标 measures indicators metric",
    "goals": "objectives okr okrs goal objective 目标 目的",
    "milestones": "milestone 里程碑 节点 关键节点 时间节点",
    "risks": "risk 风险 风险清单",
    "tasks": "task todo todos 任务 待办 工作 事项 wbs",
    "budget": "budgets costs cost 费用 预算 成本 经费",
    "decisions": "decision 决策 决定 待决事项",
    "actions": "action todo todos 待办 行动项 改进措施 跟进事项",
    "lessons": "lesson 教训 经验 经验教训 复盘",
    "updates": "update report reports 周报 进展 更新 月报 日报",
    "measurements": "measurement data 数据 测量 实际值 数值 当前值 现值 完成值 current actual 实际 value"
    " values",
    "done": "完成 已完成 已办 本周完成 finished completed complete closed 结束",
    "next": "下一步 下周计划 后续计划 next_steps plan todo",
    "options": "选项 备选 方案 alternatives choices",
    "recommendation": "建议 推荐 建议方案 suggestion proposal",
    "outcome": "结果 结论 决定 result decision",
    "depends_on": "依赖 前置 前置任务 前置条件 depends dependencies dependency predecessor predecessors"
    " after blocked_by",
    "period": "周期 周 日期 月份 week month date",
    "category": "类别 类型 分类 type kind 科目 费用类型",
    "type": "类型 类别 kind category",
    "links": "链接 附件 网址 link url urls attachments",
    "url": "链接 网址 地址 link href address",
    "tags": "标签 tag labels label keywords 关键词",
    "role": "职务 岗位 角色 职位 position job",
    "email": "邮箱 邮件 电子邮件 mail e-mail",
    # words of choices
    "proposed": "待立项 提案 拟 idea draft 草稿",
    "planning": "筹备 筹备中 规划 计划中 planned 未开始 待启动 not_started",
    "executing": "进行中 执行 实施 实施中 推进中 在办 进行 in_progress active ongoing running doing wip"
    " started",
    "in_progress": "doing wip 进行 进行中 推进中 执行中 在办 处理中 active ongoing started",
    "on_hold": "暂停 挂起 搁置 中止 hold paused suspended",
    "closed": "完成 已完成 结束 已结束 结项 已结项 关闭 done finished completed complete",
    "cancelled": "取消 终止 作废 放弃 canceled dropped stopped aborted",
    "todo": "未开始 待办 待处理 待启动 没开始 open new planned not_started to_do backlog",
    "blocked": "阻塞 卡住 受阻 等待 stuck waiting",
    "in_review": "评审 评审中 审核中 验收中 待审核 待验收 review reviewing testing",
    "open": "未关闭 打开 未处理 待处理 监控中 跟踪中 进行中 处理中 active new",
    "occurred": "已发生 发生 happened",
    "accept": "接受 承担 accepted tolerate",
    "avoid": "规避 避免 avoided",
    "mitigate": "减轻 缓解 降低 控制 reduce reduced treat",
    "transfer": "转移 转嫁 外包 share",
    "escalate": "上报 升级 汇报",
    "high": "高 严重 重大",
    "medium": "中 中等 一般 normal moderate mid",
    "low": "低 轻微 minor small",
    "green": "绿 绿灯 绿色 正常 good ok on_track",
    "amber": "黄 黄灯 黄色 橙色 有风险 预警 yellow orange at_risk",
    "red": "红 红灯 红色 严重 延期 bad off_track",
    "achieved": "达成 已达成 完成 已完成 done reached met",
    "missed": "未达成 未完成 没完成 failed",
    "requested": "待决策 待定 待审批 pending open",
    "decided": "已决定 已决策 已批 已审批 approved done",
    "weekly": "每周 周 按周 week",
    "error": "错误 严重 fail fatal",
    "warning": "警告 提醒 warn",
    "info": "提示 信息 notice note",
    "ignore": "忽略 关闭 关掉 不管 off none disable disabled",
    "monthly": "每月 月 按月 month",
    "campaign": "活动 大促 促销 营销 营销活动 promotion marketing",
    "team": "部门 小组 组织 department group",
}
_MEANINGS: dict[str, list[str]] = {}
for _word, _spoken in SYNONYMS.items():
    for _synonym in _spoken.split():
        _MEANINGS.setdefault(_synonym.replace("_", "").replace("-", ""), []).append(_word)
_LIKENESS = 0.72
_MOST = 500
"""Among more words a look for likeness takes too long, and finds anything."""


def suggest(written: str, allowed: Iterable[str], labels: Mapping[str, str] | None = None) -> str | None:
    """The allowed word that `written` probably means, or None."""
    words = tuple(allowed)
    meant = named(written, words, labels)
    if meant:
        return meant
    folded = _by_folded(words)
    if len(folded) > _MOST:
        return None
    text = _folded(_alone(written))
    close = difflib.get_close_matches(text[:80], folded, 1, _LIKENESS)
    return folded[close[0]] if close else None


def named(written: str, words: tuple[str, ...], labels: Mapping[str, str] | None = None) -> str | None:
    """The one of the words that `written` is another name of, or None."""
    text = _alone(written)
    labelled = {_plain(label).casefold(): word for label, word in (labels or {}).items()}.get(text.casefold())
    if labelled in words:
        return labelled
    folded = _by_folded(words)
    if _folded(text) in folded:
        return folded[_folded(text)]
    return next((word for word in _MEANINGS.get(_folded(text), ()) if word in words), None)


@lru_cache(8)  # one list is asked again for each name that is not in it
def _by_folded(words: tuple[str, ...]) -> dict[str, str]:
    return {_folded(word): word for word in words}


def _alone(written: str) -> str:
    return _plain(written).partition(":")[0]  # `owner：王芳` is one word to YAML


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(" “”‘’\"'【】")


def _folded(word: str) -> str:
    return word.casefold().replace("_", "").replace("-", "").replace(" ", "")
