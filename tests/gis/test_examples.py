"""The examples in the docstrings of gis/ are true."""

import doctest
import importlib
import pkgutil

import pytest

import gis

MODULES = sorted(module.name for module in pkgutil.walk_packages(gis.__path__, "gis."))


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name):
    results = doctest.testmod(importlib.import_module(name))
    assert results.failed == 0
