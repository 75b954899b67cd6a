"""Why: what each rule says of one project, and how a batch would judge all of them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse

from registry.models import DeclarationBatch, Project
from registry.readiness.conditions import read_condition
from registry.readiness.verdicts import CODES, COLUMNS, columns, labels, meanings, within

#: So many projects of each verdict are named in a trial; all are counted.
NAMED = 20
#: Projects of a trial read at a time.
CHUNK = 2000


@dataclass(frozen=True)
class TestFinding:
    """One test of a rule on one project: what is asked, what is found, where to mend it."""

    sentence: str
    found: str
    url: str
    is_met: bool


#: How the tests of a rule make it met, as `Condition.met` says to the database.
MET = {"all": all, "any": any, "none": lambda results: not any(results)}


@dataclass(frozen=True)
class Opinion:
    """One rule on one project."""

    rule: object
    meet: str
    findings: tuple[TestFinding, ...]

    @property
    def is_met(self):
        return MET[self.meet]([finding.is_met for finding in self.findings])

    @property
    def troubles(self):
        """The tests to look at where the rule is not met."""
        return [f for f in self.findings if f.is_met == (self.meet == "none")]


@dataclass(frozen=True)
class Explanation:
    """One batch on one project."""

    batch: DeclarationBatch
    verdicts: list[str]
    opinions: list[Opinion]

    @property
    def labels(self):
        told = labels(self.batch)
        return [(code, told[code]) for code in self.verdicts]

    @property
    def troubles(self):
        return [opinion for opinion in self.opinions if not opinion.is_met]


def explain(project, user):
    """What published batches say of the project, found now: those of its sector that he sees."""
    published = DeclarationBatch.objects.published().concerning(project.sector_id).seen_by(user)
    return [explained(batch, project) for batch in published.prefetch_related("rules", "sectors")]


def explained(batch, project):
    """One query for every test of every rule; how tests make a rule is told here."""
    rules = [(rule, read_condition(rule.condition)) for rule in batch.rules.all()]
    asked, ways = {}, {}
    for i, j, test in numbered(rules):
        asked[f"met_{i}_{j}"] = test.met()
        asked[f"found_{i}_{j}"], *ways[i, j] = test.shown()
    row = Project.objects.filter(pk=project.pk).annotate(**asked).values(*asked).get()
    findings = defaultdict(list)
    for i, j, test in numbered(rules):
        found = in_words(row[f"found_{i}_{j}"], *ways[i, j])
        findings[i].append(finding(test, row[f"met_{i}_{j}"], found, project))
    opinions = [
        Opinion(rule, condition.meet, tuple(findings[i]))
        for i, (rule, condition) in enumerate(rules)
    ]
    failed = {COLUMNS[o.rule.fault] for o in opinions if o.rule.blocks and not o.is_met}
    return Explanation(batch, meanings({c: c in failed for c in COLUMNS.values()}), opinions)


def numbered(rules):
    for i, (_, condition) in enumerate(rules):
        for j, test in enumerate(condition.tests):
            yield i, j, test


def finding(test, is_met, found, project):
    url = reverse(f"registry:{test.fact.page}", args=(project.number,))
    return TestFinding(test.sentence(), found, url, is_met)


def in_words(value, sort, unit):
    if value is None:
        return "未填"
    return f"{sort.show(Decimal(value))} {unit}" if unit else sort.show(value)


@dataclass(frozen=True)
class Description:
    """A rule with its condition in words; `failing` counts projects where it was tried out."""

    rule: object
    sentence: str
    failing: int | None = None


def described(batch, trial=None):
    return [
        Description(
            rule,
            read_condition(rule.condition).sentence(),
            trial and trial.failing[rule.pk],
        )
        for rule in batch.rules.all()
    ]


@dataclass
class Trial:
    """How the batch as it stands would judge all projects that a person may see."""

    batch: DeclarationBatch
    projects: int = 0
    verdicts: Counter = field(default_factory=Counter)
    named: dict[str, list] = field(default_factory=lambda: {code: [] for code in CODES})
    failing: Counter = field(default_factory=Counter)

    def add(self, row, codes, failed):
        self.projects += 1
        self.failing.update(failed)
        for code in codes:
            self.verdicts[code] += 1
            if len(self.named[code]) < NAMED:
                self.named[code].append(row)

    @property
    def outcomes(self):
        told = labels(self.batch).items()
        return [(code, label, self.verdicts[code], self.named[code]) for code, label in told]


def try_out(batch, user):
    """Rules published or not, on the projects that answers count and the user may see."""
    projects = within(batch, Project.objects.visible_to(user).current()).order_by("id")
    rules = list(batch.rules.all())
    asked = {f"rule_{rule.pk}": read_condition(rule.condition).met() for rule in rules}
    found = projects.annotate(**columns(batch), **asked)
    trial = Trial(batch)
    names = ("number", "name", *COLUMNS.values(), *asked)
    for row in found.values(*names).iterator(CHUNK):
        failed = [rule.pk for rule in rules if not row[f"rule_{rule.pk}"]]
        trial.add(row, meanings(row), failed)
    return trial
