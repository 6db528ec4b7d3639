"""Measure where a build spends its time (`build --profile`).

Doors: `profiler`.
"""
