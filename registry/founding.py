"""Making a new reserve the city's own: what it began with of the demo's city gives way."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from registry import audit
from registry.choices import AuditAction
from registry.city import trunk
from registry.models import District, Organisation, Project
from registry.refusals import Refusal

CITY_PROPER = "市本级"
#: As many districts say whose the reserve is.
NAMED = 3
#: 510402, 510402001: a 行政区划代码; what a functional area is called by is none.
OFFICIAL = r"^[0-9]{6}"
#: Whose names name the demo's city; what they are called elsewhere only the city knows.
NAMESAKES = ("peoples-bank", "financial-regulation", "customs")


@transaction.atomic
def found():
    """Turn a new database from the demo's city to that of `CITY_CODE`; whether that was to be done.

    Outlines that were loaded for it beforehand stay. Raises `Refusal` once there are projects, or
    where it is another city's already: a setting that is forgotten once must not cost its rows.
    """
    code = settings.CITY_CODE
    if District.objects.filter(pk=code).exists():
        return False
    districts = foreign(code)
    units = Organisation.objects.filter(Q(district__in=districts) | Q(pk__in=NAMESAKES))
    refuse(units)
    units.delete()
    District.objects.filter(pk__in=districts, parent__isnull=False).delete()
    District.objects.filter(pk__in=districts).delete()
    District.objects.create(code=code, name=CITY_PROPER, order=1)
    change = {"city": {"old": settings.DEMO_CITY[0], "new": code}}
    audit.write(AuditAction.REFERENCE_CHANGED, subject=f"city {code}", detail=change)
    return True


def foreign(code):
    """Codes of the districts that are no part of the city."""
    official = Q(code__regex=OFFICIAL) & ~Q(code__startswith=trunk(code))
    gone = District.objects.filter(official).values_list("code", flat=True)
    parts = District.objects.filter(parent__in=gone).values_list("code", flat=True)
    return [*gone, *parts]


def refuse(units):
    code, elsewhere = settings.CITY_CODE, "另一个城市请用新的 VAR_DIR（和新的数据库）。"
    if not District.objects.filter(pk=settings.DEMO_CITY[0]).exists():
        known = "、".join(f"{each}（{each.pk}）" for each in District.objects.all()[:NAMED])
        raise Refusal(f"储备库里是 {known} 等地区，CITY_CODE 却是 {code}：请改回去；{elsewhere}")
    if Project.objects.exists():
        raise Refusal(
            f"储备库里已有{settings.DEMO_CITY[1]}的项目，不能换成 {code}：请把 CITY_CODE 改回去；"
            f"{elsewhere}"
        )
    if staffed := units.filter(memberships__isnull=False).distinct():
        names = "、".join(unit.name for unit in staffed)
        raise Refusal(
            f"CITY_CODE 换成 {code} 要删去原来城市的单位，而这些单位里有人：{names}。"
            "请先收回他们的角色，再重新启动。"
        )
