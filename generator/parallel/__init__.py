"""Run a job over batches, in this process or in worker processes.

Doors: `background`, `executor`, `job`, `long_lived`, `portable`, `sendable`.
"""
