"""The overview as of a day: by effective dates, whenever they were written down."""

import pytest

from registry.choices import Standing
from registry.overview import first_day
from tests.factories import AssetFactory, FundingLineFactory, ProjectFactory, told
from tests.test_overview import overview


@pytest.mark.django_db
class TestPast:
    def on(self, day, user, query=""):
        return overview(f"on={day}&{query}", user)["total"]

    def test_a_project_stands_where_its_last_change_in_force_left_it(self, leader):
        told(
            ProjectFactory(stage="accepted"),
            ("planned", "2025-01-01"),
            ("building", "2025-06-01"),
            ("accepted", "2026-03-01"),
        )
        for day, stage in (("2025-05-31", "planned"), ("2025-06-01", "building")):
            found = self.on(day, leader)
            assert list(found["stages"]) == [stage]
            assert found["done"] == 0
        assert self.on("2026-03-01", leader)["completion"] == 1

    def test_before_its_first_change_a_project_is_not_counted_in_any_figure(self, leader):
        project = told(ProjectFactory(), ("planned", "2025-01-01"))
        AssetFactory(project=project)
        FundingLineFactory(project=project)
        before, after = self.on("2024-12-31", leader), self.on("2025-01-01", leader)
        assert (before["projects"], before["length_m"], before["funding"]) == (0, 0, {})
        assert (after["projects"], after["funding"]) == (1, {"county": "100.00"})
        assert after["length_m"] > 0

    def test_nothing_is_paid_on_a_day_of_the_past_for_a_year_after_it(self, leader):
        project = told(ProjectFactory(stage="building"), ("planned", "2024-01-01"))
        for year in (2024, 2025, 2026, None):
            FundingLineFactory(project=project, year=year, amount_wan=10, status="paid")
        now, then = overview("", leader)["total"]["years"], self.on("2025-06-30", leader)["years"]
        assert [row["paid_wan"] for row in now.values()] == ["10.00"] * 4
        paid = {year: row["paid_wan"] for year, row in then.items()}
        assert paid == {"": "0.00", "2024": "10.00", "2025": "10.00", "2026": "0.00"}
        assert [row["planned_wan"] for row in then.values()] == ["10.00"] * 4

    def test_a_change_counts_from_its_effective_day_not_from_when_it_was_written_down(self, leader):
        told(
            ProjectFactory(stage="building"),
            ("planned", "2025-01-01"),
            ("building", "2025-09-01"),
            ("reserved", "2025-03-01"),  # written down last, took effect in between
        )
        assert list(self.on("2025-04-01", leader)["stages"]) == ["reserved"]
        assert list(self.on("2025-10-01", leader)["stages"]) == ["building"]

    def test_of_one_day_the_change_written_down_last_holds(self, leader):
        told(ProjectFactory(), ("planned", "2025-01-01"), ("declared", "2025-01-01"))
        assert list(self.on("2025-01-01", leader)["stages"]) == ["declared"]

    def test_withdrawn_later_was_current_then(self, leader):
        told(
            ProjectFactory(standing=Standing.WITHDRAWN),
            ("planned", "2025-01-01"),
            ("planned", "2025-06-01", Standing.WITHDRAWN),
        )
        assert self.on("2025-05-01", leader)["projects"] == 1
        assert self.on("2025-06-01", leader)["projects"] == 0
        assert self.on("2025-06-01", leader, "standing=withdrawn")["projects"] == 1

    def test_a_stage_is_asked_of_that_day(self, leader):
        told(
            ProjectFactory(stage="building"), ("planned", "2025-01-01"), ("building", "2025-06-01")
        )
        assert self.on("2025-02-01", leader, "stage=planned")["projects"] == 1
        assert self.on("2025-02-01", leader, "stage=building")["projects"] == 0
        assert self.on("2025-07-01", leader, "stage=building")["projects"] == 1

    def test_today_is_what_stands_today(self, leader):
        told(
            ProjectFactory(stage="building"), ("planned", "2025-01-01"), ("building", "2025-06-01")
        )
        now, then = overview("", leader)["total"], self.on("2025-07-01", leader)
        assert now == then


@pytest.mark.django_db
def test_the_records_begin_with_the_first_change_that_one_may_see(leader, reporter, stranger):
    told(ProjectFactory(district_id="510403"), ("planned", "2024-05-01"))
    told(
        ProjectFactory(district_id="510402"), ("planned", "2025-01-01"), ("declared", "2025-02-01")
    )
    assert str(first_day(leader)) == "2024-05-01"
    assert str(first_day(reporter)) == "2025-01-01"
    assert first_day(stranger) is None
