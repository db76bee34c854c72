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
    "title": "名称 标题 项目 项目名 任务名 主题 name subject headline heading topic"
    " 风险描述 风险名称 问题描述 问题名称 任务名称 任务描述 里程碑名称 目标名称 决策事项 会议名称 会议主题"
    " 事项 内容 content what",
    "name": "姓名 名字 供应商 供应商名称 title fullname full_name who 谁 相关方 干系人",
    "id": "编号 序号 代码 no number nr key ref",
    "owner": "责任人 项目经理 负责 主责人 牵头人 执行人 对接人 跟进人 经办人 处理人 所有者 pic"
    " responsible manager lead assignee assigned assigned_to dri accountable in_charge who 谁",
    "sponsor": "发起人 项目发起人 出资人 支持人 领导",
    "start": "开始日期 开始时间 起始日期 开始 启动 启动日期 立项日期 start_date startdate begin begins from",
    "finish": "结束日期 完成 完成日期 结束时间 完成时间 结项日期 截止日期 截止时间 end end_date enddate"
    " finish_date ends until due deadline 预计完成日期 计划完成日期 完工日期 duration 工期 历时 到期 到期日",
    "due": "截止日期 截止时间 截止 期限 到期日 最后期限 deadline due_date duedate by end finish until"
    " 到期 应付 应付日期 付款期限 应交 应交日期"
    " 完成时间 完成日期 核实日期 needed_by when 需要日期 time_bound timebound",
    "forecast": "预计日期 预计完成 预计时间 预计 最新计划 预测 日期 时间 date expected estimate eta"
    " forecast_date due target_date 计划日期 截止日期 完成日期 deadline finish end 结束日期 预计完成日期"
    " 计划完成日期 end_date",
    "actual": "实际日期 实际完成 实际时间 实际 实际金额 实际花费 已花 done finished completed actual_date"
    " spent spend 完成 实际支出 实际完成日期 达成日期"
    " actual_finish actual_end actual_start 实际开始 实际结束 已付 已支付 付款 支出 paid",
    "baseline": "计划日期 计划完成 计划时间 计划 基准 原定日期 plan_date planned_date plan original planned",
    "baseline_finish": "计划结束 原计划结束日期 planned_end planned_finish",
    "reason": "原因 理由 延期原因 变更原因 because why cause comment",
    "summary": "description desc 描述 说明 简介 摘要 概况 情况 text overview abstract 总结 小结 进展情况",
    "notes": "备注 说明 注释 note comment comments remark remarks 描述 description 纪要说明",
    "why": "原因 目的 意义 purpose reason background 背景 五问 5why whys 为什么 为何",
    "lifecycle": "状态 阶段 项目状态 项目阶段 生命周期 status state stage phase",
    "status": "状态 进展 情况 state stage lifecycle 验证情况",
    "complete": "progress 进度 完成率 完成度 完成百分比 percent pct percent_complete done completion",
    "priority": "优先级 重要程度 importance prio",
    "probability": "概率 可能性 发生概率 likelihood chance prob",
    "impact": "严重程度 影响程度 影响 后果 severity consequence effect",
    "response": "缓解措施 应对方案 应对 措施 对策 解决方案 mitigation action measure countermeasure plan",
    "contingency": "预案 应急预案 备选方案 兜底方案 fallback plan_b",
    "strategy": "策略 应对策略 strategie approach 管理策略 engagement",
    "trigger": "触发条件 触发 预警条件",
    "planned": "预算金额 预算 计划金额 金额 amount budget plan cost value total 计划 未开始 todo not_started",
    "committed": "已签约 合同金额 已承诺 合同 已签 已下单 ordered contract contracted",
    "unit": "单位 计量单位 units uom",
    "cumulative": "累计 累积 累计值 是否累计 累加 accumulated running_total",
    "rule": "规则 规律 做法 准则 principle",
    "target": "目标 目标值 指标 目标数 goal aim kpi",
    "start_value": "起始值 基线 初始值 baseline start from",
    "charter": "背景 项目背景 范围 项目范围 章程 background scope",
    "effort": "工时 人天 工作量 人日 hours days estimate workload man_days person_days",
    "metrics": "kpis kpi 指标 数据指标 measures indicators metric measurable 可衡量 target 目标值",
    "goals": "objectives okr okrs goal objective 目标 目的",
    "milestones": "milestone 里程碑 节点 关键节点 时间节点",
    "risks": "risk 风险 风险清单",
    "tasks": "subtasks subtask children 子任务 task todo todos 任务 待办 工作 事项 wbs",
    "budget": "budgets costs cost 费用 预算 成本 经费",
    "decisions": "decision 决策 决定 待决事项 决议 决议事项 resolutions",
    "actions": "action todo todos 待办 行动项 改进措施 跟进事项 行动 会后行动 待办事项",
    "lessons": "lesson 教训 经验 经验教训 复盘",
    "updates": "update report reports 周报 进展 更新 月报 日报",
    "measurements": "measurement data 数据 测量 实际值 数值 当前值 现值 完成值 current actual 实际 value"
    " values",
    "done": "完成 已完成 已办 本周完成 finished completed complete closed 结束 已关闭 关闭",
    "next": "下一步 下周计划 后续计划 next_steps plan todo",
    "options": "选项 备选 方案 alternatives choices",
    "recommendation": "建议 推荐 建议方案 suggestion proposal",
    "outcome": "结果 结论 决定 result decision 评审结果 评审结论",
    "depends_on": "依赖 前置 前置任务 前置条件 depends dependencies dependency predecessor predecessors"
    " after blocked_by",
    "period": "周期 周 日期 月份 week month date",
    "category": "类别 类型 分类 type kind 科目 费用类型",
    "type": "类型 类别 kind category 会议类型",
    "links": "链接 附件 网址 link url urls attachments",
    "url": "链接 网址 地址 link href address",
    "tags": "标签 tag labels label keywords 关键词",
    "role": "职务 岗位 角色 职位 position job",
    "email": "邮箱 邮件 电子邮件 mail e-mail",
    "issues": "问题 议题 障碍 阻碍 问题清单 issue problems problem blockers impediments",
    "assumptions": "假设 假定 前提 前提假设 assumption hypotheses hypothesis",
    "dependencies": "依赖 依赖项 外部依赖 依赖关系 dependency depends_on",
    "deliverables": "交付物 交付件 交付成果 可交付物 产出 产出物 deliverable outputs artefacts artifacts",
    "raci": "责任矩阵 职责矩阵 raci矩阵 分工 职责分工 责任分工 rasci roles responsibilities",
    "allocations": "投入 人力 人力投入 资源分配 人员安排 人员分配 资源投入 工时 allocation staffing"
    " assignments resources",
    "person": "人 谁 姓名 名字 成员 人名 投入人员 负责人 who name member resource assignee owner",
    "equipment": "设备 场地 物资 设备清单 资源设备 equipments assets rooms 设施 器材 会议室",
    "vendors": "供应商 乙方 供货商 合作方 外包商 vendor suppliers supplier contractors",
    "conflicts": "冲突 资源冲突 资源争用 conflict clashes",
    "bookings": "预订 预约 占用 档期 booking reservations 自 至 from until",
    "quantity": "数量 台数 件数 个数 间数 数目 count qty number amount",
    "percent": "比例 占比 投入比例 百分比 percentage share fte 投入 投入度 份额",
    "days": "人天 工作日 天数 person_days man_days effort",
    "until": "至 截止 结束 到 to end finish",
    "deliveries": "交付 交货 到货 供货 delivery shipments"
    " 交付日期 交货日期 交货期 交期 到货日期 交付计划 供货计划",
    "payments": "付款 支付 付款计划 付款节点 payment instalments invoices 付款日期 付款方式 付款条件",
    "paid": "已付 已支付 付款日期 实付日期 支付日期 付清 付了 paid_on",
    "amount": "金额 付款金额 数额 款额 money sum price value",
    "contract": "合同 协议 contracts agreement 合同金额 合同额 合同编号 合同号",
    "contact": "联系方式 联系电话 电话 联系人姓名 对接 phone contacts contact_person",
    "signed": "签订日期 签约日期 签署日期 签字日期 signed_on date 日期",
    "value": "金额 合同金额 合同额 合同总额 总价 总额 amount total price 数值 结果",
    "no": "编号 合同编号 合同号 number nr contract_no id",
    "sla": "服务水平 服务承诺 服务等级 service_level",
    "rating": "评价 评分 打分 评级 score grade 履约评价 星级",
    "terminated": "终止 解约 解除 已解约 cancelled canceled ended",
    "delivering": "履约 履约中 供货中 执行中 进行中 合作中 active ongoing in_progress",
    "negotiating": "谈判中 洽谈中 商务谈判 negotiation",
    "sourcing": "寻源中 询价中 比选中 选型中 招标中 rfq tender",
    "income": "进账 收益 营收 revenue 返款",
    "opex": "支出 费用 成本 运营 expense expenses cost",
    "capex": "资本 投资 固定资产 investment",
    "service": "服务 供货内容 服务内容 供应内容 services",
    "parties": "冲突方 各方 涉及方 双方 party sides",
    "resource": "资源 争用资源 resources",
    "feedback": "用户反馈 反馈 用户声音 客户反馈 投诉 voc complaints reviews",
    "adjustments": "调整 优化 优化动作 改动 动作 整改 adjustment changes experiments",
    "retrospectives": "复盘 回顾 总结 retro retros retrospective postmortem",
    "benefits": "收益 效益 价值 benefit value outcomes",
    "observation": "观察 现象 问题 发现 finding symptom",
    "check_on": "检查日期 复查日期 验证日期 check review_on check_date",
    "measure_on": "衡量日期 评估日期 测量日期 measure dates",
    "expected": "预期 期望 预期收益 expectation",
    "root_cause": "根因 根本原因 cause rootcause",
    "success_factor": "成功因素 成功原因 做得好 success_factors",
    "facilitator": "主持人 引导者 moderator host",
    "participants": "参与人 参加人 参会人 成员 attendees members",
    "sentiment": "情绪 情感 倾向 mood",
    "csat": "满意度 满意度评分 satisfaction score",
    "nps": "推荐意愿 净推荐值 推荐分 promoter",
    "theme": "主题 话题 类别 topic subject",
    "quote": "原话 原声 引用 verbatim comment",
    "count": "数量 回答数 条数 人数 n number answers",
    "stakeholders": "干系人 项目干系人 利益相关方 利益相关者 利害关系人 stakeholder interested_parties",
    "communications": "沟通 沟通管理 沟通机制 communication comms communication_plan comm_plan",
    "meetings": "例会 会议 会议纪要 会议记录 纪要 meeting minutes",
    "training": "培训计划 培训记录 trainings courses",
    "research": "调研 用户调研 调查 研究 studies surveys study",
    "phases": "阶段 项目阶段 phase stages stage",
    "assessor": "评估人员 评级人",
    "acceptance": "验收条件 验收 acceptance_criteria",
    "acceptance_criteria": "验收标准 验收条件 验收 acceptance criteria dod definition_of_done",
    "criteria": "准则 标准 条件 检查项 通过标准 checklist gate_criteria",
    "entry_criteria": "进入条件 准入标准 启动条件 前提条件 entry",
    "exit_gate": "出口 退出条件 关口 阶段评审 gate exit exit_criteria 退出标准 出口标准",
    "key_results": "关键结果 krs kr keyresults",
    "severity": "严重性 严重度 级别 等级 紧急程度 priority impact",
    "resolution": "解决方案 解决措施 处理结果 处理措施 处理方式 fix solution 决定 结论 decision",
    "resolved": "解决时间 关闭日期 closed done fixed 解决 已处理 处理完 完成 已完成 solved",
    "raised": "发现日期 登记日期 提出时间 reported opened created date",
    "raised_by": "发现人 报告人 reporter reported_by",
    "from_risk": "来源风险 关联风险 风险 risk",
    "basis": "根据 理由 evidence rationale why",
    "if_false": "不成立时 不成立 对应风险 关联风险 风险 risk",
    "other": "依赖方 提供方 需求方 上游 下游 供应商 party counterpart supplier on"
    " project depends_on 项目 依赖项目 依赖 from to",
    "promised": "承诺 承诺时间 commitment committed",
    "delivered": "交付时间 实际交付 交付 delivery done actual 已交付 已完成 完成",
    "direction": "依赖方向",
    "item": "任务 活动 工作 工作项 activity task work title",
    "responsible": "执行人 负责 经办人 r doer",
    "accountable": "问责人 责任人 负责人 最终责任人 审批人 a owner 负责 批准 审批 问责人",
    "consulted": "咨询人 被咨询人 征求意见 c consult",
    "informed": "知会 告知 抄送 被告知人 i inform cc",
    "interest": "关注 兴趣 关注程度",
    "influence": "影响 权力 影响程度 power",
    "attitude": "立场 支持度 stance position",
    "needs": "需求 期望 关注点 expectations expectation",
    "audience": "受众 听众 沟通对象 参训人员 recipients to who",
    "what": "沟通内容 信息 content message topic",
    "how": "沟通方式 渠道 形式 channel medium",
    "cadence": "周期 频次 沟通频率 frequency how_often",
    "attendees": "参会人 参会人员 参会 与会人 与会人员 出席人 出席人员 参加人 到会 participants present"
    " attended",
    "absent": "缺席人 缺席人员 请假 未到 excused apologies",
    "agenda": "议题 会议议题 会议议程 讨论事项 topics points",
    "minutes": "会议纪要 会议记录 记录 会议内容 protocol notes conclusion 结论 讨论结果",
    "trainer": "讲师姓名 培训师 主讲 主讲人 老师 teacher instructor",
    "attended": "参加人 参训人员 实到 出席 participants attendees",
    "required_for": "用于 前提 required needed_for",
    "sample_size": "样本 样本量 样本数量 n sample",
    "finding": "结论 结果 调研结论 主要发现 findings conclusion insight result",
    "implication": "影响 含义 对策 so_what",
    "method": "调研方法 方式 手段 approach 流程 制度 方法 规程 process procedure procedures",
    "source": "出处 来源",
    "confidence": "可信度 把握 置信度",
    "supports": "支持 关联目标 对应目标 goal goals",
    "contributors": "协助人 配合人 参与者 协作人 helpers collaborators",
    "parent": "父任务 父级 上级 parent_task",
    "remaining": "剩余 剩余工时 剩余工作量",
    "blocked_by": "阻塞原因 卡点 阻碍 受阻 blocker",
    "ref": "id task milestone 编号 任务 里程碑 item",
    "plan": "计划 方案 预案 措施 应急计划 做法",
    "help_needed": "需要协助 需协助 需要支持 需支持 求助 协助 支持 help support blockers",
    "text": "内容 事项 标准 议题 条目 topic title subject item what description point",
    "from": "找谁 谁 请谁 协助人 whom who 自 从 起 开始 start begin since date 日期",
    "date": "日期 时间 会议日期 会议时间 when day decided 决定日期 月份 month",
    "kind": "类型 性质 种类 type",
    "gate": "评审 评审会 关口 决策点 阶段评审 review",
    "threat": "负面 威胁 风险 negative",
    "opportunity": "正面 机会 积极 positive upside",
    ">": "大于 超过 高于 gt",
    ">=": "≥ 大于等于 不低于 不小于 至少 gte => ＞=",
    "<": "小于 低于 lt",
    "<=": "≤ 小于等于 不高于 不超过 至多 lte =<",
    "lag": "滞后 等待 延隔 delay wait",
    "evidence": "依据 证明 证据材料 proof",
    "met": "满足 是否满足 达成 通过 passed ok done status 状态 结果",
    "decided_by": "评审人 批准人 审批人 approver approved_by",
    "quality": "质量 质检 质量标准 检查 qa",
    "moscow": "必要性 优先级 priority",
    "success_criteria": "成功指标 成功条件",
    "scope_in": "范围 scope",
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
    "open": "未关闭 打开 未处理 待处理 监控中 跟踪中 进行中 处理中 active new 未开始 todo 待办 没开始"
    " 待定 待解决 未决 协调中 pending",
    "occurred": "已发生 发生 happened",
    "accept": "接受 承担 accepted tolerate",
    "avoid": "规避 避免 avoided 教训 坏 不好 改进 bad negative dont",
    "keep": "经验 保留 好 做得好 亮点 good positive do",
    "people": "人员 人为 人力 团队 staff human person",
    "machine": "机器 设备 系统 工具 技术 system tool machines equipment",
    "material": "物料 材料 原料 内容 materials content",
    "environment": "环境 外部 市场 外部环境 external market",
    "helped": "有用 见效 好转 改善 变好 有帮助 成功 生效 已见效 better improved success successful"
    " works worked yes effective",
    "no_effect": "没用 没效果 无效果 没有效果 没变化 没有变化 不变 持平 none nothing no unchanged same"
    " ineffective",
    "worse": "恶化 更差 变坏 更糟 下降 negative declined harmful",
    "continue": "坚持 保持 继续 延续 keep going more",
    "cause": "原因 根因 根本原因 root_cause reason because why",
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
    "requested": "待决策 待定 待审批 pending open 待拍板 等拍板 待决 讨论中 进行中 未决",
    "decided": "已决定 已决策 已批 已审批 approved done 评审日期 批准日期 已定 已拍板 拍板 通过 定了",
    "weekly": "每周 周 按周 week",
    "error": "错误 严重 fail fatal",
    "warning": "警告 提醒 warn",
    "info": "提示 信息 notice note",
    "ignore": "忽略 关闭 关掉 不管 off none disable disabled",
    "monthly": "每月 月 按月 month",
    "campaign": "活动 大促 促销 营销 营销活动 promotion marketing",
    "team": "部门 小组 组织 department group",
    "holds": "属实 成立 true yes valid confirmed",
    "false": "不属实 不成立 no invalid wrong",
    "inbound": "输入 上游 外部依赖 in incoming 等待 等别人 我们等 输入依赖",
    "outbound": "输出 下游 对外提供 out outgoing 提供 别人等我们",
    "agreed": "已确认 已商定 confirmed committed",
    "problem": "缺陷 故障 障碍 bug defect incident",
    "request_for_change": "变更 变更申请 需求变更 change rfc cr",
    "off_specification": "不符合 不合格 规格不符 nonconformity",
    "concern": "担心 疑虑 担忧 worry question",
    "external_event": "外部 外部因素 external",
    "accepted": "已通过 验收 验收通过 通过 完成 已完成 done approved",
    "handed_over": "移交 交付 已交付 delivered",
    "rejected": "退回 驳回 未通过 验收不通过",
    "dropped": "取消 放弃 不做 cancelled canceled",
    "must": "必须 必需 必备 m mandatory required",
    "should": "应该 应有 s",
    "could": "可以 可有 c nice_to_have",
    "wont": "不做 暂不 w",
    "champion": "倡导者 积极 强烈支持 拥护 sponsor promoter",
    "supporter": "支持者 赞成 正面 supportive positive",
    "neutral": "观望 一般 indifferent",
    "critic": "反对者 抵触 负面 blocker opponent resistant negative",
    "desk": "桌面研究 资料 文献 secondary",
    "survey": "问卷调查 调查 questionnaire",
    "interview": "用户访谈 interviews",
    "experiment": "测试 试点 ab测试 a/b test pilot",
    "analytics": "数据 分析 data analysis",
    "competitor": "竞品 对标 benchmark benchmarking",
    "kickoff": "启动 启动会议 kick_off start",
    "standup": "晨会 早会 每日站会 daily stand_up",
    "progress": "例会 周会 周例会 进度会 weekly regular status",
    "coordination": "协调 协调会议",
    "steering": "委员会 指委会 领导小组会 committee board",
    "review": "评审 审查 评审会议",
    "retro": "复盘 回顾 retrospective",
    "go": "放行 通过 pass passed approved 同意 批准 准予",
    "conditional_go": "有条件放行 有条件 conditional",
    "hold": "推迟 暂停 延后 postponed",
    "stop": "不通过 否决 终止 rejected failed cancelled 不再 停 别再 不要 dont",
    "pending": "待定 未评审 待检查 open tbd 观察中 待观察 待验证 未知 进行中 unknown watching",
    "passed": "通过 合格 ok pass",
    "failed": "不通过 不合格 fail",
}
_MEANINGS: dict[str, list[str]] = {}
for _word, _spoken in SYNONYMS.items():
    for _synonym in _spoken.split():
        _MEANINGS.setdefault(_synonym.replace("_", "").replace("-", ""), []).append(_word)
_LIKENESS = 0.72
_MOST = 500
"""Among more words a look for likeness takes too long, and finds anything."""


def suggest(
    written: str,
    allowed: Iterable[str],
    labels: Mapping[str, str] | None = None,
    likeness: float = _LIKENESS,
) -> str | None:
    """The allowed word that `written` probably means, or None; likeness from 0 to 1 for the same."""
    words = tuple(allowed)
    meant = named(written, words, labels)
    if meant:
        return meant
    folded = _by_folded(words)
    if len(folded) > _MOST:
        return None
    text = _folded(_alone(written))
    close = difflib.get_close_matches(text[:80], folded, 1, likeness)
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


def exactly(written: str, words: Iterable[str], labels: Mapping[str, str] | None = None) -> str | None:
    """The one of the words that is written, but for its label, its case, its width or its hyphens.

    None for other names of a word: they may mean several things.
    """
    text, allowed = _plain(written), tuple(words)
    labelled = {_plain(label).casefold(): word for label, word in (labels or {}).items()}.get(text.casefold())
    meant = {word for word in allowed if _folded(word) == _folded(text)}
    meant |= {labelled} & set(allowed) if labelled else set()
    return meant.pop() if len(meant) == 1 else None


def said_of_one(written: str) -> str | None:
    """The word that another name means, where it means one alone of all there are."""
    meant = _MEANINGS.get(_folded(_plain(written)), ())
    return meant[0] if len(meant) == 1 else None


def means_something(written: str) -> bool:
    """Whether it is a word of ours, or another name of one."""
    return written in SYNONYMS or _folded(_alone(written)) in _MEANINGS


@lru_cache(8)  # one list is asked again for each name that is not in it
def _by_folded(words: tuple[str, ...]) -> dict[str, str]:
    return {_folded(word): word for word in words}


def _alone(written: str) -> str:
    return _plain(written).partition(":")[0]  # `owner：王芳` is one word to YAML


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(" “”‘’\"'【】")


def _folded(word: str) -> str:
    return word.casefold().replace("_", "").replace("-", "").replace(" ", "")
