"""Ids of projects as a condition: an array or bits, the same rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registry.models import Project, ProjectTotal
from registry.reach import DENSE, Ids
from tests.factories import ProjectFactory


def says_bits(condition):
    return "get_bit" in str(ProjectTotal.objects.filter(condition).query)


class AnyIds(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.known = [project.pk for project in ProjectFactory.create_batch(20)]

    @given(st.sets(st.integers(0, 19)), st.sets(st.integers(0, 90)))
    def test_the_same_rows_as_by_an_array(self, places, others):
        """Whatever else is among them: gone projects before, between and after."""
        first, last = min(self.known), max(self.known)
        unknown = {first - 1 - n for n in others if n < first} | {last + n * 7 for n in others}
        wanted = {self.known[place] for place in places}
        ids = Ids.listed(sorted(wanted | unknown - set(self.known)))
        for rows, column in ((ProjectTotal.objects, "project_id"), (Project.objects, "pk")):
            for density in (0, DENSE, 10**9):
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr("registry.reach.DENSE", density)
                    found = rows.filter(Ids(ids.text).hold(column))
                    assert set(found.values_list("pk", flat=True)) == wanted


def test_many_of_few_are_told_as_bits():
    assert says_bits(Ids.listed(range(1, 100)).hold("project_id"))
    assert says_bits(Ids.listed([DENSE]).hold("project_id"))


def test_few_of_many_and_none_are_told_as_an_array():
    assert not says_bits(Ids.listed([DENSE + 1]).hold("project_id"))
    assert not says_bits(Ids().hold("project_id"))
