"""What the made-up projects share, whatever they are about: pairs of Chinese and English."""

from __future__ import annotations

from benchmarks.themes import Measure, Pair

REASONS: tuple[Pair, ...] = (
    ("供应商接口延期", "The supplier's interface is late"),
    ("需求评审多一轮", "Requirements took another round"),
    ("关键同事支援其他项目", "A key colleague was lent to another project"),
    ("压测暴露数据库瓶颈", "The load test showed a database bottleneck"),
    ("审批流程比预期长", "Approval took longer than expected"),
)

LESSONS: tuple[tuple[Pair, Pair, str], ...] = (
    (
        ("供应商接口要先验证再排期", "Prove a supplier's interface before planning on it"),
        ("签约前跑通一次真实调用", "Make one real call before signing"),
        "avoid",
    ),
    (
        ("提前两周冻结范围，收尾更从容", "Freezing scope two weeks early makes a calm finish"),
        ("上线前两周只修问题", "Only fix problems in the last two weeks"),
        "keep",
    ),
    (
        ("口径没写清，复盘时各说各话", "Undefined numbers divide the review"),
        ("立项时写下公式和数据来源", "Write formula and source at the start"),
        "avoid",
    ),
)

WORK: tuple[Pair, ...] = (
    ("整理需求清单", "Collect requirements"),
    ("编写方案", "Write the plan"),
    ("对接供应商", "Align with suppliers"),
    ("搭建环境", "Set up the environment"),
    ("内容制作", "Produce content"),
    ("联调", "Integrate"),
    ("验收测试", "Acceptance test"),
    ("培训一线", "Train the front line"),
    ("上线准备", "Prepare release"),
    ("数据核对", "Reconcile the numbers"),
)

PACKAGES: tuple[Pair, ...] = (
    ("方案与评审", "Plan and review"),
    ("系统与数据", "Systems and data"),
    ("供应商与采购", "Suppliers and purchasing"),
    ("内容与渠道", "Content and channels"),
    ("上线与保障", "Launch and support"),
    ("推广与复制", "Roll-out"),
)

PHASES: tuple[Pair, ...] = (("筹备", "Preparation"), ("建设", "Build"), ("上线与运营", "Launch and run"))

PEOPLE: tuple[Pair, ...] = (
    ("王芳", "Wang Fang"),
    ("李强", "Li Qiang"),
    ("赵敏", "Zhao Min"),
    ("陈伟", "Chen Wei"),
    ("刘洋", "Liu Yang"),
    ("杨静", "Yang Jing"),
    ("黄磊", "Huang Lei"),
    ("周婷", "Zhou Ting"),
    ("吴昊", "Wu Hao"),
    ("徐丽", "Xu Li"),
    ("孙涛", "Sun Tao"),
    ("朱琳", "Zhu Lin"),
    ("马超", "Ma Chao"),
    ("胡雪", "Hu Xue"),
    ("郭明", "Guo Ming"),
    ("何佳", "He Jia"),
    ("Anna Weber", "Anna Weber"),
    ("James Carter", "James Carter"),
    ("Maria Santos", "Maria Santos"),
    ("Tom Becker", "Tom Becker"),
)

# What a larger project measures besides what its theme is about.
MEASURES: tuple[Measure, ...] = (
    Measure(("活动页访客", "Visitors"), "万人", 0, 180, cumulative=True),
    Measure(("加购率", "Add-to-basket rate"), "%", 8.5, 11),
    Measure(("客诉量（每千单）", "Complaints in a thousand orders"), "件", 6.2, 4),
    Measure(("退款率", "Refund rate"), "%", 5.1, 3.8),
    Measure(("净推荐值", "Net promoter score"), "分", 31, 42),
    Measure(("库存周转天数", "Days of stock"), "天", 46, 38),
    Measure(("页面首屏时间", "First screen"), "秒", 2.8, 1.6),
    Measure(("一线培训完成人数", "Front-line staff trained"), "人次", 0, 640, cumulative=True),
    Measure(("按时交付的事项", "Items delivered on time"), "%", 72, 90),
    Measure(("决议按时完成率", "Decisions carried out on time"), "%", 65, 85),
    Measure(("自助解决率", "Solved without staff"), "%", 38, 55),
    Measure(("人均产出", "Output per head"), "单", 120, 150),
)

# Risks of any operations project, beside those of its theme: title, category, response.
RISKS: tuple[tuple[Pair, str, Pair], ...] = (
    (("关键岗位离职", "Somebody in a key position leaves"), "people",
     ("每个岗位指定替补，双周交接一次", "Name a deputy for each and hand over every two weeks")),
    (("上游接口变更未通知", "An upstream interface changes without notice"), "technical",
     ("签接口契约，联调环境每日回归", "Agree a contract and test it every day")),
    (("预算审批慢于采购节奏", "Budget is approved too slowly for purchasing"), "financial",
     ("按季度一次批复，小额授权到负责人", "Approve by quarter and let the owner sign small sums")),
    (("需求在评审后继续增加", "Requirements keep growing after the review"), "schedule",
     ("评审后的新增进下一期", "What comes after the review goes into the next release")),
    (("供应商产能不足", "The supplier lacks capacity"), "supplier",
     ("备选供应商先做小批量验证", "Try a second supplier with a small batch")),
    (("数据口径不一致，效果说不清", "Numbers are defined differently and prove nothing"), "operational",
     ("上线前由数据组确认口径", "Have the data team confirm definitions before launch")),
    (("节假日前后人手不足", "Too few people around the holidays"), "resource",
     ("提前四周排班并锁定支援", "Plan shifts four weeks ahead and book help")),
    (("用户信息授权不全", "Consent of users is incomplete"), "compliance",
     ("缺授权的用户不进入名单", "Leave out those without consent")),
    (("负面评价集中出现", "Bad reviews come in a wave"), "reputation",
     ("客服话术与补偿规则先行备好", "Prepare answers and rules for compensation")),
    (("账号权限过宽", "Access rights are too wide"), "security",
     ("按岗位收紧，季度复核", "Tighten by role and review every quarter")),
    (("合同条款有歧义", "A clause of the contract is ambiguous"), "legal",
     ("法务先出补充协议", "Let counsel write an amendment first")),
    (("竞品提前发布", "A competitor launches first"), "market",
     ("预留提前一周上线的方案", "Keep a plan to launch a week earlier")),
    (("试点样本太小", "The pilot is too small to tell"), "operational",
     ("增加两个试点并延长两周", "Add two pilots and two weeks")),
    (("环境不稳定耽误测试", "An unstable environment delays tests"), "technical",
     ("独立测试环境，专人值守", "A test environment of its own, with somebody in charge")),
)  # fmt: skip

# title, method, finding, implication
RESEARCH: tuple[tuple[Pair, str, Pair, Pair], ...] = (
    (("用户访谈", "Interviews with customers"), "interview",
     ("三分之二的人第一次就没找到入口", "Two in three did not find the entry at first"),
     ("首页入口放到第一屏", "Put the entry on the first screen")),
    (("近一年数据分析", "Analysis of the last year"), "analytics",
     ("八成订单来自三成用户", "Three customers in ten bring eight orders in ten"),
     ("先做高频人群", "Begin with frequent customers")),
    (("竞品对比", "Comparison with competitors"), "competitor",
     ("三家都把承诺时效写在商品页", "All three state the delivery time on the product page"),
     ("时效随商品展示", "Show the time with the product")),
)  # fmt: skip

ASSUMPTIONS: tuple[tuple[Pair, Pair], ...] = (
    (("旺季峰值不超过平日三倍", "The peak is at most three times a normal day"),
     ("近三年均未超过", "It was so in the last three years")),
    (("供应商产能可按周调整", "The supplier can change its volume week by week"),
     ("框架合同第五条", "Clause five of the contract")),
    (("一线愿意使用新流程", "The front line will use the new process"),
     ("两个试点的反馈", "What two pilots said")),
)  # fmt: skip

DELIVERABLES: tuple[tuple[Pair, Pair, Pair], ...] = (  # title, acceptance criterion, how it is checked
    (("方案与预算书", "Plan and budget"), ("委员会批准", "Approved by the committee"),
     ("委员会评审", "Review by the committee")),
    (("上线系统", "System in operation"), ("连续七天无一级故障", "Seven days without a major fault"),
     ("运行日志核对", "Reading of the logs")),
    (("操作手册", "Handbook"), ("一线抽考通过率九成", "Nine in ten of the front line pass the test"),
     ("随机抽考三十人", "Test of thirty people at random")),
    (("复盘报告", "Review report"), ("数据与财务口径一致", "Its numbers agree with finance"),
     ("财务对账", "Reconciliation with finance")),
)  # fmt: skip

ISSUES: tuple[tuple[Pair, str, Pair], ...] = (  # title, type, impact
    (("测试环境每天中断", "The test environment fails every day"), "problem",
     ("联调每天少两小时", "Two hours of testing lost every day")),
    (("业务方要求增加报表", "The department asks for another report"), "request_for_change",
     ("开发增加六人天", "Six more days of development")),
    (("首批物料印刷偏色", "The first print run has the wrong colours"), "off_specification",
     ("需要重印三成", "A third has to be printed again")),
    (("门店担心忙时操作太慢", "Stores fear that it is too slow at busy times"), "concern",
     ("培训需要增加演练", "Training needs a rehearsal")),
)  # fmt: skip

CRITERIA: tuple[tuple[Pair, Pair], ...] = (  # criterion of a gate, evidence
    (
        ("关键指标达到试点水平", "Key numbers as in the pilot"),
        ("试点数据对比表", "Pilot's numbers"),
    ),
    (("无未关闭的一级问题", "No open issue of the first rank"), ("问题清单", "List of issues")),
    (
        ("一线培训覆盖九成", "Nine in ten of the front line trained"),
        ("签到与考核记录", "List of tests"),
    ),
)

STAKEHOLDERS: tuple[tuple[Pair, Pair, Pair], ...] = (  # name, needs, strategy
    (("区域经理", "Regional managers"), ("不影响当月业绩", "No harm to this month's sales"),
     ("每周五通报一次进展", "A message every Friday")),
    (("一线员工", "Front-line staff"), ("操作步骤不增加", "No more steps than today"),
     ("上线前试用并收集意见", "Let them try it before launch")),
    (("财务部", "Finance"), ("费用可核对", "Spending that can be checked"),
     ("每月对账一次", "Reconcile every month")),
    (("外部供应商", "Supplier"), ("需求稳定", "Stable requirements"),
     ("变更提前两周告知", "Announce changes two weeks ahead")),
)  # fmt: skip

AGENDA: tuple[Pair, ...] = (
    ("上次决议跟踪", "What became of the last decisions"),
    ("进度与偏差", "Schedule and deviations"),
    ("风险与问题", "Risks and issues"),
    ("需要的支持", "Help needed"),
)

EQUIPMENT: tuple[tuple[Pair, Pair], ...] = (
    (("直播间", "Studios"), ("间", "rooms")),
    (("叉车", "Fork-lifts"), ("台", "trucks")),
    (("测试收银机", "Test tills"), ("台", "tills")),
)

VENDORS: tuple[tuple[Pair, Pair], ...] = (
    (("华信通道", "Huaxin Messaging"), ("短信通道", "Text messages")),
    (("北方纸品", "Northern Paper"), ("物料印制", "Printed matter")),
    (("远山测试", "Yuanshan Testing"), ("压测与验收", "Load tests and acceptance")),
)

CHANNELS: tuple[Pair, ...] = (
    ("自有小程序", "Own app"),
    ("平台店", "Marketplace"),
    ("直播间", "Livestream"),
    ("门店", "Stores"),
)

# Title, what was seen, why, what was changed.
ADJUSTED: tuple[tuple[Pair, Pair, Pair, Pair], ...] = (
    (("首页入口前移", "Entry moved up"), ("点击率从 4.1% 降到 3.2%", "Clicks fell from 4.1 % to 3.2 %"),
     ("入口被新活动挤到第二屏", "A new campaign pushed the entry to the second screen"),
     ("入口放回第一屏", "The entry is back on the first screen")),
    (("短信改到傍晚发", "Messages in the evening"), ("打开率只有 6%", "Only 6 % are opened"),
     ("上午发，大家在上班", "They come in the morning, when people work"),
     ("改到 18 点", "They go out at 18:00")),
    (("加两名客服", "Two more agents"), ("接通率连降三周", "Fewer calls are answered for three weeks"),
     ("排班没跟上活动", "The shifts did not follow the campaign"),
     ("周末双班", "Two shifts at weekends")),
    (("停掉低效渠道", "A weak channel stopped"),
     ("获客成本高出目标两成", "A customer costs a fifth too much"),
     ("人群投透了", "Everybody there has seen it"),
     ("预算转到渠道二", "The money goes to channel two")),
)  # fmt: skip

# Theme, a quote, the mood.
THEMES_OF_USERS: tuple[tuple[Pair, Pair, int], ...] = (
    (("等待时间", "Waiting time"), ("等了二十分钟才有人接。", "It took twenty minutes."), -2),
    (("发货速度", "Delivery"), ("第二天就到了。", "It came the next day."), 2),
    (("页面好不好用", "The page"), ("找了半天没找到券。", "I could not find the coupon."), -1),
    (("价格", "Price"), ("比上次便宜。", "Cheaper than last time."), 1),
)

# What happened, of which kind the cause was, a tag.
LEARNT: tuple[tuple[Pair, str, Pair], ...] = (
    (("接口晚了两周才开放", "The interface came two weeks late"), "method", ("接口", "interface")),
    (("关键岗位请假，没有替补", "Somebody was away without a deputy"), "people", ("人手", "staff")),
    (("设备峰值不够用", "The equipment did not do for the peak"), "machine", ("峰值", "peak")),
)

# A result, and what made it.
SUCCESSES: tuple[tuple[Pair, Pair], ...] = (
    (("上线当天零故障", "No fault on the first day"), ("上线前演练了两次", "It was rehearsed twice")),
    (("费用没有超", "The money was enough"), ("每周对账", "It was counted every week")),
)
