"""Where a project may stand: the districts and sectors that a form offers."""

from registry.models import District, Sector


def offer_places(form, action):
    """What lies within the rights of the form's user to the action, and nothing else.

    The codes of his districts come back; None where he has them all.
    """
    rights = form.user.rights
    districts, sectors = District.objects.all(), Sector.objects.exclude(code__in=rights.closed)
    if (own := rights.districts(action)) is not None:
        districts = districts.filter(code__in=own)
    if (codes := rights.sectors(action)) is not None:
        sectors = sectors.filter(code__in=codes)
    form.fields["district"].queryset, form.fields["sector"].queryset = districts, sectors
    return own
