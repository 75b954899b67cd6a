"""Verdicts: kept, always true, the same in list, totals and on the project's page."""

from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection, connections, transaction
from django.http import QueryDict

from registry.declaring import drop_rule, publish, withdraw
from registry.facets import Facets
from registry.models import Project, Verdict, VerdictDue
from registry.question import BadQuestion, Question
from registry.readiness.explaining import explain, try_out
from registry.readiness.verdicts import counts, judge, judge_due
from registry.refusals import Refusal
from registry.totals import totals
from tests.factories import FundingLineFactory, ProjectFactory, UserFactory
from tests.readiness.conftest import CODED

CODE = "2405-510402-04-01-123456"


def found(user, query):
    return set(Question(QueryDict(query), user).projects().values_list("pk", flat=True))


@pytest.fixture
def verdicts(published, admin):
    """`verdicts(project)`: what the question finds the project by."""

    def of(project):
        codes = ("ready", "funding", "papers", "unfit")
        return {c for c in codes if project.pk in found(admin, f"readiness={published.pk}.{c}")}

    return of


@pytest.fixture
def ready(db):
    project = ProjectFactory(platform_code=CODE)
    FundingLineFactory(project=project, amount_wan=100)
    return project


def test_a_project_is_judged_the_moment_it_changes(verdicts, ready):
    assert verdicts(ready) == {"ready"}
    line = ready.funding_lines.get()
    line.amount_wan = 60
    line.save()
    assert verdicts(ready) == {"funding"}
    Project.objects.filter(pk=ready.pk).update(platform_code="")
    assert verdicts(ready) == {"funding", "papers"}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_project SET investment_wan = 5000 WHERE id = %s", [ready.pk]
        )
    assert verdicts(ready) == {"unfit"}


def test_kept_verdicts_are_those_found_on_the_spot(verdicts, ready):
    lacking = ProjectFactory()
    before = verdicts(ready), verdicts(lacking)
    assert VerdictDue.objects.exists()
    assert judge_due() == 2
    assert not VerdictDue.objects.exists()
    assert Verdict.objects.filter(project__in=(ready, lacking)).count() == 2
    assert (verdicts(ready), verdicts(lacking)) == before == ({"ready"}, {"funding", "papers"})


def test_a_deleted_project_has_no_verdict(published, admin, ready):
    judge_due()
    Project.objects.filter(pk=ready.pk).delete()
    assert judge_due() == 1
    assert not Verdict.objects.exists()


def test_what_commits_while_others_are_judged_waits_for_the_next_turn(
    committed_db, published, ready
):
    judge_due()
    written, judged = Barrier(2), Barrier(2)

    def change():
        with transaction.atomic():
            Project.objects.filter(pk=ready.pk).update(platform_code="")
            written.wait()
            judged.wait()
        connections.close_all()

    thread = Thread(target=change)
    thread.start()
    written.wait()
    assert judge_due() == 0
    judged.wait()
    thread.join()
    assert judge_due() == 1
    assert Verdict.objects.get(project=ready).lacks_papers


def test_list_totals_page_and_counts_agree(published, admin, ready):
    projects = [ready, *(ProjectFactory(investment_wan=Decimal(i * 300)) for i in range(6))]
    for settle in (lambda: None, judge_due):
        settle()
        told = {code: n for code, _, n in counts(published, admin)}
        for code, number in told.items():
            question = Question(QueryDict(f"readiness={code}"), admin)
            listed = set(question.projects().values_list("pk", flat=True))
            assert len(listed) == number == totals(question).projects
            for project in projects:
                (explanation,) = explain(project, admin)
                is_so = code.partition(".")[2] in explanation.verdicts
                assert is_so == (project.pk in listed)
    trial = try_out(published, admin)
    assert {f"{published.pk}.{c}": trial.verdicts[c] for c, *_ in trial.outcomes} == told
    assert trial.projects == 7


def test_the_filter_counts_each_verdict_as_its_question_finds_it(published, admin, ready):
    ready.refresh_from_db()
    judge_due()
    ProjectFactory(sector_id="A03", platform_code="")  # due: judged on the spot
    ProjectFactory(sector_id="A04")
    for query in ("", f"readiness={published.pk}.papers", "sector=A03&stage=planned"):
        facets = Facets(Question(QueryDict(query), admin)).as_json()["readiness"]
        assert len(facets) == 4
        for code, count in facets.items():
            asked = QueryDict(query, mutable=True)
            asked.setlist("readiness", [code])
            assert count == Question(asked, admin).projects().count(), (query, code)
        assert sum(facets.values()) >= 2


def test_several_verdicts_are_either(published, admin, ready):
    unfit = ProjectFactory(investment_wan=2000)
    ProjectFactory()
    asked = f"readiness={published.pk}.ready&readiness={published.pk}.unfit"
    assert found(admin, asked) == {ready.pk, unfit.pk}


def test_projects_of_other_sectors_are_not_judged(published, admin):
    other = ProjectFactory(sector_id="A06")
    assert explain(other, admin) == []
    assert not any(
        other.pk in found(admin, f"readiness={code}") for code, *_ in counts(published, admin)
    )


def test_a_batch_without_sectors_takes_all(batch, add_rule, admin):
    batch.sectors.clear()
    add_rule(CODED, fault="papers")
    publish(batch)
    project = ProjectFactory(sector_id="C01")
    assert found(admin, f"readiness={batch.pk}.papers") == {project.pk}
    assert [e.verdicts for e in explain(project, admin)] == [["papers"]]


def test_a_hint_decides_nothing_but_is_told(batch, add_rule, verdicts, ready, admin):
    add_rule({"fact": "is_key", "is": "yes"}, severity="hint")
    judge(batch)
    assert verdicts(ready) == {"ready"}
    (explanation,) = explain(ready, admin)
    assert [opinion.rule.severity for opinion in explanation.troubles] == ["hint"]


def test_an_explanation_tells_what_is_asked_and_what_is_found(published, ready, admin):
    ready.funding_lines.update(amount_wan=Decimal("87.50"))
    (explanation,) = explain(ready, admin)
    ((finding,),) = (opinion.troubles for opinion in explanation.troubles)
    assert (finding.sentence, finding.found) == ("资金缺口等于 0 万元", "12.5 万元")
    assert finding.url == f"/projects/{ready.number}/money/"


@pytest.mark.parametrize("value", ["1.ready'--", "999.ready", "ready", "1.rich"])
def test_an_unknown_verdict_is_an_error_that_names_it(published, admin, value):
    with pytest.raises(BadQuestion) as refused:
        Question(QueryDict(f"readiness={value}"), admin)
    assert value in str(refused.value)


def test_a_batch_that_does_not_hold_cannot_be_asked_for(batch, add_rule, admin):
    add_rule(CODED)
    with pytest.raises(BadQuestion):
        Question(QueryDict(f"readiness={batch.pk}.ready"), admin)
    publish(batch)
    Question(QueryDict(f"readiness={batch.pk}.ready"), admin)
    withdraw(batch)
    assert not Verdict.objects.exists()
    with pytest.raises(BadQuestion):
        Question(QueryDict(f"readiness={batch.pk}.ready"), admin)


def test_a_batch_without_rules_is_not_published(batch):
    with pytest.raises(Refusal, match="还没有规则"):
        publish(batch)


def test_the_last_rule_of_what_holds_stays(batch, add_rule):
    rule = add_rule(CODED)
    publish(batch)
    with pytest.raises(Refusal, match="至少要有一条"):
        drop_rule(rule)
    assert batch.rules.exists()


def test_a_closed_sector_is_in_nobodys_trial_but_its_own(batch, add_rule, analyst, police):
    batch.sectors.clear()
    add_rule(CODED)
    publish(batch)
    ProjectFactory(sector_id="A11", lead_id="public-security")
    city = UserFactory(organisation="taskforce", role="analyst")
    assert try_out(batch, city).projects == 0
    assert sum(n for *_, n in counts(batch, city)) == 0
    assert try_out(batch, police).projects == 1


def test_a_question_by_verdict_takes_few_queries(published, admin, django_assert_max_num_queries):
    for _ in range(30):
        ProjectFactory()
    with django_assert_max_num_queries(8):
        assert len(found(admin, f"readiness={published.pk}.papers")) == 30
