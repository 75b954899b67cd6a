"""A closed round is frozen, with all that was told in it."""

import pgtrigger


class ClosedRoundsStay(pgtrigger.Trigger):
    """What a closed round (调度) was is never changed nor taken away."""

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    condition = pgtrigger.Q(old__closed_at__isnull=False)
    func = """
        RAISE EXCEPTION '这一轮调度已经关闭，不能再修改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_closed';
    """


class RoundIsOpen(pgtrigger.Trigger):
    """Rows of a round are written while it is open, and never again.

    The round is share-locked: closing it waits for whoever is just reporting. `rounds` is SQL
    that finds the round of a `{row}`.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, rounds="{row}.round_id", **kwargs):
        new, old = rounds.format(row="NEW"), rounds.format(row="OLD")
        func = f"""
            IF (TG_OP <> 'DELETE' AND {self.is_closed(new)})
                OR (TG_OP <> 'INSERT' AND {self.is_closed(old)}) THEN
                RAISE EXCEPTION '这一轮调度已经关闭，没有保存。'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_open';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """
        super().__init__(func=func, **kwargs)

    @staticmethod
    def is_closed(found):
        locked = f"SELECT closed_at FROM registry_round WHERE id IN ({found}) FOR SHARE"  # noqa: S608
        return f"EXISTS (SELECT FROM ({locked}) r WHERE r.closed_at IS NOT NULL)"
