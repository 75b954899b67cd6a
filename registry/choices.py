"""The fixed vocabularies: codes stand in addresses and files, labels on screens."""

from django.db.models import TextChoices


class Stage(TextChoices):
    PLANNED = "planned", "谋划"
    DECLARED = "declared", "申报"
    RESERVED = "reserved", "入库"
    PREPARING = "preparing", "前期"
    APPLYING = "applying", "资金申请"
    FUNDED = "funded", "资金下达"
    TENDERING = "tendering", "招标"
    STARTED = "started", "开工"
    BUILDING = "building", "在建"
    COMPLETED = "completed", "完工"
    ACCEPTED = "accepted", "竣工验收"
    CLOSED = "closed", "销号"


#: 完成: only what has passed its acceptance counts as done (竣工验收 and what follows it).
DONE = (Stage.ACCEPTED, Stage.CLOSED)


class Standing(TextChoices):
    ACTIVE = "active", "正常"
    RETURNED = "returned", "退回修改"
    SUSPENDED = "suspended", "暂停"
    WITHDRAWN = "withdrawn", "退库"
    TERMINATED = "terminated", "终止"


class Awaiting(TextChoices):
    """Whose review a declared project waits for."""

    NOBODY = "", "不在审核中"
    TERRITORY = "territory", "县（区）初审"
    LEAD = "lead", "牵头部门复审"
    CITY = "city", "市级终审"


#: Whom a project waits for, as a question asks: a level of review, or its reporter.
REPORTER_MENDS = "reporter"
WAITED_FOR = [
    *((code, label) for code, label in Awaiting.choices if code),
    (REPORTER_MENDS, "填报单位（退回修改）"),
]


class MoveCode(TextChoices):
    """What happens to a project, in the words of the button; see `registry.workflow.moves`."""

    REGISTER = "register", "登记"
    SUBMIT = "submit", "提交申报"
    RESUBMIT = "resubmit", "重新提交"
    PASS_TERRITORY = "pass_territory", "初审通过"
    PASS_LEAD = "pass_lead", "复审通过"
    ADMIT = "admit", "终审通过"
    RETURN = "return", "退回修改"
    PREPARE = "prepare", "开展前期"
    APPLY = "apply", "申请资金"
    FUND = "fund", "资金下达"
    TENDER = "tender", "招标"
    START = "start", "开工"
    BUILD = "build", "在建"
    COMPLETE = "complete", "完工"
    ACCEPT = "accept", "竣工验收"
    CLOSE = "close", "销号"
    CARRY = "carry", "结转"
    SUSPEND = "suspend", "暂停"
    RESUME = "resume", "恢复"
    WITHDRAW = "withdraw", "退库"
    TERMINATE = "terminate", "终止"


#: Answers leave these out unless the question asks for them by `standing=`.
LEFT_OUT = (Standing.WITHDRAWN, Standing.TERMINATED)


class Medium(TextChoices):
    WATER = "water", "给水"
    SEWAGE = "sewage", "污水"
    RAIN = "rain", "雨水"
    COMBINED = "combined", "合流"
    GAS = "gas", "燃气"
    HEAT = "heat", "热力"
    OTHER = "other", "其他"


class Work(TextChoices):
    NEW = "new", "新建/增补"
    REPLACE = "replace", "更新"
    RENOVATE = "renovate", "改造"
    OVERHAUL = "overhaul", "大修"
    ADD = "add", "加装"


class FundingStatus(TextChoices):
    INTENDED = "intended", "拟申请"
    APPLIED = "applied", "已申报"
    GRANTED = "granted", "已下达"
    RECEIVED = "received", "已到位"
    PAID = "paid", "已支付"


class Role(TextChoices):
    REPORTER = "reporter", "填报"
    REVIEWER = "reviewer", "审核"
    ANALYST = "analyst", "分析"
    LEADER = "leader", "领导"
    SYSADMIN = "sysadmin", "系统管理员"
    SECADMIN = "secadmin", "安全管理员"
    AUDITOR = "auditor", "审计员"


class OrganisationType(TextChoices):
    OFFICE = "office", "市级专班"
    DEPARTMENT = "department", "市级部门"
    TERRITORY = "territory", "县（区）、园区"
    UNIT = "unit", "项目单位"


class Accuracy(TextChoices):
    """Where a geometry comes from, best first (domain: 数据来源)."""

    AS_BUILT = "as_built", "竣工测量"
    DETECTED = "detected", "物探"
    DRAWING = "drawing", "图纸"
    SKETCH = "sketch", "手绘"


class Classification(TextChoices):
    """Set by the data's owner; the product never decides it."""

    UNMARKED = "", "未标注"
    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    SECRET = "secret", "涉密（不得录入）"


class AttachmentType(TextChoices):
    """Papers in the order in which a project comes to have them; photos stand apart."""

    APPROVAL = "approval", "审批（核准、备案）文件"
    FEASIBILITY = "feasibility", "可研报告"
    DESIGN = "design", "初步设计及概算"
    PLANNING = "planning", "用地规划手续"
    ENVIRONMENT = "environment", "环评"
    ENERGY = "energy", "能评"
    PERMIT = "permit", "施工许可"
    FUNDING = "funding", "资金下达文件"
    APPLICATION = "application", "资金申请报告"
    TENDER = "tender", "招标文件/中标通知"
    CONTRACT = "contract", "合同"
    START = "start", "开工报告"
    COMPLETION = "completion", "完工报告"
    ACCEPTANCE = "acceptance", "竣工验收报告"
    ASSESSMENT = "assessment", "安全评估报告"
    CONSENT = "consent", "业主表决"
    PHOTO = "photo", "照片"
    OTHER = "other", "其他"


class Moment(TextChoices):
    """When a photo shows its spot, in the order in which a pair is laid side by side."""

    BEFORE = "before", "施工前"
    DURING = "during", "施工中"
    AFTER = "after", "完工后"


class PlacedBy(TextChoices):
    """Where a photo's place comes from."""

    CAMERA = "camera", "照片自带"
    HAND = "hand", "手工指定"


class Scan(TextChoices):
    """What the virus scanner said; only `OFF` and `CLEAN` are handed out."""

    OFF = "off", "未启用查毒"
    CLEAN = "clean", "已查毒"
    WAITING = "waiting", "等待查毒"
    INFECTED = "infected", "查出病毒"


class AuditAction(TextChoices):
    """What the audit log tells of; a new word here needs no migration."""

    SIGNED_IN = "signed-in", "登录"
    SIGN_IN_FAILED = "sign-in-failed", "登录失败"
    SIGNED_OUT = "signed-out", "退出"
    PASSWORD_CHANGED = "password-changed", "修改密码"
    ACCOUNT_CHANGED = "account-changed", "变更账号"
    RIGHTS_CHANGED = "rights-changed", "变更权限"
    REFERENCE_CHANGED = "reference-changed", "变更基础数据"
    KIOSK_CHANGED = "kiosk-changed", "变更大屏"
    LAYER_CHANGED = "layer-changed", "变更参考图层"
    REFUSED = "refused", "拒绝访问"
    IMPORTED = "imported", "导入"
    IMPORT_UNDONE = "import-undone", "撤销导入"
    EXPORTED = "exported", "导出"
    DOWNLOADED = "downloaded", "下载"
    MOVED = "moved", "阶段变化"
    RESTORED = "restored", "恢复"
    DISCARDED = "discarded", "删除项目"
    RECOVERED = "recovered", "恢复项目"
    RULES_CHANGED = "rules-changed", "变更规则"
    ROUND_OPENED = "round-opened", "发起调度"
    ROUND_CLOSED = "round-closed", "关闭调度"

    @classmethod
    def listed(cls):
        return cls.choices


class AuditResult(TextChoices):
    DONE = "done", "成功"
    REFUSED = "refused", "拒绝"
    FAILED = "failed", "失败"


class Recorded(TextChoices):
    """The kinds of record whose changes history tells."""

    PROJECT = "project", "项目"
    ASSET = "asset", "设备设施"
    FUNDING = "funding", "资金"
    STAGE = "stage", "阶段记录"
    ATTACHMENT = "attachment", "资料和照片"


class Operation(TextChoices):
    INSERT = "insert", "新增"
    UPDATE = "update", "修改"
    DELETE = "delete", "删除"


class Door(TextChoices):
    """Through which a change came: in the context that history keeps with it; absent is SQL."""

    FORM = "form", "页面填写"
    DRAWING = "drawing", "绘制"
    IMPORT = "import", "导入"
    JOB = "job", "后台任务"
    COMMAND = "command", "服务器命令"
    API = "api", "接口"
    UNDO = "undo", "撤销导入"
    RESTORE = "restore", "恢复"


class Severity(TextChoices):
    """What a rule does to a project that does not meet it."""

    BLOCK = "block", "阻断"
    HINT = "hint", "提示"


class Fault(TextChoices):
    """What is wrong with a project that does not meet a blocking rule."""

    FUNDING = "funding", "缺资金"
    PAPERS = "papers", "缺手续"
    UNFIT = "unfit", "不符合"


#: The verdict on a project that meets every blocking rule, beside the faults.
READY, READY_LABEL = "ready", "可申报"


class Evidence(TextChoices):
    """How sure a rule's source is: hearsay never stands on a screen as fact."""

    ISSUED = "issued", "已发文件"
    OWN = "own", "本级规定"
    HEARSAY = "hearsay", "转载，待核实"


class Bound(TextChoices):
    AT_MOST = "at_most", "不超过"
    AT_LEAST = "at_least", "不低于"


class Measure(TextChoices):
    """What the limit of a rule of money is taken of."""

    SHARE = "share", "总投资的百分之"
    EQUIPMENT_SHARE = "equipment_share", "设备投资的百分之"
    PER_ASSET = "per_asset", "每项设施多少万元"
    AMOUNT = "amount", "每个项目多少万元"

    @classmethod
    def shares(cls):
        return (cls.SHARE, cls.EQUIPMENT_SHARE)


class RoundState(TextChoices):
    """Of one project in a round (调度); reckoned from the deadline, never stored."""

    WAITING = "waiting", "未报"
    REPORTED = "reported", "已报"
    OVERDUE = "overdue", "逾期未报"
