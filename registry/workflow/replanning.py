"""结转: a project that is carried over to another year is given a new plan."""

from registry.years import FAR_OFF, is_sensible

NAMES = ("planned_start", "planned_finish")
WHOLE = "办理“结转”请填新的拟竣工。"
STARTED = "项目已经开工，结转只改拟竣工，拟开工请保持不变。"
OUT_OF_ORDER = "拟开工不能晚于拟竣工。"
EARLIER = "结转后的拟开工、拟竣工不能早于原计划。"
SAME_YEAR = "结转要把拟开工或拟竣工改到下一年或以后；只在年内调整的，请直接修改项目。"


def whole_plan(project, plan):
    """Both dates of the new plan; a start that is not named stays."""
    start = plan.get("planned_start") or project.planned_start
    return {"planned_start": start, "planned_finish": plan.get("planned_finish")}


def why_not(project, plan):
    """The sentence that refuses the new plan, or None; a move without a plan has none."""
    if not plan:
        return None
    start, finish = (plan[name] for name in NAMES)
    former = {name: getattr(project, name) for name in NAMES}
    if finish is None:
        return WHOLE
    if project.actual_start and start != former["planned_start"]:
        return STARTED
    if any(day and not is_sensible(day) for day in (start, finish)):
        return FAR_OFF
    if not runs_forward(project, plan):
        return OUT_OF_ORDER
    pairs = [(old, plan[name]) for name, old in former.items() if old and plan[name]]
    if any(new < old for old, new in pairs):
        return EARLIER
    if former["planned_finish"] and all(new.year == old.year for old, new in pairs):
        return SAME_YEAR
    return None


def runs_forward(project, plan):
    """Whether the project would start before it ends, once these dates are its own."""
    start, finish = (plan.get(name, getattr(project, name)) for name in NAMES)
    return not (start and finish and start > finish)


def told(project, plan):
    """What the event keeps of it: `{name: [before, after]}` of the dates that change."""
    former = {name: getattr(project, name) for name in plan}
    return {
        name: [former[name] and former[name].isoformat(), day.isoformat()]
        for name, day in plan.items()
        if day and day != former[name]
    }
