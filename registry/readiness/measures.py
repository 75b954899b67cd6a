"""Values of a project as the database finds them: expressions over `Project`.

Each takes what its fact was narrowed to.
"""

from django.db import models
from django.db.models import Case, Count, DecimalField, F, OuterRef, Subquery, Sum, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf

from registry.kinds import Date, Number
from registry.models import AssetTotal, Attachment, FundingLine
from registry.readiness.comparisons import ORDER

AMOUNT = DecimalField(max_digits=40, decimal_places=10)
ZERO = Value(0, output_field=AMOUNT)


def stored(kind, attribute):
    """Where an asset keeps the attribute: a real column, or text in its JSON."""
    if attribute.name in kind.columns:
        column = F(attribute.name)
        # As a decimal: a whole column would cut off the digits of what it is compared with.
        return Cast(column, AMOUNT) if isinstance(attribute, Number) else without_blank(column)
    text = KeyTextTransform(attribute.name, "attributes")
    return Cast(text, AMOUNT) if isinstance(attribute, Number) else text


def as_stored(attribute, value):
    """Days stand in the JSON as ISO text, which sorts as they do."""
    return value.isoformat() if isinstance(attribute, Date) and value else value


def without_blank(expression):
    return NullIf(expression, Value(""), output_field=models.TextField())


def amount(expression):
    return models.ExpressionWrapper(expression, output_field=AMOUNT)


def summed(queryset, expression):
    """One project's sum, nothing being zero."""
    sums = queryset.filter(project=OuterRef("pk")).order_by().values("project")
    total = sums.annotate(total_=Sum(expression)).values("total_")
    return Coalesce(Subquery(total, output_field=AMOUNT), ZERO)


def counted(queryset):
    counts = queryset.order_by().values("project").annotate(n_=Count("pk")).values("n_")
    return Coalesce(Subquery(counts, output_field=AMOUNT), ZERO)


def money(given):
    lines = FundingLine.objects.all()
    if given.get("sources"):
        lines = lines.filter(source__in=given["sources"])
    if given.get("statuses"):
        lines = lines.filter(status__in=given["statuses"])
    return summed(lines, "amount_wan")


def papers(given):
    present = Attachment.objects.present().filter(project=OuterRef("pk"))
    return counted(present.filter(type__in=given["types"]) if given["types"] else present)


def of_roll_up(expression):
    def found(given):
        cells = AssetTotal.objects.all()
        for parameter, column in (("kinds", "kind"), ("media", "medium"), ("works", "work")):
            if given.get(parameter):
                cells = cells.filter(**{f"{column}__in": given[parameter]})
        return summed(cells, expression)

    return found


def column(name):
    return lambda given: F(name)


def text(name):
    return lambda given: without_blank(F(name))


def position(given):
    return Case(*(When(stage=s, then=Value(i)) for i, s in enumerate(ORDER)), default=Value(0))
