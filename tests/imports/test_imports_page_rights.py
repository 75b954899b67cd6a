"""Who sees an import, who may go on with it, and where its files go."""

import hashlib

import pytest

from registry.choices import Role
from registry.models import Asset, ImportBatch
from tests.factories import ProjectFactory, UserFactory
from tests.institute import gas_pipes, sent, write_shapefile
from tests.wizard import NEW

pytestmark = pytest.mark.django_db
STEPS = ("check/", "write/", "conflicts/", "undo/")
FILES = ("original/", "rejects/", "preview.json")


@pytest.fixture
def checked(wizard, project, tmp_path):
    columns = gas_pipes(3) | {"建成年份": [1999, 2050, 2001]}
    wizard.upload(write_shapefile(tmp_path, columns, prj=True), project=project.number)
    wizard.check(**{"fixed-medium": "gas"})
    return wizard


def auditor():
    return UserFactory(organisation="dongqu", role=Role.AUDITOR)


def test_nobody_enters_without_signing_in(client, checked):
    for url in ("/imports/", NEW, checked.url, *(checked.url + name for name in FILES)):
        # A page leads to the sign-in, data says that there is none.
        assert client.get(url).status_code == (401 if url.endswith(".json") else 302), url
    for name in STEPS:
        answer = client.post(checked.url + name)
        assert answer.url.startswith("/accounts/login/")
    assert not Asset.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "neighbour", "reviewer", "leader", "colleague"])
def test_another_persons_import_is_not_there(login, request, checked, who):
    if who == "colleague":
        person = UserFactory(organisation="dongqu", role=Role.REPORTER)
    else:
        person = request.getfixturevalue(who)
    client = login(person)
    for name in ("", *FILES):
        assert client.get(checked.url + name).status_code == 404
    for name in STEPS:
        assert client.post(checked.url + name, {"good_rows_only": "on"}).status_code == 404
    assert checked.batch.file_name not in client.get("/imports/").text
    assert checked.batch.status == "checked"


def test_the_auditor_reads_that_it_was_and_gets_nothing_of_it(login, checked):
    client = login(auditor())
    assert checked.batch.file_name in client.get("/imports/").text
    page = client.get(checked.url)
    assert page.status_code == 200
    for told in ("RQ-001", "炳草岗大街", "original/", "rejects/", "data-import-map"):
        assert told not in page.text
    for name in FILES:
        assert client.get(checked.url + name).status_code == 403
    for name in STEPS:
        assert client.post(checked.url + name).status_code == 403


def test_the_auditor_is_told_no_name_of_a_new_project(login, checked, admin):
    ImportBatch.objects.update(order={"new_project": {"name": "秘密的改造"}})
    assert "秘密的改造" in checked.client.get("/imports/").text
    assert "秘密的改造" in login(admin).get("/imports/").text
    page = login(auditor()).get("/imports/").text
    assert "新项目" in page
    assert "秘密的改造" not in page


def test_who_may_not_see_the_projects_is_not_told_that_they_are_gone(login, checked, project):
    checked.write(good_rows_only="on")
    client, gone = login(auditor()), "不在登记册里"
    page = client.get(checked.url).text
    assert "写入的项目不在您的可见范围内" in page
    assert gone not in page
    assert project.number in checked.page().text
    Asset.objects.all().delete()
    assert gone in client.get(checked.url).text
    assert gone in checked.page().text


def test_an_import_that_nobody_confirmed_by_name_is_the_systems(login, checked, admin):
    checked.write(good_rows_only="on")
    ImportBatch.objects.update(confirmed_by=None)
    reporter = str(checked.batch.imported_by)
    assert f"{reporter}，" in checked.page().text
    ImportBatch.objects.update(imported_by=None)
    page = login(admin).get(checked.url).text
    assert page.count("系统，") == 2
    assert "None" not in page


def test_who_may_not_import_is_told_why(login, leader, stranger, analyst):
    for person in (leader, stranger, analyst):
        client = login(person)
        for url in ("/imports/", NEW):
            answer = client.get(url)
            assert answer.status_code == 403
            assert "您的角色不能导入项目" in answer.text
        assert client.post(NEW, {"files": sent({"a.zip": b"x"})}).status_code == 403
    assert not ImportBatch.objects.exists()


def test_a_right_that_is_lost_stops_the_import_and_says_so(checked, reporter):
    reporter.memberships.all().delete()
    page = checked.page()
    assert page.status_code == 200
    assert "您的角色不能导入项目" in page.text
    for name in ("check/", "write/"):
        answer = checked.client.post(checked.url + name, {"good_rows_only": "on"})
        assert answer.status_code == 403
    assert not Asset.objects.exists()


def test_a_right_lost_while_the_job_waits_counts(checked, reporter):
    checked.client.post(f"{checked.url}write/", checked.answers(good_rows_only="on"))
    reporter.memberships.all().delete()
    checked.run()
    assert checked.batch.status == "checked"
    assert not Asset.objects.exists()
    assert "要导入的项目已被删除，或您已无权查看，请重新检查文件。" in checked.page().text


def test_a_neighbours_project_is_no_target(checked):
    foreign = ProjectFactory(sector_id="A06", district_id="510403")
    answer = checked.check(project=foreign.number)
    assert "没有这个项目，请从列出的项目中选取。" in answer.text
    proposed = checked.client.get("/imports/projects/", {"project": foreign.number})
    assert foreign.number not in proposed.text


def test_own_projects_are_proposed_by_name_and_number(checked, project):
    for text in ("燃气管网", project.number[-4:], ""):
        proposed = checked.client.get("/imports/projects/", {"project": text})
        assert f'value="{project}"' in proposed.text


def test_the_original_comes_back_as_it_was_sent(wizard, project):
    wizard.upload({"坏的.zip": b"PK nonsense"})
    answer = wizard.client.get(f"{wizard.url}original/")
    content = b"".join(answer.streaming_content)
    assert content == b"PK nonsense"
    assert hashlib.sha256(content).hexdigest() == wizard.batch.sha256
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%9D%8F")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_what_no_form_would_send_does_no_harm(checked):
    for query in ({"project": "\0"}, {"project": "RA-000000"}, {"project": "'\""}):
        assert checked.client.get(NEW, query).status_code == 200
        assert checked.client.get("/imports/projects/", query).status_code == 200
    odd = {"project": "\0", "name": "\0", "fixed-medium": "\0", "unit-0": "\0", "column-1": "x"}
    for action in ("check", "diagnose", "\0"):
        answer = checked.client.post(f"{checked.url}check/", {"action": action, "crs": "", **odd})
        assert answer.status_code in (200, 302)
        checked.run()
    assert checked.client.get(f"{checked.url}?of=nothing&page=99").status_code == 200
    assert checked.client.get(f"{checked.url}?page=x").status_code in (200, 400)


def test_names_from_outside_stay_text(wizard, project):
    wizard.upload({'<img src=x onerror="alert(1)">.zip': b"<html>"})
    for page in (wizard.page().text, wizard.client.get("/imports/").text):
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def test_doors_lead_to_the_import(login, reporter, leader, project):
    own = login(reporter).get(project.get_absolute_url()).text
    assert f'href="{NEW}?project={project.number}"' in own
    assert f'href="{NEW}"' in login(reporter).get("/projects/").text
    refused = login(leader).get(project.get_absolute_url()).text
    assert NEW not in refused
    assert "您只能查看" in refused


def test_the_list_costs_the_same_for_many_as_for_one(
    checked, reporter, django_assert_max_num_queries
):
    checked.client.get("/imports/")
    with django_assert_max_num_queries(10):
        checked.client.get("/imports/")
    for n in range(5):
        ImportBatch.objects.create(
            file_name=f"{n}.zip", sha256="0" * 64, imported_by=reporter, job=checked.batch.job
        )
    with django_assert_max_num_queries(10):
        assert checked.client.get("/imports/").text.count("row-link") == 6
