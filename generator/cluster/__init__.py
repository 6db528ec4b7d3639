"""Run jobs on the workers of a Dask cluster (`build --cluster`).

Doors: `connection`.
"""
