"""The leader's view: how far each district is, on what money, today or on a day of the past."""

from registry.overview.answer import Overview
from registry.overview.look import MEASURES, Look
from registry.overview.past import first_day

__all__ = ["MEASURES", "Look", "Overview", "first_day"]
