"""Which departments may be chosen to lead a project; where none is, its sector's first does."""

from django.db.models import Q

from registry.choices import OrganisationType
from registry.models import Organisation

OPEN = "该领域没有固定的牵头单位，请选择。"


def offer(field, present=None):
    """Who leads it already may stay, whatever sort of organisation it has become."""
    chosen = Q(type=OrganisationType.DEPARTMENT) | Q(pk=present)
    field.queryset = Organisation.objects.filter(chosen)
    field.required = False
    field.empty_label = "按领域确定"
    field.help_text = "不选则取该领域的第一牵头单位"
