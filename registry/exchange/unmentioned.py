"""What an update does not mention: who deletes a row from the file has deleted nothing."""

import numpy as np

from registry.models import Asset

#: So many are named, and looked for among so many.
NAMED, LOOKED_THROUGH = 5, 20_000


class Unmentioned:
    """Gathers the assets that the rows are about, and tells of the others of their kinds."""

    def __init__(self, report):
        self.report = report
        self.projects, self.kinds = set(), set()
        self.mentioned = [np.empty(0, dtype=np.int64)]

    def pass_by(self, assets):
        """`assets` are rows, of projects that the person brings rows into: of no other is told.

        `id`, `project_id` and `kind` are looked at.
        """
        self.mentioned.append(np.array([asset["id"] for asset in assets], dtype=np.int64))
        self.projects |= {asset["project_id"] for asset in assets}
        self.kinds |= {asset["kind"] for asset in assets}

    def finish(self):
        mentioned = np.unique(np.concatenate(self.mentioned))
        alike = Asset.objects.filter(project__in=self.projects, kind__in=self.kinds)
        count = alike.count() - len(mentioned) if len(mentioned) else 0
        if count > 0:
            self.report.warn(
                0, "", "not_in_file", count=count, examples=self._examples(alike, mentioned)
            )

    @staticmethod
    def _examples(alike, mentioned):
        rows = alike.order_by("project_id", "number", "id").values_list("id", "number", "name")
        rows = list(rows[:LOOKED_THROUGH])
        left = ~np.isin([pk for pk, _, _ in rows], mentioned)
        names = [number or name for (_, number, name), is_left in zip(rows, left, strict=True)
                 if is_left and (number or name)]  # fmt: skip
        more = " 等" if len(names) > NAMED else ""
        return f"（{'、'.join(names[:NAMED])}{more}）" if names else ""
