"""Measure what a build spends its time on (`build --profile`).

Doors: `jobs`, `table`.
"""
