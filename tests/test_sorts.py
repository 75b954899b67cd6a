"""Sorts of assets: a project holds what is asked if one of its assets is all of it."""

from itertools import product

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registry.choices import Medium, Work
from registry.kinds import KINDS
from registry.models import FundingTotal, ProjectTotal
from registry.question import Question
from registry.sorts import FEW, MAPPED, PARTS, UNMAPPED, holding, sorts_in
from registry.summary import Summary
from tests.factories import AssetFactory, FundingLineFactory, ProjectFactory

VALUES = {
    "mapped": [MAPPED, UNMAPPED],
    "work": ["", *Work.values],
    "kind": list(KINDS),
    "medium": ["", *Medium.values],
}
sorts = st.one_of(
    st.builds(
        lambda mapped, work, medium: (mapped, work, "pipe", medium),
        *(st.sampled_from(VALUES[name]) for name in ("mapped", "work", "medium")),
    ),
    st.builds(
        lambda mapped, work, kind: (mapped, work, kind, ""),
        *(st.sampled_from(VALUES[name][-3:]) for name in ("mapped", "work", "kind")),
    ),
)
questions = st.fixed_dictionaries(
    {},
    optional={
        "mapped": st.sampled_from([[MAPPED], [UNMAPPED]]),
        **{
            name: st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)
            for name, values in (
                ("work", Work.values),
                ("kind", [*VALUES["kind"][-3:], "pipe"]),
                ("medium", Medium.values),
            )
        },
    },
)


def test_no_code_can_be_taken_for_one_of_another_part():
    """What stands between two strokes is a work or a kind, by its words alone."""
    assert set(Work.values).isdisjoint(KINDS)
    codes = [code for values in VALUES.values() for code in values]
    assert not [code for code in codes if set(code) & set("/,")]


class HoldingIsAnyOfItsAssets(TestCase):
    @settings(max_examples=150, deadline=None)
    @given(st.lists(sorts, max_size=4, unique=True), questions)
    def test_of_any_set_of_sorts(self, held, asked):
        total = ProjectFactory().total
        key = f",{','.join('/'.join(sort) for sort in held)}," if held else ""
        ProjectTotal.objects.filter(pk=total.pk).update(asset_key=key)
        assert sorts_in(key) == held
        expected = (
            any(
                all(
                    dict(zip(PARTS, sort, strict=True))[part] in values
                    for part, values in asked.items()
                )
                for sort in held
            )
            if asked
            else True
        )
        found = ProjectTotal.objects.filter(holding(**asked), pk=total.pk).exists()
        assert found == expected


@pytest.mark.django_db
def test_a_total_tells_what_its_project_holds_and_so_does_its_money():
    line = FundingLineFactory()
    AssetFactory(project=line.project, medium="gas", work="replace")
    AssetFactory(project=line.project, medium="gas", work="replace", location=None)
    AssetFactory(project=line.project, kind="elevator", medium="", work="add", location=None)
    key = ",no/add/elevator/,yes/replace/pipe/gas,no/replace/pipe/gas,"
    assert ProjectTotal.objects.get(project=line.project).asset_key == key
    FundingLineFactory(project=line.project, source_id="central-budget")
    money = FundingTotal.objects.filter(project=line.project)
    assert set(money.values_list("asset_key", flat=True)) == {key}
    line.project.assets.all().delete()
    assert ProjectTotal.objects.get(project=line.project).asset_key == ""
    assert set(money.values_list("asset_key", flat=True)) == {""}


@pytest.mark.parametrize("asked", list(product([False, True], repeat=len(PARTS))))
def test_everything_ticked_is_looked_for_in_little(asked):
    """A text a row is little, and so is one regular expression; hundreds are not."""
    named = [part for part, is_asked in zip(PARTS, asked, strict=True) if is_asked]
    for count in (1, 3, 99):
        condition = holding(**{part: [*VALUES[part]][-count:] for part in named})
        assert len(condition.children) <= FEW


@pytest.mark.django_db
def test_what_no_asset_can_be_is_found_nowhere():
    AssetFactory(medium="gas")
    assert not ProjectTotal.objects.filter(holding(kind=["elevator"], medium=["gas"])).exists()
    assert ProjectTotal.objects.filter(holding(kind=["elevator", "pipe"], medium=["gas"])).exists()


@pytest.mark.django_db
def test_an_address_that_says_a_thing_over_and_over_says_it_once(leader):
    AssetFactory(location=None)
    once, often = (
        Question(QueryDict("&".join(["mapped=yes&kind=pipe&medium=gas"] * times)), leader)
        for times in (1, 40)
    )
    assert often.values == once.values
    assert str(often.projects().query) == str(once.projects().query)
    assert Summary(often).total.projects == Summary(once).total.projects == 0
