"""Who may bring a file where; the stranger and the neighbour never."""

import pytest
from django.core.management import CommandError, call_command

from registry.editing import discard
from registry.models import Asset, Organisation, Project


@pytest.mark.parametrize(
    ("organisation", "role"),
    [("xiqu", "reporter"), ("urban-management", "reporter")],
)
def test_the_territory_and_the_lead_department_bring_files(
    bring, make_file, make_project, make_person, organisation, role
):
    project, person = make_project(district="510403"), make_person(organisation, role)
    path = make_file(编号=["1"])
    options = ("--kind", "pipe", "--project", project.number, "--user", person.username)
    code, _ = bring(path, *options)
    assert (code, project.assets.count()) == (0, 1)
    assert project.assets.get().batch.imported_by == person


@pytest.mark.parametrize(
    ("organisation", "role", "code", "reason"),
    [
        ("dongqu", "reporter", 2, "project_unknown"),  # the neighbour does not even see it
        ("xiqu", "analyst", 1, "not_allowed"),
        ("xiqu", "reviewer", 1, "not_allowed"),
        ("taskforce", "leader", 1, "not_allowed"),
        ("finance", "reporter", 2, "project_unknown"),
        ("xiqu", "sysadmin", 2, "project_unknown"),
    ],
)
def test_others_do_not(
    bring, make_file, make_project, make_person, organisation, role, code, reason
):
    project, person = make_project(district="510403"), make_person(organisation, role)
    options = ("--kind", "pipe", "--project", project.number, "--user", person.username)
    exit_code, report = bring(make_file(编号=["1"]), *options)
    assert (exit_code, report["errors"][0]["code"]) == (code, reason)
    assert not Asset.objects.exists()


def test_rows_for_a_neighbour_s_project_are_refused(bring, make_file, make_project, make_person):
    own, foreign = make_project(district="510403"), make_project(district="510402")
    person = make_person("xiqu")
    path = make_file(项目=[own.number, foreign.number])
    options = ("--kind", "pipe", "--project-field", "项目", "--user", person.username)
    code, report = bring(path, *options)
    assert (code, [entry["row"] for entry in report["errors"]]) == (1, [2])
    assert not Asset.objects.exists()


@pytest.mark.parametrize(("district", "expected"), [("510403", 0), ("510402", 1)])
def test_a_new_project_needs_the_right_to_make_one_there(
    bring, make_file, make_person, district, expected
):
    person = make_person("xiqu")
    options = (
        "--kind",
        "pipe",
        "--set",
        "medium=gas",
        "--new-project",
        "更新",
        "--district",
        district,
    )
    code, _ = bring(make_file(编号=["1"]), *options, "--user", person.username)
    assert (code, Project.objects.count()) == (expected, 1 - expected)


def test_a_unit_brings_its_own_new_project(bring, make_file, make_person):
    unit = Organisation.objects.create(code="gas-company", name="燃气公司", type="unit")
    person = make_person(unit.pk)
    options = ("--kind", "pipe", "--set", "medium=gas", "--new-project", "更新")
    code, _ = bring(make_file(编号=["1"]), *options, "--user", person.username)
    assert code == 0
    assert Project.objects.get().owner == unit


def test_an_unknown_or_dismissed_user_is_refused(make_file, make_person, db):
    person = make_person("xiqu")
    type(person).objects.update(is_active=False)
    for username in ("nobody", person.username):
        with pytest.raises(CommandError, match="没有用户") as refusal:
            call_command(
                "import_assets",
                str(make_file(编号=["1"])),
                "--new-project=更新",
                f"--user={username}",
            )
        assert refusal.value.returncode == 2


def test_a_deleted_project_takes_no_rows(bring, make_file, make_project, make_person):
    project = make_project(district="510403")
    discard(project, by=make_person("xiqu"))
    code, report = bring(make_file(编号=["1"]), "--kind", "pipe", "--project", project.number)
    assert (code, report["errors"][0]["code"]) == (2, "project_unknown")


def test_nothing_is_brought_into_what_is_being_judged(bring, make_file, make_project, make_person):
    project, person = make_project(district="510403"), make_person("xiqu")
    Project.objects.update(stage="declared", awaiting="territory")
    options = ("--kind", "pipe", "--project", project.number, "--user", person.username)
    code, report = bring(make_file(编号=["1"]), *options)
    assert (code, report["errors"][0]["code"]) == (1, "not_allowed")
    assert "县（区）初审" in str(report["errors"][0])
    assert not Asset.objects.exists()
