"""What the made-up projects are about: pairs of Chinese and English, by kind of operations work."""

from __future__ import annotations

from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric of a theme: where it starts, where it should go, and how it is counted."""

    title: Pair
    unit: str
    start: float
    target: float
    cumulative: bool = False

    @property
    def direction(self) -> str:
        return "up" if self.cumulative or self.target >= self.start else "down"


@dataclass(frozen=True, slots=True)
class Theme:
    slug: str
    title: Pair
    category: str
    summary: Pair
    goals: tuple[Pair, ...]
    milestones: tuple[Pair, ...]
    metrics: tuple[Measure, ...]
    risks: tuple[tuple[Pair, str, Pair], ...]  # title, category, response
    budget: tuple[tuple[Pair, str, int], ...]  # title, category, planned in CNY


THEMES = (
    Theme(
        "sale",
        ("大促", "Sales campaign"),
        "campaign",
        (
            "站内外同步投放，保障主会场平稳。",
            "One campaign on and off site; the main venue stays up.",
        ),
        (
            (
                "成交额达到目标，复购率高于去年",
                "Reach the target with more repeat buyers than last year",
            ),
            ("主会场全程可用", "Keep the main venue available throughout"),
        ),
        (
            ("方案评审通过", "Plan approved"),
            ("选品与价格锁定", "Range and prices locked"),
            ("压测通过", "Load test passed"),
            ("预售会场上线", "Pre-sale venue live"),
            ("主会场开售", "Main venue opens"),
            ("售后收口", "After-sales closed"),
        ),
        (
            Measure(("累计成交额", "Sales so far"), "万元", 0, 12000, cumulative=True),
            Measure(("30 日复购率", "Repeat purchase in 30 days"), "%", 21, 24),
            Measure(("获客成本", "Cost per new customer"), "元", 96, 86),
        ),
        (
            (
                ("短信通道峰值拥堵，优惠券发不出", "SMS gateway saturates at peak and coupons do not go out"),
                "technical",
                ("接入第二家供应商", "Connect a second supplier"),
            ),
            (
                ("主推商品备货不足", "Too little stock of the lead products"),
                "supplier",
                ("与三家供应商签锁量协议", "Sign volume guarantees with three suppliers"),
            ),
            (
                ("渠道乙流量造假", "Fraudulent traffic from channel B"),
                "fraud",
                ("按核销结算并抽样回访", "Pay on redemption and call back a sample"),
            ),
        ),
        (
            (("站外投放", "Advertising"), "marketing", 800_0000),
            (("优惠补贴", "Subsidies"), "subsidy", 350_0000),
            (("短信与云资源", "SMS and cloud"), "software", 60_0000),
        ),
    ),
    Theme(
        "loyalty",
        ("会员体系升级", "Loyalty programme"),
        "product",
        ("用等级与权益提高活跃和续费。", "Tiers and benefits that lift activity and renewals."),
        (
            ("付费会员续费率提升到 62%", "Lift renewals of paying members to 62%"),
            ("会员贡献成交占比过半", "Members bring more than half of sales"),
        ),
        (
            ("权益方案定稿", "Benefits settled"),
            ("等级规则上线", "Tier rules live"),
            ("新礼包上线", "Welcome pack live"),
            ("老会员迁移完成", "Existing members migrated"),
            ("续费活动收官", "Renewal drive finished"),
        ),
        (
            Measure(("续费率", "Renewal rate"), "%", 51, 62),
            Measure(("付费会员数", "Paying members"), "人次", 180000, 260000),
            Measure(("会员投诉率", "Complaint rate"), "%", 2.4, 1.5),
        ),
        (
            (
                ("老会员认为权益缩水而集中投诉", "Existing members see a loss of benefits and complain"),
                "reputation",
                ("保留旧权益六个月并逐一告知", "Keep the old benefits for six months and tell each member"),
            ),
            (
                ("积分负债超出预算", "Points liability above budget"),
                "financial",
                ("设置有效期与兑换上限", "Add expiry and a redemption cap"),
            ),
        ),
        (
            (("权益采购", "Benefits"), "subsidy", 420_0000),
            (("系统开发", "Development"), "outsourcing", 180_0000),
        ),
    ),
    Theme(
        "support",
        ("客服知识库建设", "Support knowledge base"),
        "process",
        ("统一答案，减少转人工。", "One answer for each question, and fewer hand-overs."),
        (
            ("首次解决率达到 82%", "Solve 82% of requests at first contact"),
            ("新人上手时间缩短一半", "Halve the time a newcomer needs"),
        ),
        (
            ("问题分类定稿", "Question tree settled"),
            ("首批三百篇上线", "First 300 articles live"),
            ("机器人接入", "Assistant connected"),
            ("质检闭环运行", "Quality loop running"),
        ),
        (
            Measure(("首次解决率", "Solved at first contact"), "%", 68, 82),
            Measure(("平均处理时长", "Average handling time"), "分钟", 9.5, 6.5),
            Measure(("累计上线文章", "Articles published"), "篇", 0, 900, cumulative=True),
        ),
        (
            (
                ("内容过期无人维护", "Articles go stale without an owner"),
                "operational",
                ("每篇指定负责人，九十天复核", "Name an owner for each, review every ninety days"),
            ),
            (
                ("班次紧张，专家抽不出时间写作", "Rosters are tight and experts cannot write"),
                "resource",
                ("每周固定半天并计入绩效", "Half a day a week, counted in reviews"),
            ),
        ),
        (
            (("知识库软件", "Software"), "software", 36_0000),
            (("培训", "Training"), "training", 12_0000),
        ),
    ),
    Theme(
        "delivery",
        ("仓配提速", "Faster delivery"),
        "process",
        ("次日达覆盖更多区县，破损率不升。", "Next-day delivery for more counties, with no more damage."),
        (
            ("次日达占比达到 78%", "Deliver 78% of orders the next day"),
            ("单均履约成本下降 6%", "Cut cost per order by 6%"),
        ),
        (
            ("路由方案评审", "Routing reviewed"),
            ("前置仓签约", "Forward warehouse signed"),
            ("分拣线验收", "Sorting line accepted"),
            ("十城切换", "Ten cities switched"),
            ("全量运行", "In full operation"),
        ),
        (
            Measure(("次日达占比", "Next-day share"), "%", 61, 78),
            Measure(("单均履约成本", "Cost per order"), "元", 8.6, 8.1),
            Measure(("破损率", "Damage rate"), "%", 0.42, 0.30),
        ),
        (
            (
                ("分拣设备到货推迟", "Sorting equipment arrives late"),
                "supplier",
                ("租用备用线并按周催交", "Rent a spare line and chase weekly"),
            ),
            (
                ("旺季临时工不足", "Too few seasonal workers"),
                "people",
                ("提前两月锁定三家劳务公司", "Book three agencies two months ahead"),
            ),
            (
                ("新仓消防验收不过", "Fire inspection of the new site fails"),
                "compliance",
                ("先行预检，整改留四周", "Inspect early, keep four weeks for repairs"),
            ),
        ),
        (
            (("前置仓租金", "Warehouse rent"), "vendor", 260_0000),
            (("分拣线", "Sorting line"), "equipment", 480_0000),
            (("搬仓运输", "Moving"), "travel", 40_0000),
        ),
    ),
    Theme(
        "city",
        ("新城市开城", "City launch"),
        "event",
        ("九十天内跑通获客、供给和履约。", "Customers, supply and fulfilment working within ninety days."),
        (
            ("开城九十天日单破三千", "Three thousand orders a day after ninety days"),
            ("商户满意度不低于老城", "Merchants as content as in older cities"),
        ),
        (
            ("选址与牌照", "Sites and licences"),
            ("首批商户签约", "First merchants signed"),
            ("试营业", "Soft opening"),
            ("正式开城", "Opening"),
            ("盈亏复盘", "Profit review"),
        ),
        (
            Measure(("日均订单", "Orders a day"), "单", 0, 3000),
            Measure(("签约商户", "Merchants signed"), "家", 0, 450, cumulative=True),
            Measure(("商户满意度", "Merchant satisfaction"), "分", 70, 85),
        ),
        (
            (
                ("竞品同期补贴加码", "A competitor raises subsidies at the same time"),
                "market",
                ("预留两周弹性预算，盯住核心商圈", "Hold two weeks of budget for the core districts"),
            ),
            (
                ("骑手招募不达标", "Too few riders recruited"),
                "people",
                ("邻城支援并提高首月保底", "Borrow from the next city, raise the first month's floor"),
            ),
        ),
        (
            (("开城推广", "Launch promotion"), "marketing", 300_0000),
            (("办公与差旅", "Office and travel"), "travel", 45_0000),
        ),
    ),
    Theme(
        "app",
        ("应用改版", "App redesign"),
        "platform",
        ("首页与下单链路重做。", "A new home screen and a shorter way to order."),
        (
            ("下单转化率提升到 7.2%", "Lift conversion to 7.2%"),
            ("崩溃率低于千分之一", "Keep crashes below one in a thousand"),
        ),
        (
            ("交互稿冻结", "Design frozen"),
            ("内测版交付", "Beta delivered"),
            ("灰度百分之十", "Ten percent roll-out"),
            ("全量发布", "Full release"),
        ),
        (
            Measure(("下单转化率", "Conversion"), "%", 5.8, 7.2),
            Measure(("崩溃率", "Crash rate"), "‰", 2.1, 0.9),
            Measure(("应用商店评分", "Store rating"), "分", 4.1, 4.6),
        ),
        (
            (
                ("旧机型性能不达标", "Slow on older phones"),
                "technical",
                ("降级方案随版本发布", "Ship a lighter variant with it"),
            ),
            (
                ("应用商店审核被拒", "Store review rejects it"),
                "compliance",
                ("提前送审并准备说明材料", "Submit early with explanations"),
            ),
        ),
        (
            (("设计外包", "Design agency"), "outsourcing", 90_0000),
            (("测试设备", "Test devices"), "equipment", 18_0000),
        ),
    ),
    Theme(
        "privacy",
        ("个人信息合规整改", "Privacy compliance"),
        "compliance",
        ("按监管要求完成整改并留存证据。", "Meet the regulator's demands and keep the evidence."),
        (
            ("全部高风险项整改关闭", "Close every high finding"),
            ("通过外部审计", "Pass the external audit"),
        ),
        (
            ("差距评估完成", "Gap assessment done"),
            ("隐私政策更新", "Policy updated"),
            ("数据目录上线", "Data catalogue live"),
            ("外部审计", "External audit"),
        ),
        (
            Measure(("已关闭整改项", "Findings closed"), "项", 0, 64, cumulative=True),
            Measure(("数据目录覆盖率", "Catalogue coverage"), "%", 35, 95),
        ),
        (
            (
                ("第三方组件超范围收集", "A third-party component collects too much"),
                "legal",
                ("逐个下线或替换并留证", "Replace each and keep evidence"),
            ),
            (
                ("业务方改造排期冲突", "Teams have no room to change their systems"),
                "schedule",
                ("由委员会统一排优先级", "Let the committee set one order of work"),
            ),
        ),
        (
            (("外部律师", "Counsel"), "vendor", 55_0000),
            (("审计费用", "Audit"), "other", 30_0000),
        ),
    ),
    Theme(
        "insight",
        ("经营看板建设", "Operations dashboard"),
        "platform",
        ("统一口径，当天看到昨天。", "One definition for each number, and yesterday visible today."),
        (
            ("核心指标口径全部统一", "One definition for all core numbers"),
            ("周会不再手工做表", "No hand-made tables in the weekly meeting"),
        ),
        (
            ("指标口径评审", "Definitions reviewed"),
            ("数据链路打通", "Pipelines connected"),
            ("看板试运行", "Trial run"),
            ("旧报表下线", "Old reports retired"),
        ),
        (
            Measure(("已统一口径的指标", "Numbers with one definition"), "个", 0, 120, cumulative=True),
            Measure(("数据延迟", "Delay of data"), "小时", 30, 8),
            Measure(("周活跃使用人数", "Weekly users"), "人次", 40, 260),
        ),
        (
            (
                ("上游表结构频繁变更", "Upstream tables keep changing"),
                "technical",
                ("签数据契约，变更提前五天通知", "Agree contracts with five days' notice"),
            ),
            (
                ("各部门不愿放弃自己的口径", "Departments hold on to their own numbers"),
                "people",
                ("由负责人逐项拍板并公示", "Have the sponsor decide each and publish it"),
            ),
        ),
        (
            (("计算资源", "Computing"), "software", 48_0000),
            (("实施服务", "Implementation"), "outsourcing", 75_0000),
        ),
    ),
)

REGIONS: tuple[tuple[str, Pair], ...] = (
    ("east", ("华东", "East")),
    ("south", ("华南", "South")),
    ("north", ("华北", "North")),
    ("west", ("西南", "South-west")),
    ("central", ("华中", "Central")),
    ("national", ("全国", "National")),
)
