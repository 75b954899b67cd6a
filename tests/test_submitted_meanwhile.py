"""A project that is submitted between the opening of a door and the saving: nothing is written."""

import re

import pytest
from django.utils import timezone

from registry.choices import Awaiting, Stage
from registry.forms.money import MoneySheet, Unsound
from registry.models import Asset, AssetEvent, Attachment, Project
from registry.papers.intake import take
from registry.refusals import Refusal
from registry.restoring import restore_record
from registry.views import assets, lifecycle, papers
from tests.asset_forms import sent_back
from tests.factories import AssetFactory, AttachmentFactory, ProjectFactory
from tests.papers.files import pdf, sent


@pytest.fixture
def project(db):
    return ProjectFactory()


@pytest.fixture
def pipe(project):
    return AssetFactory(project=project, number="G1")


def submit(project):
    waits = {"stage": Stage.DECLARED, "awaiting": Awaiting.TERRITORY}
    Project.objects.filter(pk=project.pk).update(**waits)


@pytest.fixture
def submitted_late(monkeypatch):
    """The views of this module have judged before the project is submitted."""

    def into(views):
        judged = views.get_project

        def get_project(*args):
            found = judged(*args)
            submit(found)
            return found

        monkeypatch.setattr(views, "get_project", get_project)

    return into


def test_an_asset_is_not_saved(login, reporter, project, pipe, submitted_late):
    desk, url = login(reporter), f"/projects/{project.number}/assets/{pipe.pk}/edit/"
    mine = sent_back(desk.get(url)) | {"number": "G2"}
    submitted_late(assets)
    assert "审核期间不能修改" in desk.post(url, mine).text
    assert Asset.objects.get().number == "G1"


def test_an_asset_is_not_deleted(login, reporter, project, pipe, submitted_late):
    submitted_late(assets)
    login(reporter).post(f"/projects/{project.number}/assets/{pipe.pk}/delete/")
    assert Asset.objects.get() == pipe


def test_money_is_not_saved(reporter, project):
    submit(project)
    sheet = MoneySheet(project, by=reporter, opened={}, lines=[], removed=[], reason="试")
    with pytest.raises(Unsound, match="审核期间不能修改"):
        sheet.submit()


def test_a_record_is_not_restored(reporter, project, pipe):
    pipe.delete()
    submit(project)
    event = AssetEvent.objects.order_by("pgh_id").last()
    with pytest.raises(Refusal, match="审核期间不能修改"):
        restore_record(project, "asset", event.pgh_id, by=reporter, version=0)
    assert not Asset.objects.exists()


def test_a_paper_is_not_taken_in(reporter, project, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    submit(project)
    with pytest.raises(Refusal, match="审核期间不能修改"):
        take(project, sent("批复.pdf", pdf()), by=reporter)
    assert not Attachment.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("deleted_at", "verb"), [(None, "delete"), (timezone.now(), "restore")])
def test_a_paper_stays_in_the_bin_or_out_of_it(
    login, reporter, project, submitted_late, deleted_at, verb
):
    paper = AttachmentFactory(project=project, deleted_at=deleted_at)
    submitted_late(papers)
    url = f"/projects/{project.number}/papers/{paper.pk}/{verb}/"
    assert "审核期间不能删除" in login(reporter).post(url, follow=True).text
    assert Attachment.objects.get().deleted_at == deleted_at


def test_the_project_is_not_put_into_the_bin(login, reporter, project, submitted_late):
    submitted_late(lifecycle)
    answer = login(reporter).post(f"/projects/{project.number}/delete/", follow=True)
    assert answer.redirect_chain[-1][0] == project.get_absolute_url()
    assert "审核期间不能删除" in answer.text
    assert Project.objects.get().deleted_at is None


def test_the_card_says_why_nothing_is_drawn_meanwhile(login, reporter, project):
    desk, url = login(reporter), f"/projects/{project.number}/card/"
    assert "绘制</a>" in desk.get(url).text
    submit(project)
    page = desk.get(url).text
    assert "绘制</a>" not in page
    assert '<button class="btn" type="button" disabled title="项目正在等' in page


def test_the_page_says_why_assets_and_papers_are_closed_meanwhile(login, reporter, project, pipe):
    desk = login(reporter)
    page = desk.get(project.get_absolute_url()).text
    assert f'{pipe.pk}/edit/">修改</a>' in page
    assert "查看、上传</a>" in page
    submit(project)
    page = desk.get(project.get_absolute_url()).text
    assert f"{pipe.pk}/edit/" not in page
    assert "查看、上传" not in page
    greyed = '<button class="btn btn-small" type="button" disabled title="项目正在等'
    assert re.search(f"{greyed}[^>]*>上传</button>", page)
    assert '<p class="help">项目正在等' in page
