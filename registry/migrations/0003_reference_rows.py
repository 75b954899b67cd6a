"""Districts, organisations by the policy's exact names, sectors and funding sources."""

from django.db import migrations

DISTRICTS = [  # code, name, formal, parent
    ("510400", "市本级", True, None),
    ("510402", "东区", True, None),
    ("510403", "西区", True, None),
    ("510411", "仁和区", True, None),
    ("510421", "米易县", True, None),
    ("510422", "盐边县", True, None),
    ("VTGXQ", "钒钛高新区", False, "510411"),
]

OFFICES = [("taskforce", "市级工作专班")]

DEPARTMENTS = [
    ("development-reform", "市发展改革委"),
    ("industry-information", "市经济和信息化局"),
    ("education-sports", "市教育和体育局"),
    ("science-technology", "市科技局"),
    ("public-security", "市公安局"),
    ("civil-affairs", "市民政局"),
    ("finance", "市财政局"),
    ("natural-resources", "市自然资源和规划局"),
    ("ecology-environment", "市生态环境局"),
    ("housing", "市住房城乡建设局"),
    ("transport", "市交通运输局"),
    ("agriculture", "市农业农村局"),
    ("commerce", "市商务局"),
    ("culture-tourism", "市文广旅局"),
    ("health", "市卫生健康委"),
    ("emergency", "市应急管理局"),
    ("state-assets", "市国资委"),
    ("market-regulation", "市市场监管局"),
    ("urban-management", "市城管执法局"),
    ("forestry", "市林业局"),
    ("taxation", "市税务局"),
    ("government-offices", "市机关事务服务中心"),
    ("supply-marketing", "市供销社"),
    ("housing-fund", "市公积金中心"),
    ("fire-rescue", "市消防救援支队"),
    ("science-association", "市科协"),
    ("publicity", "市委宣传部"),
    ("peoples-bank", "人民银行攀枝花市分行"),
    ("financial-regulation", "攀枝花金融监管分局"),
    ("customs", "攀枝花海关"),
]

TERRITORIES = [
    ("dongqu", "东区人民政府", "510402"),
    ("xiqu", "西区人民政府", "510403"),
    ("renhe", "仁和区人民政府", "510411"),
    ("miyi", "米易县人民政府", "510421"),
    ("yanbian", "盐边县人民政府", "510422"),
    ("vtgxq", "钒钛高新区管委会", "VTGXQ"),
]

# Municipal works have three leads in the policy; who leads which sector follows the
# annex and, for gas, the department that runs it (城管执法).
SECTORS = [  # code, name, short name, unit, colour, restricted, leads, co-operating
    ("A01", "住宅老旧电梯更新", "老旧电梯", "部", "#332288", 0,
     "housing market-regulation", "development-reform government-offices"),
    ("A02", "既有住宅加装电梯", "加装电梯", "部", "#7a5cd6", 0,
     "housing", "market-regulation development-reform government-offices"),
    ("A03", "供水设施设备更新", "供水", "座/处/公里", "#0077bb", 0,
     "housing", "urban-management development-reform ecology-environment"),
    ("A04", "污水处理设施设备更新", "污水处理", "座/公里", "#8c510a", 0,
     "housing urban-management", "development-reform ecology-environment"),
    ("A05", "供热设施设备更新", "供热", "座/公里", "#e08214", 0, "", ""),
    ("A06", "燃气设施设备更新", "燃气", "座/公里", "#cc3377", 0,
     "urban-management", "housing development-reform ecology-environment"),
    ("A07", "城市生命线工程", "生命线", "处", "#555555", 0,
     "housing urban-management", "development-reform ecology-environment"),
    ("A08", "环卫设施设备更新", "环卫", "台/处", "#117733", 0,
     "urban-management", "housing development-reform ecology-environment"),
    ("A09", "建筑施工设备更新", "施工设备", "台", "#997700", 0, "housing",
     "development-reform industry-information science-technology state-assets market-regulation"),
    ("A10", "建筑节能改造", "建筑节能", "栋", "#44aa99", 0,
     "housing market-regulation", "development-reform government-offices"),
    ("A11", "视频监控", "视频监控", "路", "#000000", 1,
     "public-security", "development-reform ecology-environment"),
    ("B01", "工业设备更新", "工业", "台套", "#aa4466", 0, "industry-information",
     "development-reform science-technology ecology-environment emergency state-assets"
     " market-regulation"),
    ("B02", "交通运输设备更新", "交通", "台", "#4477aa", 0, "transport",
     "development-reform industry-information public-security ecology-environment commerce"
     " state-assets"),
    ("B03", "农机与粮仓更新", "农机粮仓", "台套", "#6b8e23", 0,
     "agriculture development-reform", "market-regulation forestry"),
    ("B04", "教育科研设备更新", "教育科研", "台套", "#ee7733", 0,
     "science-technology education-sports",
     "development-reform industry-information state-assets"),
    ("B05", "文旅与视听设备更新", "文旅视听", "台套", "#aa3399", 0, "culture-tourism",
     "publicity development-reform education-sports state-assets market-regulation"
     " science-association"),
    ("B06", "医疗设备更新", "医疗", "台套", "#bb2222", 0, "health", "development-reform"),
    ("B07", "矿山设备更新", "矿山", "台套", "#775533", 0, "natural-resources", ""),
    ("C01", "回收网点", "回收网点", "处", "#009988", 0,
     "commerce supply-marketing", "state-assets"),
    ("C02", "分拣中心", "分拣中心", "处", "#228833", 0,
     "development-reform commerce supply-marketing", ""),
    ("C03", "园区循环化改造", "园区循环化", "处", "#66a61e", 0, "development-reform", ""),
]  # fmt: skip

FUNDING_SOURCES = [
    ("ultra-long-bond", "超长期特别国债"),
    ("central-budget", "中央预算内投资"),
    ("central-grant", "中央专项资金"),
    ("special-bond", "地方政府专项债券"),
    ("general-bond", "一般债券"),
    ("provincial", "省级财政"),
    ("municipal", "市级财政"),
    ("county", "县（区）财政"),
    ("relending", "科技创新和技术改造再贷款"),
    ("bank-loan", "银行贷款"),
    ("policy-finance", "政策性开发性金融"),
    ("interest-subsidy", "财政贴息"),
    ("enterprise", "企业自筹"),
    ("social", "社会资本"),
    ("maintenance-fund", "住宅专项维修资金"),
    ("housing-fund", "住房公积金提取"),
    ("residents", "居民自筹"),
    ("owner", "产权单位出资"),
    ("other", "其他"),
]


def add_districts(apps, schema_editor):
    District = apps.get_model("registry", "District")
    for order, (code, name, formal, parent) in enumerate(DISTRICTS, start=1):
        District.objects.create(
            code=code, name=name, is_formal=formal, parent_id=parent, order=order
        )


def add_organisations(apps, schema_editor):
    Organisation = apps.get_model("registry", "Organisation")
    rows = [(code, name, "office", None) for code, name in OFFICES]
    rows += [(code, name, "department", None) for code, name in DEPARTMENTS]
    rows += [(code, name, "territory", district) for code, name, district in TERRITORIES]
    Organisation.objects.bulk_create(
        Organisation(code=code, name=name, type=type_, district_id=district, order=order)
        for order, (code, name, type_, district) in enumerate(rows, start=1)
    )


def add_sectors(apps, schema_editor):
    Sector = apps.get_model("registry", "Sector")
    for order, row in enumerate(SECTORS, start=1):
        code, name, short_name, unit, color, restricted, leads, cooperating = row
        sector = Sector.objects.create(
            code=code,
            name=name,
            short_name=short_name,
            unit=unit,
            color=color,
            is_restricted=bool(restricted),
            order=order,
        )
        sector.leads.set(leads.split())
        sector.cooperating.set(cooperating.split())


def add_funding_sources(apps, schema_editor):
    FundingSource = apps.get_model("registry", "FundingSource")
    FundingSource.objects.bulk_create(
        FundingSource(code=code, name=name, order=order)
        for order, (code, name) in enumerate(FUNDING_SOURCES, start=1)
    )


def emptied(*tables):
    """Backwards: plain deletes, which the database refuses where rows are in use."""

    def backwards(apps, schema_editor):
        for table in tables:
            schema_editor.execute(f"DELETE FROM registry_{table}")  # noqa: S608

    return backwards


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_rollup_functions")]

    operations = [
        migrations.RunPython(add_districts, emptied("district")),
        migrations.RunPython(add_organisations, emptied("organisation")),
        migrations.RunPython(add_sectors, emptied("sector_leads", "sector_cooperating", "sector")),
        migrations.RunPython(add_funding_sources, emptied("fundingsource")),
    ]
