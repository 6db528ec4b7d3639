"""Prepare workers that were started with the build. Dask loads this module in each of them."""

from __future__ import annotations

from generator.system.signals import set_worker_signals


def dask_setup(_worker: object) -> None:
    """Leave Ctrl-C to the build, which ends its workers."""
    set_worker_signals()
