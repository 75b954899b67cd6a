"""What each role may do, stated as data."""

from dataclasses import dataclass

from registry.choices import OrganisationType, Role

#: What a wall screen reads by; no person can be given it.
KIOSK = "kiosk"
KIOSK_ACTIONS = frozenset({"view"})
#: What each role may do with a project within the grant's reach. Viewing is wider:
#: see `visible`. The three administrators (三员) hold no business right at all.
ACTIONS: dict[str, frozenset[str]] = {
    Role.REPORTER: frozenset(
        {"view", "create", "edit", "delete", "import", "submit", "suspend", "report", "export"}
        | {"bin"}
    ),
    Role.REVIEWER: frozenset(
        {"view", "review_territory", "review_lead", "review_city", "suspend", "withdraw", "close"}
        | {"export", "bin"}
    ),
    Role.ANALYST: frozenset({"view", "export"}),
    Role.LEADER: frozenset({"view"}),
    Role.SYSADMIN: frozenset(),
    Role.SECADMIN: frozenset(),
    Role.AUDITOR: frozenset(),
}
#: What changes nothing of a project.
LOOKING = frozenset({"view", "export", "bin"})

ACTION_LABELS = {
    "view": "查看",
    "create": "新增",
    "edit": "修改",
    "delete": "删除",
    "bin": "查看已删除的",
    "import": "导入",
    "submit": "推进",
    "review_territory": "初审",
    "review_lead": "复审",
    "review_city": "终审",
    "suspend": "暂停",
    "withdraw": "退库、终止",
    "close": "销号",
    "report": "填报调度",
    "export": "导出",
}
#: What a role may do only in an organisation of these types; anything else it may do in any.
ONLY_IN: dict[str, frozenset[str]] = {
    "review_territory": frozenset({OrganisationType.TERRITORY}),
    "review_lead": frozenset({OrganisationType.DEPARTMENT}),
    "review_city": frozenset({OrganisationType.OFFICE}),
    "withdraw": frozenset({OrganisationType.DEPARTMENT, OrganisationType.OFFICE}),
    "close": frozenset({OrganisationType.DEPARTMENT, OrganisationType.OFFICE}),
}
#: What is judged stays as it was submitted: not done to a project that awaits a review.
HELD_IN_REVIEW = frozenset({"edit", "delete", "import"})
#: What `Grant.reach` and `Grant.sight` say, in words.
REACH = {
    OrganisationType.OFFICE: "全市所有项目",
    OrganisationType.DEPARTMENT: "本部门牵头领域的项目，全市范围；配合的领域只能看，分析员可导出",
    OrganisationType.TERRITORY: "申报地区为本县（区）、园区的项目",
    OrganisationType.UNIT: "项目单位为本单位的项目",
}


@dataclass(frozen=True)
class Power:
    """What is done about no project in particular; any organisation will do unless named."""

    label: str
    roles: frozenset[str]
    organisations: frozenset[str] = frozenset(OrganisationType.values)
    note: str = ""

    @property
    def where(self) -> str:
        if len(self.organisations) == len(OrganisationType):
            return ""
        return "、".join(kind.label for kind in OrganisationType if kind in self.organisations)


FOR_THE_CITY = frozenset({OrganisationType.OFFICE, OrganisationType.DEPARTMENT})
OF_SUPERUSERS = "超级用户的账号只有超级用户可以变更"
POWERS = {
    "accounts": Power(
        "管理账号、重设密码",
        frozenset({Role.SYSADMIN}),
        note=f"{OF_SUPERUSERS}；没有启用动态口令的系统管理员、安全管理员、审计员，"
        "密码只有超级用户可以重设",
    ),
    # Who could do this and reset the password could sign in as anybody (see `accounts.apart`).
    "codes": Power(
        "停用他人的动态口令",
        frozenset({Role.SECADMIN}),
        note="同一个账号，停用动态口令和重设密码要由两个人办理",
    ),
    "rights": Power("授予和收回权限、划定单位职责", frozenset({Role.SECADMIN})),
    "log": Power("查看日志", frozenset({Role.AUDITOR})),
    "layers": Power("维护参考图层", frozenset({Role.SYSADMIN})),
    "kiosks": Power("授权大屏", frozenset({Role.SYSADMIN})),
    "reference": Power("维护单位和基础数据", frozenset({Role.SYSADMIN})),
    "rules": Power("维护申报规则和资金规则", frozenset({Role.REVIEWER}), FOR_THE_CITY),
    "rounds": Power("组织调度", frozenset({Role.REVIEWER}), FOR_THE_CITY),
}
#: 三员: in one hand only where the office is too small for three people (see `granting`).
ADMINISTRATORS = frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR})
