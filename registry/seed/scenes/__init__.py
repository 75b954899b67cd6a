"""Drawn pictures of works, before, during and after them: no photograph of any place."""

from registry.seed.scenes.facade import facade
from registry.seed.scenes.hall import hall
from registry.seed.scenes.landing import landing
from registry.seed.scenes.street import street

__all__ = ["facade", "hall", "landing", "street"]
