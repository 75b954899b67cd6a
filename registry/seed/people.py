"""The demo's people and made-up owner units; accounts stay closed until they are enabled."""

from registry.choices import OrganisationType, Role
from registry.models import Membership, Organisation, Sector, User

PEOPLE = [  # user name, display name, organisation, role
    ("demo-dongqu", "东区填报员（示例）", "dongqu", Role.REPORTER),
    ("demo-xiqu", "西区填报员（示例）", "xiqu", Role.REPORTER),
    ("demo-renhe", "仁和区填报员（示例）", "renhe", Role.REPORTER),
    ("demo-dongqu-shenhe", "东区审核员（示例）", "dongqu", Role.REVIEWER),
    ("demo-xiqu-shenhe", "西区审核员（示例）", "xiqu", Role.REVIEWER),
    ("demo-renhe-shenhe", "仁和区审核员（示例）", "renhe", Role.REVIEWER),
    ("demo-zhujian", "住建填报员（示例）", "housing", Role.REPORTER),
    ("demo-shenhe", "住建审核员（示例）", "housing", Role.REVIEWER),
    ("demo-chengguan", "城管填报员（示例）", "urban-management", Role.REPORTER),
    ("demo-chengguan-shenhe", "城管审核员（示例）", "urban-management", Role.REVIEWER),
    ("demo-zhuanban", "专班审核员（示例）", "taskforce", Role.REVIEWER),
    ("demo-gongan", "公安填报员（示例）", "public-security", Role.REPORTER),
    ("demo-fenxi", "分析员（示例）", "taskforce", Role.ANALYST),
    ("demo-lingdao", "专班领导（示例）", "taskforce", Role.LEADER),
]
ADMIN = "demo-admin"
USERNAMES = [*(row[0] for row in PEOPLE), ADMIN]

# No real company is named: what stands in the demo is nobody's plan.
UNITS = {
    "demo-water": "示例供水公司",
    "demo-drainage": "示例排水公司",
    "demo-gas": "示例燃气公司",
    "demo-sanitation": "示例环卫公司",
    "demo-property": "示例物业公司",
    "demo-municipal": "示例市政公司",
    "demo-builder": "示例建筑公司",
    "demo-transport": "示例交通运输公司",
    "demo-farm": "示例农业服务公司",
    "demo-school": "示例学校",
    "demo-hospital": "示例医院",
    "demo-tourism": "示例文旅公司",
    "demo-steel": "示例钒钛企业",
    "demo-mine": "示例矿业企业",
    "demo-recycling": "示例再生资源公司",
    "demo-park": "示例园区运营公司",
}


def add_units():
    Organisation.objects.bulk_create(
        Organisation(code=code, name=name, type=OrganisationType.UNIT, order=200 + place)
        for place, (code, name) in enumerate(UNITS.items())
    )


def add_people():
    """Users without a usable password, not active."""
    for username, display_name, organisation, role in PEOPLE:
        user = add_user(username, display_name)
        Membership.objects.create(user=user, organisation_id=organisation, role=role)
    add_user(ADMIN, "系统管理员（示例）", is_superuser=True)


def add_user(username, display_name, **rights):
    user = User(username=username, display_name=display_name, is_active=False, **rights)
    user.set_unusable_password()
    user.save()
    return user


def leads_of_sectors():
    """The lead departments of each sector that has any, by sector."""
    sectors = Sector.objects.exclude(leads=None).distinct().prefetch_related("leads")
    return {sector.code: [lead.code for lead in sector.leads.all()] for sector in sectors}
