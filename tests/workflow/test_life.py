"""Random people make random moves: no project ever stands where the table does not lead."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from registry.choices import MoveCode, Role, Stage
from registry.models import Project, StageChange
from registry.workflow import AlreadyDone, MoveRefused, advance, record, undo
from registry.workflow.moves import find, moves_from
from registry.workflow.states import State
from tests.factories import UserFactory, declarable, give_papers
from tests.leading import may_lead

PEOPLE = (
    ("dongqu", Role.REPORTER),
    ("dongqu", Role.REVIEWER),
    ("xiqu", Role.REPORTER),
    ("housing", Role.REPORTER),
    ("housing", Role.REVIEWER),
    ("taskforce", Role.REVIEWER),
    ("taskforce", Role.LEADER),
)
PAPERS = (
    *("approval", "feasibility", "design", "application", "funding", "tender", "contract"),
    *("permit", "start", "completion", "acceptance", "consent"),
)
KINDS = (
    {},
    {"sector_id": "A02"},
    {"district_id": "510400"},
    {"by_commitment": True},
    {"sector_id": "A05"},
)
TODAY = date.today()


#: Stages that any life came to: lives that end at once would prove nothing.
REACHED = set()


def tried(door, *args, **order):
    """The change and no refusal, or the other way round."""
    try:
        return door(*args, **order), None
    except MoveRefused as refusal:
        return None, refusal


class Life(RuleBasedStateMachine):
    """One project, and all that anybody may try with it."""

    @initialize(
        kind=st.sampled_from(KINDS),
        complete=st.booleans(),
        today=st.booleans(),
        steps=st.integers(0, 15),
    )
    def register(self, kind, complete, today, steps):
        self.people = [UserFactory(organisation=o, role=r) for o, r in PEOPLE]
        self.people.append(UserFactory(is_superuser=True))
        both = UserFactory(organisation="dongqu", role=Role.REPORTER)
        both.memberships.create(organisation_id="dongqu", role=Role.REVIEWER)
        self.people.append(both)
        self.project = declarable(platform_code="2405-510402-04-01-123456", **kind)
        if complete:
            give_papers(self.project, *PAPERS)
            self.project.funding_lines.update(status="granted")
        day = TODAY - timedelta(days=0 if today else 30)
        record(self.project, by=self.people[0], effective_on=day)
        for _ in range(steps):
            self.move_by_who_may(place=0)

    @rule(
        person=st.integers(0, len(PEOPLE) + 1),
        code=st.sampled_from([*MoveCode.values, "no-such-move"]),
        days=st.sampled_from([0, 0, 0, 0, -1, -31, 1]),
        note=st.sampled_from(["", "原因", "原因", "原因"]),
        sees=st.sampled_from(["the last", "the last", "nothing", "an old one"]),
    )
    def move(self, person, code, days, note, sees):
        self.attempt(self.people[person], code, TODAY + timedelta(days=days), note, sees)

    @rule(place=st.integers(0, 3))
    def move_by_who_may(self, place):
        """What the table offers from here, the way on first, by somebody who may."""
        offered = moves_from(State.of(Project.objects.get(pk=self.project.pk)))
        if offered:
            move = offered[min(place, len(offered) - 1)]
            able = [p for p in self.people if p.rights.may(move.action, self.project)]
            self.attempt(able[0], move.code, TODAY, "原因", "the last")

    @rule(person=st.integers(0, len(PEOPLE) + 1), which=st.integers(-3, -1))
    def take_back(self, person, which):
        changes = list(self.project.stage_changes.all())
        change = changes[max(which, -len(changes))]
        _, refusal = tried(undo, self.project, change.pk, by=self.people[person])
        assert refusal is None or str(refusal).endswith("。")

    def attempt(self, person, code, day, note, sees):
        before = self.told()
        last = self.project.stage_changes.in_force().last()
        after = {"the last": last.pk, "nothing": None, "an old one": last.pk - 1}[sees]
        order = {"by": person, "effective_on": day, "note": note, "after": after}
        finish = Project.objects.get(pk=self.project.pk).planned_finish
        order["plan"] = {"planned_finish": finish.replace(year=min(finish.year + 1, 2059))}
        change, refusal = tried(advance, self.project, code, **order)
        if refusal is None:
            assert person.rights.may(find(code, before[0]).action, self.project)
            assert State.of(change) == self.told()[0]
            REACHED.add(change.stage)
        else:
            assert self.told() == before
            assert "。" in str(refusal) or refusal.missing
            assert not isinstance(refusal, AlreadyDone) or "没有重复办理" in str(refusal)

    def told(self):
        """Where the project stands and how much is written about it."""
        project = Project.objects.get(pk=self.project.pk)
        return State.of(project), project.version, project.stage_changes.count()

    @invariant()
    def events_lead_here_by_the_table(self):
        if not hasattr(self, "project"):
            return
        changes = list(self.project.stage_changes.in_force())
        assert State.of(changes[0]) == State(Stage.PLANNED)
        submitter = None
        for before, after in pairwise(changes):
            move = find(after.move, State.of(before))
            assert move is not None, f"{State.of(before)} – {after.move}"
            assert may_lead(move, State.of(before), State.of(after)), after
            assert before.effective_on <= after.effective_on <= TODAY
            assert after.note.strip() or not move.must_say_why
            assert not (move.is_review and after.by_id == submitter), "reviewed his own"
            if after.move in (MoveCode.SUBMIT, MoveCode.RESUBMIT):
                submitter = after.by_id
        assert State.of(Project.objects.get(pk=self.project.pk)) == State.of(changes[-1])

    @invariant()
    def what_was_taken_back_was_ones_own(self):
        for change in StageChange.objects.filter(undone_at__isnull=False):
            assert change.undone_by_id == change.by_id


#: What lives must come to, and how often so many of them are tried before they are too short.
FAR, TRIES = {"declared", "reserved", "funded", "building"}, 4


@pytest.mark.slow
@pytest.mark.django_db
def test_no_life_leaves_the_table():
    for _ in range(TRIES):
        run_state_machine_as_test(
            Life,
            settings=settings(
                max_examples=15,
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        if FAR <= REACHED:
            break
    assert FAR <= REACHED
