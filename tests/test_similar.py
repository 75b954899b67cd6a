"""同类: from a project's card to those of the same sector, main medium and district."""

import pytest

from registry.holdings import similar_to
from tests.factories import AssetFactory, ProjectFactory, place


@pytest.mark.django_db
def test_the_medium_of_the_most_metres_counts(login, leader):
    project = ProjectFactory(sector_id="A06", district_id="510403")
    assert similar_to(project) == {"sector": "A06", "district": "510403"}
    AssetFactory(project=project, kind="elevator", location=place("elevator"))
    AssetFactory(project=project, medium="rain")
    for _ in range(2):
        AssetFactory(project=project, medium="gas")
    assert similar_to(project) == {"sector": "A06", "district": "510403", "medium": "gas"}
    card = login(leader).get(f"/projects/{project.number}/card/").text
    assert "/?sector=A06&amp;district=510403&amp;medium=gas" in card
