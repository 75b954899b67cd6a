"""Readiness: whether a project may be declared, by rules that are rows.

A rule's condition is a short list of tests from a fixed vocabulary (`facts`), checked strictly
when it is written (`conditions`) and turned into expressions that the database evaluates for
all projects at once (`verdicts`). Nothing of it is ever evaluated as code.
"""
