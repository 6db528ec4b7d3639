"""Measure where a build spends its time (`build --profile`): `profiler` measures, `table` prints.

Doors: `profiler`.
"""
