"""What rows must satisfy together with the projects they go to."""

import numpy as np

from gis.geometry import geodesic_length_m
from registry.territory import outside

#: Declared and mapped length may differ by as much (domain: 管段).
TOLERANCE = 0.05


def check_together(table, report):
    """Check the rows by project and by district; adds the column `outside` to the table."""
    placed = table.dropna(subset="project")
    # A new project has no key yet, so projects are told apart by their identity.
    for _, rows in placed.groupby(placed["project"].map(id)):
        project = rows["project"].iloc[0]
        check_numbers(project, rows["number"], report)
        check_cameras(project, rows["kind"], report)
    table["outside"] = False
    placed = placed.drop(report.rows_refused_for("geometry"), errors="ignore")
    for _, rows in placed.groupby(placed["project"].map(lambda project: project.district_id)):
        district = rows["project"].iloc[0].district
        table.loc[rows.index, "outside"] = check_territory(district, rows["location"], report)


def check_numbers(project, numbers, report):
    """A number stands once in a project; rows without a number are free."""
    numbers = numbers.dropna()
    taken = set()
    if project.pk:
        taken = set(project.assets.exclude(number="").values_list("number", flat=True))
    for row, number in numbers[numbers.duplicated(keep=False)].items():
        report.refuse(int(row), "number", "number_twice", number=number)
    for row, number in numbers[numbers.isin(taken)].items():
        report.refuse(int(row), "number", "number_taken", number=number, project=project.number)


def check_cameras(project, kinds, report):
    if not project.sector.is_restricted:
        for row in kinds.index[kinds == "camera"]:
            report.refuse(int(row), "kind", "camera_sector", project=project.name)


def check_territory(district, locations, report):
    """Warn of shapes outside the declared district or the city; True for those rows."""
    found = outside(locations.to_numpy(), district)
    beyond = found != None  # noqa: E711 (element by element)
    for row, code in zip(locations.index[beyond], found[beyond], strict=True):
        report.warn(int(row), "geometry", code, district=district.name)
    return beyond


def check_lengths(table, report):
    """Point out lines whose declared length is not what the map shows."""
    sound = table.drop(report.rows_refused_for("geometry"), errors="ignore")
    declared = sound["declared_length_m"].astype(float).to_numpy()
    mapped = geodesic_length_m(sound["location"].to_numpy())
    differs = (mapped > 0) & (np.abs(declared - mapped) > TOLERANCE * mapped)
    for place in np.flatnonzero(differs):
        lengths = {"declared": round(declared[place], 2), "mapped": round(mapped[place], 2)}
        report.warn(int(sound.index[place]), "declared_length_m", "length_differs", **lengths)
