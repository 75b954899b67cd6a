"""One question, one answer: tiles, summary, table and export, whoever asks."""

from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyogrio
import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from layers import zooms
from registry import reach
from registry.choices import Role
from registry.exchange.exporting import ExportOrder, NothingToExport, export_file
from registry.models import Project
from registry.question import Question
from registry.register import Register
from registry.summary import Summary
from tests.factories import (
    AssetFactory,
    FundingLineFactory,
    ProjectFactory,
    UserFactory,
    place,
    waiting,
)
from tests.test_listing import listed
from tests.test_tiles import city_tiles, features

NAMES = ("清香坪污水管网更新", "东区供水加压泵站", "弄弄坪燃气管道改造")
#: For the city, for one district, for the sectors of one department.
PEOPLE = (("taskforce", Role.ANALYST), ("dongqu", Role.ANALYST), ("housing", Role.REVIEWER))

#: `reach.DENSE`, by which the ids of any projects are told as arrays, or as bits.
AS_ARRAYS, AS_BITS = 0, 10**9


def some(*values):
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


def one_of(*values):
    return st.sampled_from([[value] for value in values])


questions = st.fixed_dictionaries(
    {},
    optional={
        "q": one_of("管", "管网", "dqgs", "RA-", "东区 泵", "无此", "2405"),
        "sector": some("A03", "A04", "A06"),
        "district": some("510402", "510403"),
        "stage": some("planned", "building"),
        "standing": some("active", "withdrawn"),
        "awaiting": some("territory", "city", "reporter"),
        "funding": some("county", "central-budget"),
        "year": some("2025", "2026"),
        "investment_min": one_of("8"),
        "medium": some("gas", "rain"),
        "kind": some("pipe", "elevator", "camera"),
        "work": some("new"),
        "mapped": some("yes", "no"),
        "bbox": one_of("101.65,26.5,101.75,26.6", "101,26,102,27"),
        "within": one_of("101.6,26.5 101.8,26.5 101.7,26.62"),
        "near": one_of("101.7,26.58,3000", "101.75,26.58,900"),
    },
)


def a_mixed_city():
    for n in range(30):
        project = ProjectFactory(
            name=NAMES[n % 3],
            place=("东区", "西区清香坪")[n % 2],
            sector_id=("A03", "A04", "A06", "A01")[n % 4],
            district_id=("510402", "510403", "510411")[n // 2 % 3],
            lead_id="housing",
            stage=("planned", "building")[n // 3 % 2],
            standing="withdrawn" if n % 11 == 10 else "active",
            planned_start=f"{2024 + n % 3}-03-01",
            investment_wan=None if n % 7 == 0 else n,
            deleted_at="2026-01-01T00:00:00Z" if n == 29 else None,
        )
        Project.objects.filter(pk=project.pk).update(**waiting(n))
        for source in ("county", "central-budget")[: n % 3]:
            FundingLineFactory(project=project, source_id=source, amount_wan=n)
        for m, medium in enumerate(("gas", "rain", "water")[: n % 4]):
            where = place("pipe", 101.6 + n / 100 + m / 50, 26.55 + m / 60)
            AssetFactory(project=project, medium=medium, location=where)
            AssetFactory(project=project, medium=medium, location=None, work="new")
        AssetFactory(project=project, kind="elevator", location=place("elevator", 101.7))
    AssetFactory(kind="camera", project=ProjectFactory(sector_id="A11", name="东区视频监控"))


class EveryAnswerIsTheSame(TestCase):
    @classmethod
    def setUpTestData(cls):
        a_mixed_city()
        cls.people = []
        for organisation, role in PEOPLE:
            user, client = UserFactory(organisation=organisation, role=role), Client()
            client.force_login(user)
            cls.people.append((user, client))

    @settings(max_examples=50, deadline=None)
    @given(questions, st.integers(8, 10), st.sampled_from((AS_ARRAYS, AS_BITS)))
    def test_sum_over_tiles_summary_table_and_export_are_equal(self, values, zoom, dense):
        cache.clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reach, "DENSE", dense)
            self.compare(values, zoom)

    def compare(self, values, zoom):
        asked = QueryDict(mutable=True)
        for name, value in values.items():
            asked.setlist(name, value)
        for user, client in self.people:
            summary = Summary(Question(asked, user)).as_json()
            self.compare_table(asked, user, summary)
            self.compare_list(client, asked, summary)
            self.compare_tiles(client, asked, zoom, summary)
            self.compare_export(asked, user, summary)

    def compare_table(self, asked, user, summary):
        rows = Register(Question(asked, user), QueryDict(), 1000).page.object_list
        assert len(rows) == summary["projects"]
        counted = [
            summary,
            *(entry for name in summary if "by_" in name for entry in summary[name]),
        ]
        assert {type(entry[name]) for entry in counted for name in ("assets", "unmapped")} == {int}
        wan = sum((row.investment_wan or 0 for row in rows), Decimal(0))
        assert wan == Decimal(summary["investment_wan"])
        length = sum(row.chosen_length_m or 0 for row in rows)
        assert length == pytest.approx(summary["length_m"], abs=0.01)

    def compare_list(self, client, asked, summary):
        """What programs read part by part is the table's, each once and in order."""
        rows = listed(client, f"/projects.json?{asked.urlencode()}")
        numbers = [row["number"] for row in rows]
        assert numbers == sorted(set(numbers))
        assert len(rows) == summary["projects"]
        wan = sum((Decimal(row["investment_wan"] or 0) for row in rows), Decimal(0))
        assert wan == Decimal(summary["investment_wan"])
        length = sum(row["length_m"] or 0 for row in rows)
        assert length == pytest.approx(summary["length_m"], abs=0.01)

    def compare_tiles(self, client, asked, zoom, summary):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(zooms, "FULLEST_TILE", -1)
            found = [
                feature["properties"]
                for tile in city_tiles(zoom)
                for feature in features(client, tile, asked.urlencode(), layer="groups")
            ]
        mapped = summary["assets"] - summary["unmapped"]
        assert sum(group["count"] for group in found) == mapped
        length = sum(group["length_m"] for group in found)
        assert length == pytest.approx(summary["length_m"], abs=len(found) + 1)

    def compare_export(self, asked, user, summary):
        """A department sees more sectors than it leads, and may take out those alone."""
        own = Project.objects.within(user, "export").order_by()
        takeable = Question(asked, user).assets().filter(project__in=own).count()
        written, left_out = 0, summary["assets"] - takeable
        with TemporaryDirectory() as folder:
            path = Path(folder) / "assets.geojson"
            with suppress(NothingToExport):
                outcome = export_file(ExportOrder(path, query=asked.urlencode(), user=user))
                assert outcome.left_out == left_out
                written = pyogrio.read_info(path, force_feature_count=True)["features"]
        assert written + left_out == summary["assets"]
