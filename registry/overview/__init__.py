"""The leader's view: how far each district is, on what money, today or on a day of the past."""

from registry.overview.answer import Overview
from registry.overview.look import Look

__all__ = ["Look", "Overview"]
