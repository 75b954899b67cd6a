"""Totals are true whatever was imported, changed by hand and taken back, in any order."""

import random

import pytest
import shapely

from registry import rollups
from registry.exchange.actors import SYSTEM
from registry.exchange.undoing import undo
from registry.models import Asset, ImportBatch, Project
from tests.factories import place

STEPS = 14
MATERIALS = ("PE", "钢", "球墨铸铁")


class Office:
    """Someone who does one thing after another, by the dice."""

    def __init__(self, seed, bring, make_file, project):
        self.dice = random.Random(seed)
        self.bring, self.make_file, self.project = bring, make_file, project
        self.files = self.undone = 0

    def work(self):
        for _ in range(STEPS):
            self.dice.choice(
                (self.append, self.start, self.update, self.update, self.edit, self.move, self.undo)
            )()
            assert rollups.differing() == []
            assert rollups.tallies_differ() == []

    def append(self):
        self.write(self.dice.randint(1, 4), "--project", self.project.number)

    def start(self):
        self.write(self.dice.randint(1, 4), "--new-project", f"燃气管网更新 {self.files}")

    def update(self):
        """Some of what is registered, with other values and places, and something new."""
        there = list(self.project.assets.filter(kind="pipe").order_by("id"))
        chosen = self.dice.sample(there, self.dice.randint(0, len(there)))
        known = {
            "资产标识": [*(str(asset.client_id) for asset in chosen), None],
            "版本": [*(asset.version for asset in chosen), None],
        }
        options = ("--project", self.project.number, "--mode", "update")
        self.write(len(chosen) + 1, *options, **known)

    def write(self, rows, *options, **known):
        self.files += 1
        path = self.make_file(
            f"{self.files}.gpkg",
            编号=[f"{self.files}-{row}" for row in range(rows)],
            材质=self.dice.choices(MATERIALS, k=rows),
            shapes=[self.pipe() for _ in range(rows)],
            **known,
        )
        medium = self.dice.choice(("gas", "water"))
        code, report = self.bring(
            path, "--kind", "pipe", "--set", f"medium={medium}", "--accept-warnings", *options
        )
        assert code == 0, report

    def pipe(self):
        east, north = self.dice.uniform(101.6, 101.7), self.dice.uniform(26.55, 26.65)
        return shapely.LineString([(east, north), (east, north + 0.001)])

    def edit(self):
        some = list(Asset.objects.values_list("pk", flat=True))
        chosen = Asset.objects.filter(pk__in=self.dice.sample(some, min(3, len(some))))
        if self.dice.random() < 0.3:
            chosen.delete()
        else:
            where = self.dice.choice((None, place("pipe", 101.65)))
            chosen.update(location=where, work=self.dice.choice(("new", "replace")))

    def move(self):
        project = self.dice.choice(Project.objects.order_by("pk"))
        project.district_id = self.dice.choice(("510402", "510403", "510411"))
        project.save()

    def undo(self):
        written = ImportBatch.objects.filter(status=ImportBatch.Status.WRITTEN).order_by("pk")
        if written:
            undo(self.dice.choice(written), by=SYSTEM, confirmed=True)
            self.undone += 1


@pytest.mark.parametrize("seed", range(5))
def test_after_any_sequence(seed, bring, make_file, make_project):
    office = Office(seed, bring, make_file, make_project())
    office.work()
    # The dice were not so that nothing was tried.
    assert office.files
    assert office.undone
    rollups.compact()
    assert rollups.tallies_differ() == []
